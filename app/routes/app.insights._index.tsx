import type { LinksFunction, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { BlockStack, Box, Button, Card, Text } from '@shopify/polaris';
import { CohortCard } from '../components/CohortCard.tsx';
import insightStyles from '../components/insights.css?url';
import { InsightsNav } from '../components/InsightsNav.tsx';
import { InsightsNotYet } from '../components/InsightsNotYet.tsx';
import { NoCustomersYet } from '../components/NoCustomersYet.tsx';
import { RefusalBanner } from '../components/RefusalBanner.tsx';
import { RetentionCard } from '../components/RetentionCard.tsx';
import { Screen } from '../components/Screen.tsx';
import { ScreenError } from '../components/ScreenError.tsx';
import { TierFlowCard } from '../components/TierFlowCard.tsx';
import { usePolling } from '../components/use-polling.ts';
import { useSubmission } from '../components/use-submission.ts';
import { ValueCard } from '../components/ValueCard.tsx';
import { ValueGroupsCard } from '../components/ValueGroupsCard.tsx';
import { useWords } from '../components/words/WordsProvider.tsx';
import { readFlowChoice, type InsightsView } from '../insights/insights-view.ts';
import { loadInsights } from '../insights/load-insights.server.ts';
import { authenticateShop } from '../shops/authenticate-shop.server.ts';

export const links: LinksFunction = () => [{ rel: 'stylesheet', href: insightStyles }];

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId } = await authenticateShop(request);
  return loadInsights({ shopId, choice: readFlowChoice(new URL(request.url).searchParams) });
}

/** Insights > Customers: what buyers are worth, who stays, who comes back, and how they move between tiers. */
export default function CustomerInsights() {
  const view = useLoaderData<typeof loader>() as InsightsView;
  const words = useWords();
  const { figures } = view;
  usePolling((figures === null && view.working) || view.flow?.state === 'waiting');
  return (
    <Screen title={words.insights.title}>
      <BlockStack gap="400">
        <InsightsNav current="customers" />
        {view.store === 'no-customers' ? <NoCustomersYet /> : view.kpis === null ? <InsightsNotYet /> : figures === null ? <NoFigures working={view.working} /> : figures.buyers === 0 ? <NoBuyers /> : <Figures view={view} figures={figures} />}
      </BlockStack>
    </Screen>
  );
}

function Figures({ view, figures }: { view: InsightsView; figures: NonNullable<InsightsView['figures']> }) {
  const words = useWords().insights;
  return (
    <>
      <Box paddingInline={{ xs: '400', md: '0' }}>
        {view.computedAt === null ? null : <p className="rg-small rg-numbers">{words.asOf(figures.forDay, view.computedAt)} {view.working ? words.working : null}</p>}
        <p className="rg-small">{words.of} {figures.otherCurrencyPurchases === 0 ? null : words.otherCurrency(figures.otherCurrencyPurchases)}</p>
      </Box>
      <ValueCard figures={figures} forecast={view.forecast} />
      <ValueGroupsCard figures={figures} products={view.products} />
      <RetentionCard figures={figures} kpis={view.kpis} />
      <CohortCard cohorts={figures.cohorts} />
      <TierFlowCard view={view} forDay={figures.forDay} />
    </>
  );
}

/** Before they were worked out for the first time: after the first sorting, or in a store that was sorted before there were any. */
function NoFigures({ working }: { working: boolean }) {
  const words = useWords().insights.none;
  const refresh = useSubmission('/app/insights/refresh', () => words.asked);
  return (
    <Card>
      <BlockStack gap="200" inlineAlign="start">
        <RefusalBanner refusal={refresh.refusal} onDismiss={refresh.dismiss} />
        <Text as="h2" variant="headingMd">{working ? words.working : words.title}</Text>
        <div role="status"><p>{working ? words.workingWhat : words.what}</p></div>
        {working ? null : <Button variant="primary" loading={refresh.busy} onClick={() => refresh.submit({})}>{words.action}</Button>}
      </BlockStack>
    </Card>
  );
}

function NoBuyers() {
  const words = useWords().insights.none;
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">{words.noBuyers}</Text>
        <Text as="p">{words.noBuyersWhat}</Text>
      </BlockStack>
    </Card>
  );
}

export function ErrorBoundary() {
  return <ScreenError />;
}
