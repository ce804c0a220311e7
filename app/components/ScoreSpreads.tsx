import { BlockStack, Card, Text } from '@shopify/polaris';
import type { TierReason } from '../profiles/reasons.ts';
import type { ScoreDistributions } from '../profiles/score-distribution.ts';
import { frequencySpread, monetarySpread, recencySpread, scoreZones, type ScoreSpread } from './score-spread.ts';
import { useFormats, useWords } from './words/WordsProvider.tsx';

/** Where each score stands in the shop: a small picture, the same in words, and the numbers in a table. */
export function ScoreSpreads({ distributions, reason }: { distributions: ScoreDistributions | null; reason: TierReason }) {
  const words = useWords();
  const page = words.timeline.spread;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">{page.title}</Text>
        <Text as="p" tone="subdued">{distributions === null ? page.notYet : page.what}</Text>
        {distributions === null ? null : (
          <div className="rg-spreads">
            <Spread name={words.recency} score={reason.r} spread={recencySpread(distributions, reason)} place={page.recency} column={page.recencyColumn} rows={recencyRows} reason={reason} />
            <Spread name={words.frequency} score={reason.f} spread={frequencySpread(distributions, reason)} place={page.frequency} column={page.frequencyColumn} rows={frequencyRows} reason={reason} />
            <Spread name={words.monetary} score={reason.m} spread={monetarySpread(distributions, reason)} place={page.monetary} column={page.monetaryColumn} rows={monetaryRows} reason={reason} />
          </div>
        )}
      </BlockStack>
    </Card>
  );
}

interface SpreadRow {
  label: string;
  buyers: number;
  here: boolean;
}

type SpreadWords = ReturnType<typeof useWords>['timeline']['spread'];

interface SpreadProps {
  name: string;
  score: number;
  spread: ScoreSpread;
  place: (below: number, same: number, buyers: number) => string;
  column: string;
  rows: (spread: ScoreSpread, words: SpreadWords, reason: TierReason) => SpreadRow[];
  reason: TierReason;
}

function Spread({ name, score, spread, place, column, rows, reason }: SpreadProps) {
  const words = useWords();
  const { number } = useFormats();
  const page = words.timeline.spread;
  const sentence = place(spread.below, spread.same, spread.buyers);
  return (
    <div className="rg-spread">
      <h3>{name}</h3>
      <p className="rg-value">{words.customerPage.score(score)}</p>
      <Picture spread={spread} label={page.picture(name, score, sentence)} score={score} />
      <p>{sentence}</p>
      <details className="rg-details">
        <summary>{page.table(name)}</summary>
        <table className="rg-counts">
          <thead><tr><th scope="col">{column}</th><th scope="col" className="rg-number">{page.buyers}</th></tr></thead>
          <tbody>
            {rows(spread, page, reason).map((row) => (
              <tr key={row.label} data-here={row.here || undefined}>
                <th scope="row">{row.label}{row.here ? <small className="rg-small">{page.here}</small> : null}</th>
                <td className="rg-number">{number(row.buyers)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </div>
  );
}

/** A stretch too narrow for a digit goes without one. */
const NARROWEST_ZONE = 0.045;

/** Bars with the points where the score rises. What is written stands outside of the drawing, which is stretched to its place. */
function Picture({ spread, label, score }: { spread: ScoreSpread; label: string; score: number }) {
  const { number } = useFormats();
  const most = Math.max(1, ...spread.bars.map((bar) => bar.buyers));
  const step = 100 / spread.bars.length;
  return (
    <div className="rg-picture" role="img" aria-label={label}>
      <span className="rg-marker" style={{ insetInlineStart: share(spread.here) }} />
      <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true" focusable="false">
        {spread.bars.map((bar, index) => {
          // Somebody is seen, however few they are.
          const height = bar.buyers === 0 ? 0 : Math.max(2.5, (bar.buyers / most) * 100);
          return <rect key={index} x={(index + 0.06) * step} width={0.88 * step} y={100 - height} height={height} className={index === spread.bar ? 'rg-own' : undefined} />;
        })}
        {spread.cuts.map((cut) => <line key={cut.score} x1={100 * cut.at} x2={100 * cut.at} y1="0" y2="100" vectorEffect="non-scaling-stroke" />)}
      </svg>
      <div className="rg-zones" aria-hidden="true">
        {scoreZones(spread.cuts).map((zone) => (zone.to - zone.from < NARROWEST_ZONE ? null : (
          <span key={zone.score} data-own={zone.score === score || undefined} style={{ insetInlineStart: share((zone.from + zone.to) / 2) }}>{number(zone.score)}</span>
        )))}
      </div>
    </div>
  );
}

const share = (part: number): string => `${100 * part}%`;

/** R: a row for each score, with the days that give it by the customer's own limits. */
function recencyRows(spread: ScoreSpread, words: SpreadWords, reason: TierReason): SpreadRow[] {
  let from = 0;
  return [5, 4, 3, 2, 1].flatMap((score): SpreadRow[] => {
    const limit = score === 1 ? null : reason.recencyLimits[5 - score] ?? null;
    if (score > 1 && limit === null) return [];
    const buyers = spread.bars.slice(4 * (score - 1), 4 * score).reduce((sum, bar) => sum + bar.buyers, 0);
    const label = limit === null ? words.daysFrom(from) : limit < from ? null : words.daysUpTo(from, limit);
    if (limit !== null) from = Math.max(from, limit + 1);
    return label === null ? [] : [{ label: `${score}: ${label}`, buyers, here: score === reason.r }];
  });
}

function frequencyRows(spread: ScoreSpread, words: SpreadWords): SpreadRow[] {
  return spread.bars.map((bar, index) => ({ label: bar.to === null ? words.purchasesFrom(bar.from ?? 0) : words.purchases(bar.from ?? 0), buyers: bar.buyers, here: index === spread.bar })).reverse();
}

function monetaryRows(spread: ScoreSpread, words: SpreadWords): SpreadRow[] {
  return spread.bars.map((bar, index) => ({ label: bar.from === null ? words.noSpend : words.spend(bar.from, (bar.to ?? bar.from) - 1), buyers: bar.buyers, here: index === spread.bar })).reverse();
}
