import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { BlockStack } from '@shopify/polaris';
import { ListsExampleCard } from '../components/ListsExampleCard.tsx';
import { ProductFieldRuns } from '../components/ProductFieldRuns.tsx';
import { ProductFieldsProgress } from '../components/ProductFieldsProgress.tsx';
import { ProductFieldsSwitch } from '../components/ProductFieldsSwitch.tsx';
import { RecommendationsNav } from '../components/RecommendationsNav.tsx';
import { Screen } from '../components/Screen.tsx';
import { ScreenError } from '../components/ScreenError.tsx';
import { TheirFieldsCard } from '../components/TheirFieldsCard.tsx';
import { usePolling } from '../components/use-polling.ts';
import { useWords } from '../components/words/WordsProvider.tsx';
import { loadProductFieldsPage } from '../insights/load-product-fields-page.server.ts';
import { authenticateShop } from '../shops/authenticate-shop.server.ts';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId } = await authenticateShop(request);
  return loadProductFieldsPage({ shopId });
}

/** Lists at products: what is or would be written and where, the switch, how far it is, what is the merchant's, and the way back. */
export default function ListsAtProducts() {
  const page = useLoaderData<typeof loader>();
  const words = useWords().productFields;
  const still = page.paused !== null || page.allPaused;
  usePolling(page.running !== null && !still);
  return (
    <Screen title={words.title}>
      <BlockStack gap="400">
        <RecommendationsNav current="fields" />
        <ProductFieldsSwitch page={page} />
        {page.running === null ? null : <ProductFieldsProgress running={page.running} still={still} />}
        {page.theirs.fields === 0 ? null : <TheirFieldsCard theirs={page.theirs} />}
        {page.example === null ? null : <ListsExampleCard example={page.example} target={page.target} />}
        <ProductFieldRuns runs={page.runs} />
      </BlockStack>
    </Screen>
  );
}

export function ErrorBoundary() {
  return <ScreenError />;
}
