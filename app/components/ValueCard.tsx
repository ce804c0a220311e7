import { BlockStack, Card, Text } from '@shopify/polaris';
import type { ValueSpread } from '../insights/insight-figures.ts';
import type { InsightsView } from '../insights/insights-view.ts';
import { simpleValue } from '../insights/retention.ts';
import { meanOf } from '../insights/value-spread.ts';
import { ChartPlace } from './ChartPlace.tsx';
import { Figure } from './Figure.tsx';
import { NO_VALUE } from './format.ts';
import { RecordTable } from './RecordTable.tsx';
import { useFormats, useWords } from './words/WordsProvider.tsx';

type Figures = NonNullable<InsightsView['figures']>;

/** What buyers have spent, what they are expected to spend, the textbook's formula beside it, and how both spread. */
export function ValueCard({ figures, forecast }: { figures: Figures; forecast: InsightsView['forecast'] }) {
  const all = useWords();
  const words = all.insights.value;
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">{words.title}</Text>
        <ValueFigures figures={figures} />
        {figures.expected === null ? (
          <div>
            <p><strong>{words.expectedNot}.</strong> {all.forecast.reason[reasonOf(forecast)]}</p>
            {forecast?.state === 'below-floor' ? <p className="rg-numbers">{all.forecast.progress(forecast.progress)}</p> : null}
          </div>
        ) : null}
        <div className="rg-charts">
          <Spread name={words.historicBars} note={words.historicAsOf(figures.forDay)} spread={figures.historic} />
          {figures.expected === null ? null : <Spread name={words.expectedBars} note={words.expectedAsOf(figures.expected.day)} spread={figures.expected} />}
        </div>
      </BlockStack>
    </Card>
  );

  function reasonOf(view: InsightsView['forecast']): 'not-yet' | 'below-floor' | 'no-model' | 'unproven' | 'loses' {
    return view === null || view.state === 'shown' ? 'not-yet' : view.state;
  }
}

function ValueFigures({ figures: { historic, expected, lastYear } }: { figures: Figures }) {
  const words = useWords().insights.value;
  const { money } = useFormats();
  const mean = meanOf(historic);
  const meanExpected = expected === null ? null : meanOf(expected);
  const simple = lastYear === null ? null : simpleValue(lastYear);
  const rounded = (value: number) => Math.round(100 * value) / 100;
  // Pennies of thousands say nothing, and make a figure too long for a phone.
  const shown = (minor: number) => money(Math.round(minor), { whole: Math.abs(minor) >= 100_000 });
  return (
    <dl className="rg-figures">
      <Figure name={words.mean} how={words.meanHow(historic.total, historic.customers)} value={mean === null ? NO_VALUE : shown(mean)} note={words.ofBuyers(historic.customers)} />
      <Figure name={words.median} how={words.medianHow} value={historic.medianDoubled === null ? NO_VALUE : shown(historic.medianDoubled / 2)} note={words.ofBuyers(historic.customers)} />
      {expected === null || meanExpected === null ? null : (
        <Figure name={words.expected} how={words.expectedHow(expected.total, expected.customers)} value={shown(meanExpected)} note={expected.medianDoubled === null ? null : words.expectedMedian(Math.round(expected.medianDoubled / 2))} />
      )}
      <Figure
        name={words.simple}
        how={simple === null || lastYear === null ? words.simpleNot : words.simpleHow(Math.round(simple.averageOrder), rounded(simple.frequency), rounded(simple.lifespanYears), lastYear.from, lastYear.to)}
        value={simple === null ? NO_VALUE : shown(simple.value)}
        note={words.simpleNote}
      />
    </dl>
  );
}

const loadBars = () => import('./SpreadBars.tsx').then(({ SpreadBars }) => SpreadBars);

function Spread({ name, note, spread }: { name: string; note: string; spread: ValueSpread }) {
  const words = useWords().insights.value;
  const { number, percent, roughMoney, roughNumber } = useFormats();
  const end = spread.bars.length * spread.step;
  const bars = [
    ...(spread.below === 0 ? [] : [{ short: '< 0', name: words.below, buyers: spread.below }]),
    ...spread.bars.map((buyers, place) => ({ short: roughMoney(place * spread.step), name: words.bar(place * spread.step, (place + 1) * spread.step), buyers })),
    ...(spread.beyond === 0 ? [] : [{ short: `${roughMoney(end)} +`, name: words.beyond(end), buyers: spread.beyond }]),
  ];
  const most = bars.reduce<(typeof bars)[number] | undefined>((best, bar) => (best === undefined || bar.buyers > best.buyers ? bar : best), undefined);
  if (most === undefined) return null;
  return (
    <div>
      <Text as="h3" variant="headingSm">{name}<span className="rg-small">{note}</span></Text>
      <ChartPlace drawn={words.drawn(name, spread.customers, most.name)} load={loadBars}>
        {(Bars, size) => <Bars {...size} bars={bars} series={words.buyers} tick={roughNumber} value={number} />}
      </ChartPlace>
      <details className="rg-details">
        <summary>{words.table(name)}</summary>
        <RecordTable
          caption={words.table(name)}
          columns={[{ key: 'amount', heading: words.amount }, { key: 'buyers', heading: words.buyers, numeric: true }, { key: 'share', heading: words.share, numeric: true }]}
          rows={bars.map((bar) => ({ key: bar.name, cells: { amount: bar.name, buyers: number(bar.buyers), share: percent(bar.buyers / spread.customers) } }))}
        />
      </details>
    </div>
  );
}
