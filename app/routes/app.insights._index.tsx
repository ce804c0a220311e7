import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { BlockStack, Card } from '@shopify/polaris';
import { Figure } from '../components/Figure.tsx';
import { InsightsNav } from '../components/InsightsNav.tsx';
import { InsightsNotYet } from '../components/InsightsNotYet.tsx';
import { NoCustomersYet } from '../components/NoCustomersYet.tsx';
import { Screen } from '../components/Screen.tsx';
import { ScreenError } from '../components/ScreenError.tsx';
import { useFormats, useWords } from '../components/words/WordsProvider.tsx';
import { loadInsights } from '../insights/load-insights.server.ts';
import { authenticateShop } from '../shops/authenticate-shop.server.ts';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId } = await authenticateShop(request);
  return loadInsights({ shopId });
}

/** Insights > Customers: how well the store keeps its customers. */
export default function CustomerInsights() {
  const { store, kpis } = useLoaderData<typeof loader>();
  const words = useWords();
  const page = words.homePage;
  const { percent } = useFormats();
  return (
    <Screen title={words.insights.title}>
      <BlockStack gap="400">
        <InsightsNav current="customers" />
        {store === 'no-customers' ? <NoCustomersYet /> : kpis === null ? <InsightsNotYet /> : (
          <Card>
            <dl className="rg-figures">
              <Figure
                name={page.repeatRate}
                how={page.repeatRateHow(kpis.repeatBuyers, kpis.buyers)}
                value={kpis.repurchaseRate === null ? page.notYet : percent(kpis.repurchaseRate)}
                note={page.repeatRateOf(kpis.repeatBuyers, kpis.buyers)}
              />
              <Figure
                name={page.repeatRevenue}
                how={page.repeatRevenueHow}
                value={kpis.repeatShareOfRevenue === null ? page.notYet : percent(kpis.repeatShareOfRevenue)}
                note={page.repeatRevenueOf(kpis.repeatRevenue)}
              />
            </dl>
          </Card>
        )}
      </BlockStack>
    </Screen>
  );
}

export function ErrorBoundary() {
  return <ScreenError />;
}
