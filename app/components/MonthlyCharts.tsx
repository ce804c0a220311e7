import { BlockStack, Card, Text } from '@shopify/polaris';
import { useEffect, useRef, useState, startTransition, type ReactNode } from 'react';
import type { MonthlyBuyers } from '../profiles/monthly-buyers.ts';
import type { Bar, MonthlyBars } from './MonthlyBars.tsx';
import { RecordTable } from './RecordTable.tsx';
import { useFormats, useWords } from './words/WordsProvider.tsx';

/**
 * New and returning buyers, and what they spent, by month: two charts and the table that holds their numbers. The charts'
 * library is fetched once they come into view and the page is up, into a place that is kept for them.
 */
export function MonthlyCharts({ months }: { months: readonly MonthlyBuyers[] }) {
  const words = useWords().overview.months;
  const { money, number, roughMoney, roughNumber, calendarMonth: month } = useFormats();
  const place = useRef<HTMLDivElement>(null);
  const { bars, drawn } = useBars(place);
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
        <div className="rg-charts" ref={place}>
          <Chart title={words.buyers} drawn={words.drawnBuyers(first.month, newest.month, newest)} bars={drawn >= 1 ? bars : 'loading'}>
            {(Bars, size) => <Bars {...size} months={months} series={series('Buyers')} tick={roughNumber} value={number} month={month} />}
          </Chart>
          <Chart title={words.revenue} drawn={words.drawnRevenue(first.month, newest.month, newest)} bars={drawn >= 2 ? bars : 'loading'}>
            {(Bars, size) => <Bars {...size} months={months} series={series('Revenue')} tick={roughMoney} value={(minor) => money(minor, { whole: true })} month={month} />}
          </Chart>
        </div>
        <MonthsTable months={months} withOthers={withOthers} />
      </BlockStack>
    </Card>
  );
}

type Loaded = typeof MonthlyBars | 'loading' | 'failed';

function Chart({ title, drawn, bars, children }: { title: string; drawn: string; bars: Loaded; children: (bars: typeof MonthlyBars, size: { width: number; height: number }) => ReactNode }) {
  const words = useWords().overview.months;
  const place = useRef<HTMLDivElement>(null);
  const size = useSize(place);
  return (
    <div>
      <Text as="h3" variant="headingSm">{title}</Text>
      <div className="rg-chart-place" role="img" aria-label={drawn} ref={place}>
        {bars === 'failed' ? <p>{words.failed}</p> : bars === 'loading' || size === null ? null : children(bars, size)}
      </div>
    </div>
  );
}

/**
 * The chart library, fetched when its place comes near the window and the browser has nothing better to do. Each chart is
 * drawn in a task of its own, so that a click in between is answered.
 */
function useBars(place: React.RefObject<HTMLElement>): { bars: Loaded; drawn: number } {
  const [bars, setBars] = useState<{ is: Loaded; drawn: number }>({ is: 'loading', drawn: 0 });
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const gone = new AbortController();
    const load = () => {
      import('./MonthlyBars.tsx').then(
        ({ MonthlyBars: is }) => {
          for (const drawn of [1, 2]) whenIdle(() => startTransition(() => setBars({ is, drawn })), gone.signal);
        },
        () => {
          if (!gone.signal.aborted) setBars({ is: 'failed', drawn: 2 });
        },
      );
    };
    const observer = new IntersectionObserver((seen) => {
      if (!seen.some((one) => one.isIntersecting)) return;
      observer.disconnect();
      whenIdle(load, gone.signal);
    }, { rootMargin: '200px' });
    observer.observe(element);
    return () => {
      gone.abort();
      observer.disconnect();
    };
  }, [place]);
  return { bars: bars.is, drawn: bars.drawn };
}

/** Safari has no idle callbacks; a task of its own is the next best there. */
function whenIdle(work: () => void, signal: AbortSignal): void {
  const run = () => {
    if (!signal.aborted) work();
  };
  if ('requestIdleCallback' in window) window.requestIdleCallback(run, { timeout: 2_000 });
  else setTimeout(run, 50);
}

/** Width and height of an element, followed as it changes; null until it is measured. */
function useSize(element: React.RefObject<HTMLElement>): { width: number; height: number } | null {
  const [size, setSize] = useState<{ width: number; height: number } | null>(null);
  useEffect(() => {
    const { current } = element;
    if (current === null) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setSize({ width: Math.floor(entry.contentRect.width), height: Math.floor(entry.contentRect.height) });
    });
    observer.observe(current);
    return () => observer.disconnect();
  }, [element]);
  return size;
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
