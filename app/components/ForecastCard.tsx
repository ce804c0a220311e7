import { Badge, BlockStack, Card, InlineStack, Text } from '@shopify/polaris';
import type { CustomerForecastView } from '../forecast/customer-forecast-view.ts';
import { Explain } from './Explain.tsx';
import { Pair } from './Pair.tsx';
import { useFormats, useWords } from './words/WordsProvider.tsx';

const BAND_TONE = { low: 'success', medium: 'attention', high: 'warning' } as const;

type Shown = Extract<CustomerForecastView, { shown: true }>;

/** What a customer is expected to do, with what it rests on; or why nothing is said, and how far it is. */
export function ForecastCard({ forecast }: { forecast: CustomerForecastView }) {
  const page = useWords().forecast;
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <InlineStack gap="100" blockAlign="center">
            <Text as="h2" variant="headingMd">{page.title}</Text>
            <Explain term={page.title}>{page.how}</Explain>
          </InlineStack>
          {forecast.shown ? <Badge tone={BAND_TONE[forecast.churnBand]}>{page.band[forecast.churnBand]}</Badge> : null}
        </InlineStack>
        {forecast.shown ? <Expected forecast={forecast} /> : <NotShown forecast={forecast} />}
      </BlockStack>
    </Card>
  );
}

function Expected({ forecast }: { forecast: Shown }) {
  const page = useWords().forecast;
  const { money, percent, number, day } = useFormats();
  const { restsOn } = forecast;
  const overdue = forecast.nextOrderDay !== null && forecast.nextOrderDay <= forecast.forDay;
  return (
    <>
      <dl className="rg-pairs rg-pairs-narrow rg-numbers">
        <Pair name={page.value} how={page.valueHow(forecast.settings)}>{money(forecast.clv12m)}<small className="rg-small">{forecast.clvLow === 0 && forecast.clvHigh <= forecast.clv12m ? page.mostlyNothing : page.range(forecast.clvLow, forecast.clvHigh)}</small></Pair>
        <Pair name={page.buys(forecast.horizonDays)} how={page.buysHow}>{percent(forecast.pBuy)}</Pair>
        <Pair name={page.nextOrder} how={page.nextOrderHow}>{forecast.nextOrderDay === null ? page.farAway : forecast.churnBand === 'high' ? page.ifStill(forecast.nextOrderDay) : overdue ? page.anyDay : day(forecast.nextOrderDay)}</Pair>
        <Pair name={page.alive} how={page.aliveHow}>{percent(forecast.pAlive)}</Pair>
        <Pair name={page.purchases}>{number(Math.round(forecast.expectedPurchases12m * 10) / 10)}</Pair>
      </dl>
      <BlockStack gap="100">
        <Text as="h3" variant="headingSm">{page.restsOn}</Text>
        <Text as="p" tone="subdued">{page.history(restsOn.purchases, restsOn.lastPurchaseDay, restsOn.usualGap)}</Text>
        {restsOn.auc === null ? null : <Text as="p" tone="subdued">{page.accuracy(restsOn.auc, restsOn.naiveAuc, restsOn.cutOffs)}</Text>}
        <Text as="p" tone="subdued">{page.asOf(forecast.forDay)}</Text>
      </BlockStack>
    </>
  );
}

function NotShown({ forecast: { reason, progress } }: { forecast: Extract<CustomerForecastView, { shown: false }> }) {
  const page = useWords().forecast;
  return (
    <BlockStack gap="100">
      <p>{page.reason[reason]}</p>
      {reason === 'below-floor' && progress !== null ? <Text as="p" tone="subdued">{page.progress(progress)}</Text> : null}
    </BlockStack>
  );
}
