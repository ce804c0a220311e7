import { Text } from '@shopify/polaris';
import type { ReactNode } from 'react';
import type { CoursePoint } from '../profiles/purchase-course.ts';
import { ChartPlace } from './ChartPlace.tsx';
import type { PurchaseBar, PurchaseBars } from './PurchaseBars.tsx';
import { RecordTable } from './RecordTable.tsx';
import { useFormats, useWords } from './words/WordsProvider.tsx';

const loadBars = () => import('./PurchaseBars.tsx').then((module) => module.PurchaseBars);

/** Below this many purchases there is no course to see. */
const FEWEST = 3;

/** How a customer's gaps and purchases went: two pictures, and the table that holds their numbers. Nothing for fewer than three purchases. */
export function CourseCharts({ course }: { course: readonly CoursePoint[] }) {
  const words = useWords().taste.course;
  const { money, number, roughMoney, roughNumber, day } = useFormats();
  const points = course.map((point, index) => ({ ...point, key: String(index) }));
  const [first, last] = [points[0], points.at(-1)];
  if (points.length < FEWEST || first === undefined || last === undefined) return null;
  const gaps = points.flatMap<PurchaseBar>(({ key, day: at, gap }) => (gap === null ? [] : [{ key, label: day(at), value: gap, hatched: false }]));
  const values = points.flatMap<PurchaseBar>(({ key, day: at, value, discounted }) => (value === null ? [] : [{ key, label: day(at), value, hatched: discounted }]));
  const someDiscounted = points.some((point) => point.discounted);
  return (
    <>
      <div className="rg-charts">
        <Picture title={words.gaps} drawn={words.drawnGaps(gaps.length, first.day, last.day)}>
          {(Bars, size) => <Bars {...size} bars={gaps} name={words.gap} tick={roughNumber} value={words.days} />}
        </Picture>
        <Picture title={words.values} drawn={words.drawnValues(values.length, first.day, last.day)}>
          {(Bars, size) => <Bars {...size} bars={values} name={words.value} tick={roughMoney} value={money} />}
        </Picture>
      </div>
      {someDiscounted ? <ul className="rg-legend"><li><span className="rg-swatch rg-swatch-hatched" aria-hidden="true" />{words.discounted}</li></ul> : null}
      <details className="rg-details">
        <summary>{words.table}</summary>
        <RecordTable
          caption={words.table}
          columns={[{ key: 'day', heading: words.day }, { key: 'gap', heading: words.gap, numeric: true }, { key: 'value', heading: words.value, numeric: true }, { key: 'discounted', heading: words.discounted }]}
          rows={[...points].reverse().map((point) => ({
            key: point.key,
            cells: { day: day(point.day), gap: point.gap === null ? '–' : number(point.gap), value: point.value === null ? words.otherCurrency : money(point.value), discounted: point.discounted ? words.yes : words.no },
          }))}
        />
      </details>
    </>
  );
}

function Picture({ title, drawn, children }: { title: string; drawn: string; children: (bars: typeof PurchaseBars, size: { width: number; height: number }) => ReactNode }) {
  return (
    <div>
      <Text as="h3" variant="headingSm">{title}</Text>
      <ChartPlace drawn={drawn} load={loadBars}>{children}</ChartPlace>
    </div>
  );
}
