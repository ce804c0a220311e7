import { BlockStack, Card, Text } from '@shopify/polaris';
import type { AccuracyView } from '../forecast/accuracy.ts';
import { METRICS, NAIVE_NAMES, type BackTestMetric, type NaiveName } from '../forecast/back-test-metrics.ts';
import type { Formats } from './format.ts';
import { RecordTable } from './RecordTable.tsx';
import { useFormats, useWords } from './words/WordsProvider.tsx';

/** All figures: their means over the days of the past, then each day's; and how each is computed. */
export function AccuracyTables({ accuracy }: { accuracy: AccuracyView }) {
  const { accuracy: words, how } = useWords();
  const formats = useFormats();
  const { rows, means, curves, leftOut, horizon } = accuracy;
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="050">
          <Text as="h2" variant="headingMd">{words.all}</Text>
          <Text as="p" tone="subdued" variant="bodySm">{words.allWhat(curves.length)}</Text>
        </BlockStack>
        <Figures caption={words.all} figures={means} verdict />
        {curves.map(({ cutOff, bins }) => {
          const customers = bins.reduce((sum, bin) => sum + bin.customers, 0);
          const bought = Math.round(bins.reduce((sum, bin) => sum + bin.customers * bin.happened, 0));
          return (
            <details key={cutOff} className="rg-details">
              <summary>{words.at(cutOff, customers, bought)}</summary>
              <Figures caption={formats.day(cutOff)} figures={rows.filter((row) => row.cutOff === cutOff)} />
            </details>
          );
        })}
        {leftOut.map(({ cutOff, reason }) => <Text key={cutOff} as="p" tone="subdued" variant="bodySm">{words.leftOut[reason](cutOff)}</Text>)}
        <details className="rg-details">
          <summary>{how}</summary>
          <BlockStack gap="300">
            <p>{words.how(horizon ?? 90)}</p>
            <p>{words.naiveHow(horizon ?? 90)}</p>
            <dl className="rg-pairs">
              {METRICS.map((metric) => [<dt key={`${metric} name`}>{words.metric[metric].name}</dt>, <dd key={metric}>{words.metric[metric].how}</dd>])}
            </dl>
          </BlockStack>
        </details>
      </BlockStack>
    </Card>
  );
}

interface Figure {
  metric: BackTestMetric;
  model: number;
  naives: Partial<Record<NaiveName, number>>;
  better?: boolean | null;
}

function Figures({ caption, figures, verdict = false }: { caption: string; figures: readonly Figure[]; verdict?: boolean }) {
  const words = useWords().accuracy;
  const formats = useFormats();
  const written = (metric: BackTestMetric, value: number | undefined): string | null => (value === undefined || !Number.isFinite(value) ? null : figureText(formats, metric, value));
  return (
    <RecordTable
      caption={caption}
      columns={[
        { key: 'metric', heading: words.measure }, { key: 'model', heading: words.model, numeric: true }, ...NAIVE_NAMES.map((name) => ({ key: name, heading: words.naive[name], numeric: true })),
        ...(verdict ? [{ key: 'better', heading: words.better, nowrap: true }] : []),
      ]}
      rows={figures.map(({ metric, model, naives, better }) => ({
        key: metric,
        cells: {
          metric: words.metric[metric].name, model: <strong>{written(metric, model)}</strong>, ...Object.fromEntries(NAIVE_NAMES.map((name) => [name, written(metric, naives[name])])),
          better: better === null || better === undefined ? null : better ? words.yes : words.no,
        },
      }))}
    />
  );
}

/** A figure as it is read: shares in percent, money in the shop's currency, errors as numbers. */
function figureText({ percent, money, number }: Formats, metric: BackTestMetric, value: number): string {
  if (metric === 'revenue-mae') return money(Math.round(value));
  return metric === 'brier' || metric === 'purchases-mae' || metric === 'purchases-rmse' ? number(value) : percent(value);
}
