import { Badge, BlockStack, Card, InlineStack, Text } from '@shopify/polaris';
import type { AccuracyView } from '../forecast/accuracy.ts';
import { JUDGED, type BackTestMetric } from '../forecast/back-test-metrics.ts';
import type { ForecastProgress } from '../forecast/forecast-floor.ts';
import type { MeanMetric } from '../forecast/mean-metrics.ts';
import { Explain } from './Explain.tsx';
import { useFormats, useWords } from './words/WordsProvider.tsx';

/** Whether the forecast is shown, and how well it held, in sentences; or why there is nothing to say yet, and how far it is. */
export function AccuracyVerdict({ accuracy }: { accuracy: AccuracyView }) {
  const { accuracy: words, forecast } = useWords();
  const { state, progress, means } = accuracy;
  const tested = state === 'shown' || state === 'loses';
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <InlineStack gap="100" blockAlign="center">
            <Text as="h2" variant="headingMd">{words.title}</Text>
            <Explain term={words.title}>{words.how(accuracy.horizon ?? 90)}</Explain>
          </InlineStack>
          {state === 'shown' ? <Badge tone="success">{words.shown}</Badge> : state === 'not-yet' ? null : <Badge tone="attention">{words.notShown}</Badge>}
        </InlineStack>
        {tested ? <Sentences accuracy={accuracy} /> : <p>{forecast.reason[state]}</p>}
        {state === 'below-floor' && progress !== null ? <Floor progress={progress} /> : null}
        {accuracy.fittedAt === null ? null : <Text as="p" tone="subdued" variant="bodySm">{words.fitted(accuracy.fittedAt)} {tested && means.length > 0 ? words.looked(accuracy.curves.length) : null}</Text>}
      </BlockStack>
    </Card>
  );
}

function Sentences({ accuracy }: { accuracy: AccuracyView }) {
  const words = useWords().accuracy;
  const { means, state, horizon } = accuracy;
  const of = (metric: BackTestMetric): MeanMetric | undefined => means.find((one) => one.metric === metric);
  const [likeliest, pairs, spend, revenue] = [of('top-tenth-bought'), of('auc'), of('top-tenth'), of('revenue-bias')];
  const lost = means.filter((one) => one.better === false);
  const names = (some: readonly MeanMetric[]): string[] => some.map((one) => words.metric[one.metric].name);
  return (
    <BlockStack gap="200">
      <p>{state === 'shown' ? words.isShown : words.isLost(names(lost.filter((one) => JUDGED.includes(one.metric))))}</p>
      <ul className="rg-sentences">
        {likeliest === undefined ? null : <li>{words.likeliest(likeliest)}</li>}
        {pairs === undefined ? null : <li>{words.pairs(pairs)}</li>}
        {spend === undefined ? null : <li>{words.spend(spend, horizon ?? 90)}</li>}
        {revenue === undefined ? null : <li>{words.revenue(revenue)}</li>}
      </ul>
      {state === 'shown' && lost.length > 0 ? <p>{words.alsoLost(names(lost))}</p> : null}
    </BlockStack>
  );
}

/** How far the shop is towards the floor, below which no model says anything. */
function Floor({ progress }: { progress: ForecastProgress }) {
  const words = useWords().accuracy;
  const { number } = useFormats();
  const rows = [[words.buyers, progress.buyers, progress.buyersNeeded], [words.days, progress.days, progress.daysNeeded]] as const;
  return (
    <ul className="rg-progress">
      {rows.map(([name, have, needed]) => (
        <li key={name}>
          <span>{name}</span>
          <span className="rg-bar-cell"><progress className="rg-meter" max={needed} value={Math.min(have, needed)} aria-label={name} /></span>
          <span className="rg-count">{words.of(number(have), number(needed))}</span>
        </li>
      ))}
    </ul>
  );
}
