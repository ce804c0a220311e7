import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { BlockStack } from '@shopify/polaris';
import { EarnedCard } from '../components/EarnedCard.tsx';
import { LiftCard } from '../components/LiftCard.tsx';
import { MethodsCard } from '../components/MethodsCard.tsx';
import { NoListsCard } from '../components/NoListsCard.tsx';
import { RecommendationsNav } from '../components/RecommendationsNav.tsx';
import { Screen } from '../components/Screen.tsx';
import { ScreenError } from '../components/ScreenError.tsx';
import { usePolling } from '../components/use-polling.ts';
import { useWords } from '../components/words/WordsProvider.tsx';
import { loadResultsPage } from '../recommendations/load-results-page.server.ts';
import { readPeriod, type ResultsPage } from '../recommendations/recommendations-page.ts';
import { authenticateShop } from '../shops/authenticate-shop.server.ts';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId } = await authenticateShop(request);
  return loadResultsPage({ shopId, days: readPeriod(new URL(request.url).searchParams) });
}

/** Recommendations > Results: what lists earned, against whom that is held, and how well they foresee. */
export default function RecommendationResults() {
  const page = useLoaderData<typeof loader>() as ResultsPage;
  const words = useWords().recommendations;
  usePolling(page.run.underWay !== null, 2_000);
  return (
    <Screen title={words.title}>
      <BlockStack gap="400">
        <RecommendationsNav current="results" />
        {page.none === null ? null : <NoListsCard none={page.none} run={page.run} />}
        <EarnedCard page={page} />
        <LiftCard page={page} />
        <MethodsCard methods={page.methods} />
      </BlockStack>
    </Screen>
  );
}

export function ErrorBoundary() {
  return <ScreenError />;
}
