import { Badge, Button, InlineStack, Text } from '@shopify/polaris';
import type { PreviewItem, PreviewView, RecommendationsPage } from '../recommendations/recommendations-page.ts';
import { reasonLanguage, reasonWords } from '../recommendations/reason-words.ts';
import { ProductPicture } from './ProductPicture.tsx';
import { RecordTable } from './RecordTable.tsx';
import type { Rules } from './use-rules.ts';
import { useFormats, useWords } from './words/WordsProvider.tsx';

const MORE = '2';
const LESS = '0.5';

/** Products as they are shown, each with why, and what the merchant may do about it. */
export function PreviewItems({ page, preview, rules }: { page: RecommendationsPage; preview: PreviewView; rules: Rules }) {
  const words = useWords().recommendations.preview;
  const { locale, money } = useFormats();
  if (preview.items.length === 0) return null;
  const language = reasonLanguage(locale);
  return (
    <RecordTable
      caption={words.caption}
      busy={rules.busy}
      columns={[{ key: 'product', heading: words.product }, { key: 'why', heading: words.why, wide: true }, { key: 'change', heading: words.change, wide: true }]}
      rows={preview.items.map((item) => ({
        key: item.id,
        cells: {
          product: (
            <span className="rg-product-cell">
              <ProductPicture address={item.imageUrl} />
              <span><bdi>{item.title}</bdi>{item.price === null ? null : <small className="rg-numbers">{money(item.price)}</small>}</span>
            </span>
          ),
          why: (
            <>
              {reasonWords(item.reason, language, { titleOf: (id) => preview.titles[id] ?? null, daysSince: preview.daysSince })}
              {item.pinnedBy === null && item.factor === 1 ? null : <InlineStack gap="100">{item.pinnedBy === null ? null : <Badge tone="info">{words.pinned}</Badge>}{item.factor === 1 ? null : <Badge>{words.times(item.factor)}</Badge>}</InlineStack>}
            </>
          ),
          change: <ItemButtons item={item} page={page} rules={rules} />,
        },
      }))}
    />
  );
}

function ItemButtons({ item, page, rules }: { item: PreviewItem; page: RecommendationsPage; rules: Rules }) {
  const words = useWords().recommendations.preview;
  const { id, title, pinnedBy, boostedBy } = item;
  const button = (name: string, fields: Record<string, string>, done: string) => (
    <Button key={name} size="slim" disabled={rules.busy} accessibilityLabel={words.named(name, title)} onClick={() => rules.send(fields, done)}>{name}</Button>
  );
  const undo = (name: string, rule: number) => button(name, { intent: 'undo', id: String(rule) }, words.undone);
  const boost = (name: string, factor: string) => button(name, { intent: 'boost', by: 'product', value: id, factor }, words.boostDone);
  return (
    <InlineStack gap="100">
      {pinnedBy === null ? button(words.pin, { intent: 'pin', block: page.choice.block, product: id, shownWith: page.customer === null ? (page.product?.id ?? '') : '' }, words.pinDone) : undo(words.unpin, pinnedBy)}
      {boostedBy === null ? [boost(words.more, MORE), boost(words.less, LESS)] : undo(words.undoBoost, boostedBy)}
      {button(words.hide, { intent: 'exclude', product: id }, words.hideDone)}
    </InlineStack>
  );
}

/** What the list would show but for a rule, the catalogue or the customer's last orders. */
export function LeftOutList({ preview: { left }, rules }: { preview: PreviewView; rules: Rules }) {
  const words = useWords().recommendations.preview;
  if (left.length === 0) return null;
  return (
    <div className="rg-card-body rg-card-end">
      <Text as="h3" variant="headingSm">{words.left}</Text>
      <ul className="rg-plain-list">
        {left.map(({ id, title, why }) => (
          <li key={id}>
            <span><bdi>{title}</bdi>: {words.whyLeft[why.kind]}</span>
            {why.kind === 'excluded' ? <Button size="slim" variant="plain" disabled={rules.busy} accessibilityLabel={words.named(words.show, title)} onClick={() => rules.send({ intent: 'undo', id: String(why.rule) }, words.undone)}>{words.show}</Button> : null}
          </li>
        ))}
      </ul>
    </div>
  );
}
