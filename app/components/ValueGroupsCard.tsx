import { BlockStack, Card, Text } from '@shopify/polaris';
import { useState } from 'react';
import { EARLIER, GROUPINGS, type Grouping } from '../insights/insight-choices.ts';
import type { ValueGroup } from '../insights/insight-figures.ts';
import type { InsightsView } from '../insights/insights-view.ts';
import type { Tier } from '../profiles/tier.ts';
import { ChoiceButtons } from './ChoiceButtons.tsx';
import { Explain } from './Explain.tsx';
import { NO_VALUE } from './format.ts';
import { RecordTable } from './RecordTable.tsx';
import { TierBadge } from './TierBadge.tsx';
import { useFormats, useWords } from './words/WordsProvider.tsx';

/** What buyers are worth by one of several things that they have in common; each table adds up to all buyers. */
export function ValueGroupsCard({ figures, products }: { figures: NonNullable<InsightsView['figures']>; products: InsightsView['products'] }) {
  const words = useWords().insights;
  const { number, percent, money } = useFormats();
  const [grouping, setGrouping] = useState<Grouping>('tier');
  const { historic, expected } = figures;
  const cellsOf = ({ buyers, total, medianDoubled, expected: sum, forecast }: Omit<ValueGroup, 'key' | 'rest'>) => ({
    buyers: number(buyers),
    mean: buyers === 0 ? NO_VALUE : money(Math.round(total / buyers)),
    median: money(Math.round(medianDoubled / 2)),
    total: money(total, { whole: true }),
    share: historic.total === 0 ? NO_VALUE : percent(total / historic.total),
    expected: forecast === 0 ? NO_VALUE : money(Math.round(sum / forecast)),
  });
  const columns = (['buyers', 'mean', 'median', 'total', 'share', ...(expected === null ? [] : ['expected' as const])] as const);
  const groups = figures.groups[grouping];
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="050">
          <Text as="h2" variant="headingMd">{words.groups.title}<Explain term={words.groups.title}>{words.groups.figures}</Explain></Text>
          <Text as="p" tone="subdued" variant="bodySm">{words.groups.what}</Text>
        </BlockStack>
        <ChoiceButtons label={words.groups.choose} choices={GROUPINGS.map((choice) => ({ choice, name: words.groups.by[choice] }))} chosen={grouping} onChoose={setGrouping} />
        <Text as="p" variant="bodySm">{words.groups.how[grouping]}</Text>
        <RecordTable
          caption={words.groups.caption(words.groups.by[grouping])}
          columns={[{ key: 'group', heading: words.groups.by[grouping] }, ...columns.map((key) => ({ key, heading: words.groups.columns[key], numeric: true }))]}
          rows={[
            ...groups.map((group) => ({ key: `${group.key} ${group.rest}`, cells: { group: <GroupName grouping={grouping} group={group} products={products} />, ...cellsOf(group) } })),
            {
              key: 'all',
              cells: {
                group: <strong>{words.groups.all}</strong>,
                ...cellsOf({ buyers: historic.customers, total: historic.total, medianDoubled: historic.medianDoubled ?? 0, expected: expected?.total ?? 0, forecast: expected?.customers ?? 0 }),
              },
            },
          ]}
        />
      </BlockStack>
    </Card>
  );
}

function GroupName({ grouping, group: { key, rest }, products }: { grouping: Grouping; group: ValueGroup; products: InsightsView['products'] }) {
  const words = useWords().insights;
  if (rest > 0) return <>{words.groups.rest(rest)}</>;
  if (key === null) return <>{words.groups.unknown[grouping]}</>;
  if (key === EARLIER) return <>{words.groups.earlier}</>;
  if (grouping === 'tier') return <TierBadge tier={key as Tier} />;
  if (grouping === 'product') return <>{products[key] ?? words.groups.goneProduct(key)}</>;
  return <>{grouping === 'cohort' ? words.monthOf(Number(key)) : key}</>;
}
