import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { BlockStack, Card, Text } from '@shopify/polaris';
import { AccuracyCharts } from '../components/AccuracyCharts.tsx';
import { AccuracyTables } from '../components/AccuracyTables.tsx';
import { AccuracyVerdict } from '../components/AccuracyVerdict.tsx';
import { FitPhases } from '../components/FitPhases.tsx';
import { InsightsNav } from '../components/InsightsNav.tsx';
import { InsightsNotYet } from '../components/InsightsNotYet.tsx';
import { NoCustomersYet } from '../components/NoCustomersYet.tsx';
import { Screen } from '../components/Screen.tsx';
import { ScreenError } from '../components/ScreenError.tsx';
import { usePolling } from '../components/use-polling.ts';
import { useWords } from '../components/words/WordsProvider.tsx';
import { loadAccuracyPage } from '../insights/load-accuracy-page.server.ts';
import { authenticateShop } from '../shops/authenticate-shop.server.ts';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId } = await authenticateShop(request);
  return loadAccuracyPage({ shopId });
}

/** Insights > Accuracy: how well the forecast held on the store's own past, beside what anybody could say without one. */
export default function Accuracy() {
  const { store, sorted, accuracy, fit } = useLoaderData<typeof loader>();
  const words = useWords();
  usePolling(fit.underWay !== null);
  const nothing = store === 'no-customers' ? <NoCustomersYet /> : !sorted ? <InsightsNotYet /> : null;
  return (
    <Screen title={words.insights.title}>
      <BlockStack gap="400">
        <InsightsNav current="accuracy" />
        {nothing ?? (
          <>
            {fit.underWay === null ? null : (
              <Card>
                <BlockStack gap="300">
                  <Text as="h2" variant="headingMd">{words.accuracy.underWay}</Text>
                  <FitPhases fit={fit} />
                </BlockStack>
              </Card>
            )}
            <AccuracyVerdict accuracy={accuracy} />
            {accuracy.means.length === 0 ? null : (
              <>
                <AccuracyCharts accuracy={accuracy} />
                <AccuracyTables accuracy={accuracy} />
              </>
            )}
          </>
        )}
      </BlockStack>
    </Screen>
  );
}

export function ErrorBoundary() {
  return <ScreenError />;
}
