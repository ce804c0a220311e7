import { Link } from '@remix-run/react';
import { Card, Text } from '@shopify/polaris';
import type { EarnedCounts } from '../recommendations/earned.ts';
import { PERIODS, type ResultsPage } from '../recommendations/recommendations-page.ts';
import { Figure } from './Figure.tsx';
import { RecordTable, type RecordColumn } from './RecordTable.tsx';
import { useFormats, useWords } from './words/WordsProvider.tsx';

/** What lists earned in the last days: in all, by block and place, by day. */
export function EarnedCard({ page: { days, earned } }: { page: ResultsPage }) {
  const all = useWords().recommendations;
  const words = all.earned;
  const { number, money, day } = useFormats();
  const { total } = earned;
  const nothing = earned.blocks.length === 0;
  const columns = (first: string): RecordColumn[] => [
    { key: 'first', heading: first },
    ...([['shown', words.shown], ['seen', words.seenShort], ['clicked', words.clicked], ['added', words.added], ['orders', words.orders], ['earned', words.earned], ['seenValue', words.seen]] as const).map(([key, heading]) => ({ key, heading, numeric: true })),
  ];
  const cells = (first: string, counts: EarnedCounts) => ({
    first, shown: number(counts.impressions), seen: number(counts.views), clicked: number(counts.clicks), added: number(counts.adds), orders: number(counts.clicked.orders), earned: money(counts.clicked.value), seenValue: money(counts.seen.value),
  });
  return (
    <Card padding="0">
      <div className="rg-card-head">
        <Text as="h2" variant="headingMd">{words.title}</Text>
        <nav aria-label={words.period}>
          <ul className="rg-choices">
            {PERIODS.map((one) => <li key={one}><Link to={`/app/recommendations/results?days=${one}`} preventScrollReset replace aria-current={one === days ? 'true' : undefined}>{words.periods[one]}</Link></li>)}
          </ul>
        </nav>
      </div>
      {nothing ? <div className="rg-card-body"><Text as="p" tone="subdued">{words.none}</Text></div> : (
        <>
          <div className="rg-card-body">
            <dl className="rg-figures">
              <Figure name={words.value} how={words.valueHow} value={money(total.clicked.value)} note={words.valueOf(total.clicked.orders, total.clicked.lines)} />
              <Figure name={words.clicks} how={words.clicksHow} value={number(total.clicks + total.adds)} note={words.clicksOf(total.views)} />
              <Figure name={words.views} how={words.viewsHow} value={number(total.impressions)} note={words.viewsOf} />
              <Figure name={words.seen} how={words.seenHow} value={money(total.seen.value)} note={words.seenOf(total.seen.orders)} />
            </dl>
          </div>
          <RecordTable caption={words.caption} columns={columns(words.where)} rows={earned.blocks.map((one) => ({ key: `${one.block} ${one.placement}`, cells: cells(words.at(all.block[one.block], all.placement[one.placement]), one) }))} />
          <details className="rg-details rg-card-body">
            <summary>{words.days}</summary>
            <RecordTable caption={words.daysCaption} columns={columns(words.day)} rows={[...earned.days].reverse().map((one) => ({ key: one.day, cells: cells(day(one.day), one) }))} />
          </details>
        </>
      )}
    </Card>
  );
}
