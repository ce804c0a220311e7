import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { BlockStack } from '@shopify/polaris';
import { NoListsCard } from '../components/NoListsCard.tsx';
import { PlacesCard } from '../components/PlacesCard.tsx';
import { PreviewCard } from '../components/PreviewCard.tsx';
import { RecommendationsNav } from '../components/RecommendationsNav.tsx';
import { RefusalBanner } from '../components/RefusalBanner.tsx';
import { RulesCard } from '../components/RulesCard.tsx';
import { Screen } from '../components/Screen.tsx';
import { ScreenError } from '../components/ScreenError.tsx';
import { usePolling } from '../components/use-polling.ts';
import { useRules } from '../components/use-rules.ts';
import { useWords } from '../components/words/WordsProvider.tsx';
import { noteAccess } from '../privacy/access-log.server.ts';
import { loadRecommendationsPage } from '../recommendations/load-recommendations-page.server.ts';
import { readPreviewChoice, type RecommendationsPage } from '../recommendations/recommendations-page.ts';
import { authenticateShop } from '../shops/authenticate-shop.server.ts';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, userId } = await authenticateShop(request);
  const page = await loadRecommendationsPage({ shopId, choice: readPreviewChoice(new URL(request.url).searchParams) });
  if (page.customer !== null) noteAccess({ shopId, by: userId, what: 'customer', customerId: Number(page.customer.id) });
  if (page.found.customers.length > 0) noteAccess({ shopId, by: userId, what: 'search', customerId: null });
  return page;
}

/** Recommendations: where lists stand, what shoppers see, and what the merchant changes of it. */
export default function Recommendations() {
  const page = useLoaderData<typeof loader>() as RecommendationsPage;
  const words = useWords().recommendations;
  const rules = useRules();
  usePolling(page.run.underWay !== null, 2_000);
  return (
    <Screen title={words.title}>
      <BlockStack gap="400">
        <RecommendationsNav current="lists" />
        <RefusalBanner refusal={rules.refusal} onDismiss={rules.dismiss} />
        {page.none === null ? <PreviewCard page={page} rules={rules} /> : <NoListsCard none={page.none} run={page.run} />}
        <PlacesCard />
        <RulesCard page={page} rules={rules} />
      </BlockStack>
    </Screen>
  );
}

export function ErrorBoundary() {
  return <ScreenError />;
}
