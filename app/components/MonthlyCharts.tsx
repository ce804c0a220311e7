import { BlockStack, Card, Text } from '@shopify/polaris';
import type { ReactNode } from 'react';
import type { MonthlyBuyers } from '../profiles/monthly-buyers.ts';
import { ChartPlace } from './ChartPlace.tsx';
import type { Bar, MonthlyBars } from './MonthlyBars.tsx';
import { RecordTable } from './RecordTable.tsx';
import { useFormats, useWords } from './words/WordsProvider.tsx';

const loadBars = () => import('./MonthlyBars.tsx').then((module) => module.MonthlyBars);

/** New and returning buyers, and what they spent, by month: two charts and the table that holds their numbers. */
export function MonthlyCharts({ months }: { months: readonly MonthlyBuyers[] }) {
  const words = useWords().overview.months;
  const { money, number, roughMoney, roughNumber, calendarMonth: month } = useFormats();
  const [first, newest] = [months[0], months.at(-1)];
  if (first === undefined || newest === undefined) return null;
  const withOthers = months.some((one) => one.otherRevenue > 0);
  const series = (kind: 'Buyers' | 'Revenue'): Bar[] => [
    { key: `returning${kind}`, name: words.returningBuyers, look: 'hatched' },
    { key: `new${kind}`, name: words.newBuyers, look: 'solid' },
    ...(kind === 'Revenue' && withOthers ? [{ key: 'otherRevenue', name: words.other, look: 'faint' } as const] : []),
  ];
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="050">
          <Text as="h2" variant="headingMd">{words.title}</Text>
          <Text as="p" tone="subdued" variant="bodySm">{words.what}</Text>
        </BlockStack>
        <ul className="rg-legend">{series('Revenue').map(({ key, name, look }) => <li key={key}><span className={`rg-swatch rg-swatch-${look}`} aria-hidden="true" />{name}</li>)}</ul>
        <div className="rg-charts">
          <Chart title={words.buyers} drawn={words.drawnBuyers(first.month, newest.month, newest)}>
            {(Bars, size) => <Bars {...size} months={months} series={series('Buyers')} tick={roughNumber} value={number} month={month} />}
          </Chart>
          <Chart title={words.revenue} drawn={words.drawnRevenue(first.month, newest.month, newest)}>
            {(Bars, size) => <Bars {...size} months={months} series={series('Revenue')} tick={roughMoney} value={(minor) => money(minor, { whole: true })} month={month} />}
          </Chart>
        </div>
        <MonthsTable months={months} withOthers={withOthers} />
      </BlockStack>
    </Card>
  );
}

function Chart({ title, drawn, children }: { title: string; drawn: string; children: (bars: typeof MonthlyBars, size: { width: number; height: number }) => ReactNode }) {
  return (
    <div>
      <Text as="h3" variant="headingSm">{title}</Text>
      <ChartPlace drawn={drawn} load={loadBars}>{children}</ChartPlace>
    </div>
  );
}

function MonthsTable({ months, withOthers }: { months: readonly MonthlyBuyers[]; withOthers: boolean }) {
  const words = useWords().overview.months;
  const { money, number, calendarMonth: month } = useFormats();
  const newest = months.at(-1)?.month;
  const columns = (['newBuyers', 'returningBuyers', 'newRevenue', 'returningRevenue', ...(withOthers ? ['otherRevenue' as const] : [])] as const);
  return (
    <details className="rg-details">
      <summary>{words.table}</summary>
      <RecordTable
        caption={words.caption}
        columns={[{ key: 'month', heading: words.month }, ...columns.map((key) => ({ key, heading: words.columns[key], numeric: true }))]}
        rows={[...months].reverse().map((one) => ({
          key: String(one.month),
          cells: {
            month: one.month === newest ? words.soFar(one.month) : month(one.month),
            ...Object.fromEntries(columns.map((key) => [key, key.endsWith('Buyers') ? number(one[key]) : money(one[key])])),
          },
        }))}
      />
      {withOthers ? <p className="rg-small">{words.other}: {words.otherHow}</p> : null}
    </details>
  );
}
