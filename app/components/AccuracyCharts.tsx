import { BlockStack, Card } from '@shopify/polaris';
import { pooledCurve, type AccuracyView } from '../forecast/accuracy.ts';
import { NAIVE_NAMES } from '../forecast/back-test-metrics.ts';
import type { AccuracyLines, AccuracyLine } from './AccuracyLines.tsx';
import { ChartPlace } from './ChartPlace.tsx';
import { Explain } from './Explain.tsx';
import { RecordTable } from './RecordTable.tsx';
import { useFormats, useWords } from './words/WordsProvider.tsx';

const loadLines = () => import('./AccuracyLines.tsx').then((module) => module.AccuracyLines);

const LOOKS = { model: 'solid', recency: 'dashed', rfm: 'dotted', 'last-window': 'faint' } as const;

/** Whether chances held, and how well who buys was told at each day of the past: two pictures, each with its table. */
export function AccuracyCharts({ accuracy }: { accuracy: AccuracyView }) {
  return (
    <div className="rg-chart-cards">
      <Calibration accuracy={accuracy} />
      <CutOffs accuracy={accuracy} />
    </div>
  );
}

function Calibration({ accuracy }: { accuracy: AccuracyView }) {
  const words = useWords().accuracy.calibration;
  const { percent, number } = useFormats();
  const bins = pooledCurve(accuracy.curves);
  const [lowest, highest] = [bins[0], bins.at(-1)];
  if (lowest === undefined || highest === undefined) return null;
  const top = Math.min(1, Math.ceil(10 * Math.max(...bins.flatMap((bin) => [bin.expected, bin.happened]))) / 10);
  const series: AccuracyLine[] = [
    { key: 'happened', name: words.happened, look: 'solid', points: bins.map((bin) => ({ x: bin.expected, y: bin.happened })) },
    { key: 'same', name: words.same, look: 'dashed', points: [{ x: 0, y: 0 }, { x: top, y: top }] },
  ];
  return (
    <Card>
      <BlockStack gap="300">
        <Head title={words.title} what={words.what} />
        <Legend lines={series} />
        <ChartPlace drawn={words.drawn(lowest, highest)} load={loadLines}>
          {(Lines: typeof AccuracyLines, size) => <Lines {...size} lines={series} x={{ domain: [0, top], tick: percent, name: words.expected }} y={{ domain: [0, top], tick: percent }} />}
        </ChartPlace>
        <details className="rg-details">
          <summary>{words.table}</summary>
          <RecordTable
            caption={words.title}
            columns={[{ key: 'group', heading: words.group }, { key: 'customers', heading: words.customers, numeric: true }, { key: 'expected', heading: words.expected, numeric: true }, { key: 'happened', heading: words.happened, numeric: true }]}
            rows={bins.map((bin, index) => ({ key: String(index), cells: { group: words.nth(index + 1), customers: number(bin.customers), expected: percent(bin.expected), happened: percent(bin.happened) } }))}
          />
        </details>
      </BlockStack>
    </Card>
  );
}

function CutOffs({ accuracy }: { accuracy: AccuracyView }) {
  const all = useWords().accuracy;
  const words = all.cutOffs;
  const { percent, day } = useFormats();
  const rows = accuracy.rows.filter((row) => row.metric === 'auc' && Number.isFinite(row.model));
  const [first, last] = [rows[0], rows.at(-1)];
  if (first === undefined || last === undefined) return null;
  const series: AccuracyLine[] = [
    { key: 'model', name: all.model, look: LOOKS.model, points: rows.map((row) => ({ x: row.cutOff, y: row.model })) },
    ...NAIVE_NAMES.map((name): AccuracyLine => ({ key: name, name: all.naive[name], look: LOOKS[name], points: rows.flatMap((row) => (row.naives[name] === undefined ? [] : [{ x: row.cutOff, y: row.naives[name] }])) })),
  ];
  const values = series.flatMap((line) => line.points.map((point) => point.y));
  // In steps of five points.
  const [low, high] = [Math.floor(Math.min(...values) * 20), Math.ceil(Math.max(...values) * 20)];
  const steps = Array.from({ length: high - low + 1 }, (_, step) => (low + step) / 20);
  return (
    <Card>
      <BlockStack gap="300">
        <Head title={words.title} what={all.metric.auc.how} />
        <Legend lines={series} />
        <ChartPlace drawn={words.drawn(first.cutOff, last.cutOff, first.model, last.model)} load={loadLines}>
          {(Lines: typeof AccuracyLines, size) => <Lines {...size} lines={series} x={{ domain: [first.cutOff, last.cutOff], ticks: rows.map((row) => row.cutOff), tick: day, name: words.cutOff }} y={{ domain: [low / 20, high / 20], ticks: steps, tick: percent }} />}
        </ChartPlace>
        <details className="rg-details">
          <summary>{words.table}</summary>
          <RecordTable
            caption={words.title}
            columns={[{ key: 'cutOff', heading: words.cutOff }, ...series.map((line) => ({ key: line.key, heading: line.name, numeric: true }))]}
            rows={rows.map((row) => ({
              key: String(row.cutOff),
              cells: { cutOff: day(row.cutOff), model: percent(row.model), ...Object.fromEntries(NAIVE_NAMES.map((name) => [name, row.naives[name] === undefined ? null : percent(row.naives[name])])) },
            }))}
          />
        </details>
      </BlockStack>
    </Card>
  );
}

function Head({ title, what }: { title: string; what: string }) {
  return <h2 className="rg-chart-title">{title}<Explain term={title}>{what}</Explain></h2>;
}

function Legend({ lines }: { lines: readonly AccuracyLine[] }) {
  return <ul className="rg-legend">{lines.map((line) => <li key={line.key}><span className={`rg-stroke rg-stroke-${line.look}`} aria-hidden="true" />{line.name}</li>)}</ul>;
}
