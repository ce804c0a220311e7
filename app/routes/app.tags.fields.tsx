import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { BlockStack } from '@shopify/polaris';
import { MetafieldRuns } from '../components/MetafieldRuns.tsx';
import { MetafieldsProgress } from '../components/MetafieldsProgress.tsx';
import { MetafieldsSwitch } from '../components/MetafieldsSwitch.tsx';
import { MetafieldTable } from '../components/MetafieldTable.tsx';
import { Screen } from '../components/Screen.tsx';
import { ScreenError } from '../components/ScreenError.tsx';
import { usePolling } from '../components/use-polling.ts';
import { useWords } from '../components/words/WordsProvider.tsx';
import { loadMetafieldsPage } from '../insights/load-metafields-page.server.ts';
import { noteAccess } from '../privacy/access-log.server.ts';
import { authenticateShop } from '../shops/authenticate-shop.server.ts';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, userId } = await authenticateShop(request);
  const page = await loadMetafieldsPage({ shopId });
  if (page.example !== null) noteAccess({ shopId, by: userId, what: 'customer', customerId: Number(page.example.customerId) });
  return page;
}

/** Customer metafields: what is or would be written, the switch, how far it is, and the way back. */
export default function CustomerMetafields() {
  const page = useLoaderData<typeof loader>();
  const words = useWords().metafields;
  usePolling(page.running !== null && page.paused === null && !page.allPaused);
  return (
    <Screen title={words.title} backAction={{ content: words.back, url: '/app/tags/writing' }}>
      <BlockStack gap="400">
        <MetafieldsSwitch page={page} />
        {page.running === null ? null : <MetafieldsProgress running={page.running} still={page.paused !== null || page.allPaused} />}
        <MetafieldTable page={page} />
        <MetafieldRuns runs={page.runs} />
      </BlockStack>
    </Screen>
  );
}

export function ErrorBoundary() {
  return <ScreenError />;
}
