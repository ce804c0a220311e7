import { Card, Text } from '@shopify/polaris';
import { TIERS_OF_TAG } from '../segments/segment-catalogue.ts';
import type { SegmentsView } from '../segments/segment-view.ts';
import { Explain } from './Explain.tsx';
import { RecordTable } from './RecordTable.tsx';
import { TierBadge } from './TierBadge.tsx';
import { useFormats, useWords } from './words/WordsProvider.tsx';

/** Which tiers a tag stands for at Shopify, and which none does. */
export function SegmentTiers({ tiers }: { tiers: SegmentsView['tiers'] }) {
  const all = useWords();
  const words = all.segmentsPage.tiers;
  const { number } = useFormats();
  return (
    <Card padding="0">
      <div className="rg-card-head"><Text as="h2" variant="headingMd">{words.title}</Text></div>
      <div className="rg-card-body"><Text as="p">{words.what}</Text></div>
      <RecordTable
        caption={words.caption}
        columns={[
          { key: 'tier', heading: words.tier },
          { key: 'tag', heading: words.tag },
          { key: 'customers', heading: words.customers, numeric: true },
        ]}
        rows={tiers.map(({ tier, customers, rule, tag }) => {
          const others = rule === null ? [] : (TIERS_OF_TAG[rule] ?? []).filter((one) => one !== tier).map((one) => all.tierName[one]);
          return {
            key: tier,
            cells: {
              tier: <TierBadge tier={tier} />,
              customers: number(customers),
              tag: tag === null ? <span>{words.none}<Explain term={all.tierName[tier]}>{words.noneMeaning}</Explain></span> : others.length > 0 ? words.shared(tag, others) : words.alone(tag),
            },
          };
        })}
      />
    </Card>
  );
}
