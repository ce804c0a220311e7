import { BlockStack, Card, Text } from '@shopify/polaris';
import { useState } from 'react';
import type { PeriodFigures } from '../insights/insight-figures.ts';
import type { InsightsView } from '../insights/insights-view.ts';
import { isOver, PERIOD_MONTHS, PERIOD_UNITS, type PeriodUnit } from '../insights/periods.ts';
import { churnInAYear, churnRate, repeatShare, repurchaseRate, retentionRate } from '../insights/retention.ts';
import { monthOfDay } from '../profiles/calendar-month.ts';
import { ChartPlace } from './ChartPlace.tsx';
import { ChoiceButtons } from './ChoiceButtons.tsx';
import { Figure } from './Figure.tsx';
import { NO_VALUE } from './format.ts';
import { Pair } from './Pair.tsx';
import type { RateLine } from './RateLines.tsx';
import { RecordTable } from './RecordTable.tsx';
import { useFormats, useWords } from './words/WordsProvider.tsx';

type Figures = NonNullable<InsightsView['figures']>;

/** Retention, churn and repurchase: of the last year in figures, of each month, quarter or year in a picture and its table. */
export function RetentionCard({ figures, kpis }: { figures: Figures; kpis: InsightsView['kpis'] }) {
  const words = useWords().insights.retention;
  const [unit, setUnit] = useState<PeriodUnit>('month');
  const periods = figures.periods[unit];
  // One that has just begun would look like one in which nobody came back.
  const over = periods.filter((period) => isOver(period, unit));
  const lastOver = over.at(-1);
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="050">
          <Text as="h2" variant="headingMd">{words.title}</Text>
          <Text as="p" tone="subdued" variant="bodySm">{words.what}</Text>
        </BlockStack>
        {figures.lastYear === null ? null : <YearFigures year={figures.lastYear} kpis={kpis} />}
        <ChoiceButtons label={words.choose} choices={PERIOD_UNITS.map((choice) => ({ choice, name: words.unit[choice] }))} chosen={unit} onChoose={setUnit} />
        <Rates unit={unit} periods={over} />
        {lastOver === undefined ? null : <PeriodFormulas unit={unit} period={lastOver} />}
        <PeriodsTable unit={unit} periods={periods} />
        <Text as="p" tone="subdued" variant="bodySm">{words.note}</Text>
      </BlockStack>
    </Card>
  );
}

function YearFigures({ year, kpis }: { year: PeriodFigures; kpis: InsightsView['kpis'] }) {
  const { retention: words, value: { ofBuyers } } = useWords().insights;
  const { percent } = useFormats();
  const kept = retentionRate(year);
  const period = words.lastYear(year.from, year.to);
  const shown = (share: number | null) => (share === null ? NO_VALUE : percent(share));
  return (
    <dl className="rg-figures">
      <Figure name={words.retention} how={kept === null ? words.retentionNobody : words.retentionHow(year.start, year.end, year.joined + year.wonBack)} value={shown(kept)} note={period} />
      <Figure name={words.churn} how={kept === null ? words.retentionNobody : words.churnHow(kept)} value={shown(churnRate(year))} note={period} />
      <Figure name={words.repeatShare} how={words.repeatShareHow(year.repeatRevenue, year.revenue)} value={shown(repeatShare(year))} note={period} />
      {kpis === null ? null : <Figure name={words.ever} how={words.everHow(kpis.repeatBuyers, kpis.buyers)} value={shown(kpis.repurchaseRate)} note={ofBuyers(kpis.buyers)} />}
    </dl>
  );
}

/** The name of a period as the calendar has it. */
function usePeriodName(unit: PeriodUnit): (period: PeriodFigures, options?: { short?: boolean }) => string {
  const words = useWords().insights.retention;
  const { calendarMonth } = useFormats();
  return (period, options) => {
    const month = monthOfDay(period.from);
    const year = String(Math.floor(month / 12));
    const name = unit === 'month' ? calendarMonth(month, options) : unit === 'quarter' ? words.quarter(1 + (month % 12) / 3, year) : year;
    return isOver(period, unit) || options?.short === true ? name : words.soFar(name);
  };
}

const loadLines = () => import('./RateLines.tsx').then(({ RateLines }) => RateLines);

function Rates({ unit, periods }: { unit: PeriodUnit; periods: readonly PeriodFigures[] }) {
  const words = useWords().insights.retention;
  const { percent } = useFormats();
  const name = usePeriodName(unit);
  const [first, newest] = [periods[0], periods.at(-1)];
  if (first === undefined || newest === undefined) return null;
  const lines: RateLine[] = [{ key: 'retention', name: words.retention }, { key: 'repurchase', name: words.repurchase }, { key: 'repeatShare', name: words.repeatShare }];
  const rows = periods.map((period) => ({ short: name(period, { short: true }), name: name(period), retention: retentionRate(period), repurchase: repurchaseRate(period), repeatShare: repeatShare(period) }));
  const kept = retentionRate(newest);
  return (
    <div>
      <ul className="rg-legend">{lines.map((line) => <li key={line.key}><span className={`rg-line rg-line-${line.key}`} aria-hidden="true" />{line.name}</li>)}</ul>
      <ChartPlace drawn={words.drawn(name(first), name(newest), kept === null ? NO_VALUE : percent(kept))} load={loadLines}>
        {(Lines, size) => <Lines {...size} rows={rows} lines={lines} percent={percent} />}
      </ChartPlace>
    </div>
  );
}

function PeriodsTable({ unit, periods }: { unit: PeriodUnit; periods: readonly PeriodFigures[] }) {
  const words = useWords().insights.retention;
  const { number, percent } = useFormats();
  const name = usePeriodName(unit);
  const shown = (share: number | null) => (share === null ? NO_VALUE : percent(share));
  const columns = (['start', 'end', 'joined', 'wonBack', 'retention', 'churn', ...(unit === 'year' ? [] : ['churnYear' as const]), 'buyers', 'repurchase', 'repeatShare'] as const);
  return (
    <details className="rg-details rg-wrapped">
      <summary>{words.table}</summary>
      <RecordTable
        caption={words.caption}
        columns={[{ key: 'period', heading: words.columns.period, nowrap: true }, ...columns.map((key) => ({ key, heading: words.columns[key], numeric: true }))]}
        rows={[...periods].reverse().map((period) => {
          const lost = churnRate(period);
          return {
            key: String(period.from),
            cells: {
              period: name(period), start: number(period.start), end: number(period.end), joined: number(period.joined), wonBack: number(period.wonBack), retention: shown(retentionRate(period)), churn: shown(lost),
              churnYear: lost === null || !isOver(period, unit) ? NO_VALUE : percent(churnInAYear(lost, PERIOD_MONTHS[unit])),
              buyers: number(period.buyers), repurchase: shown(repurchaseRate(period)), repeatShare: shown(repeatShare(period)),
            },
          };
        })}
      />
    </details>
  );
}

/** The formulas with the numbers of a period put in, and what its churn comes to in a year. */
function PeriodFormulas({ unit, period }: { unit: PeriodUnit; period: PeriodFigures }) {
  const words = useWords().insights.retention;
  const name = usePeriodName(unit);
  const kept = retentionRate(period);
  const churn = churnRate(period);
  return (
    <div>
      {unit === 'year' || churn === null ? null : <p className="rg-small">{words.churnYearHow(unit, churn, churnInAYear(churn, PERIOD_MONTHS[unit]))}</p>}
      <details className="rg-details">
        <summary>{words.howOf(name(period))}</summary>
        <dl className="rg-pairs">
          <Pair name={words.retention}>{kept === null ? words.retentionNobody : words.retentionHow(period.start, period.end, period.joined + period.wonBack)}</Pair>
          {kept === null ? null : <Pair name={words.churn}>{words.churnHow(kept)}</Pair>}
          <Pair name={words.repurchase}>{words.repurchaseHow(period.repeatBuyers, period.buyers)}</Pair>
          <Pair name={words.repeatShare}>{words.repeatShareHow(period.repeatRevenue, period.revenue)}</Pair>
        </dl>
      </details>
    </div>
  );
}
