import { Link } from '@remix-run/react';
import { BlockStack, Card, Text } from '@shopify/polaris';
import type { CustomerTag } from '../tags/customer-tag.ts';
import { useFormats, useWords } from './words/WordsProvider.tsx';

/** A customer's tags by whose they are, each of ours with why; what is to come and to go, and what is kept off. */
export function CustomerTagsCard({ tags }: { tags: readonly CustomerTag[] }) {
  const words = useWords();
  const page = words.customerPage.tags;
  const ours = tags.filter((tag) => tag.owner === 'ours');
  const merchants = tags.filter((tag) => tag.owner === 'merchants');
  const toCome = tags.filter((tag) => tag.owner === 'absent' && tag.outlook === 'to-add');
  const writing = tags.filter((tag) => tag.owner === 'absent' && tag.outlook === 'writing');
  const off = tags.filter((tag) => tag.owner === 'absent' && tag.outlook === 'off');
  const changing = tags.some((tag) => tag.outlook === 'to-add' || tag.outlook === 'to-remove');
  const heldOff = tags.filter((tag) => tag.owner === 'absent' && tag.outlook === 'held-off');
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">{page.title}</Text>
        {tags.length === 0 ? <Text as="p" tone="subdued">{page.none}</Text> : null}
        <Group title={page.ours} what={page.oursWhat} tags={ours} mark="ours" />
        <Group title={page.wanted} what={page.wantedWhat} tags={toCome} mark="added" />
        <Group title={page.writing} tags={writing} mark="added" />
        {changing ? <Link to="/app/tags" className="rg-link">{page.review}</Link> : null}
        <Group title={page.heldOff} tags={heldOff} mark="ours" />
        <Group title={page.merchants} what={page.merchantsWhat} tags={merchants} />
        <Group title={page.off} what={page.offWhat} tags={off} mark="ours" />
      </BlockStack>
    </Card>
  );
}

function Group({ title, what, tags, mark }: { title: string; what?: string; tags: readonly CustomerTag[]; mark?: 'ours' | 'added' }) {
  if (tags.length === 0) return null;
  return (
    <BlockStack gap="150">
      <Text as="h3" variant="headingSm">{title}</Text>
      {what === undefined ? null : <Text as="p" tone="subdued" variant="bodySm">{what}</Text>}
      <ul className="rg-tag-reasons">
        {tags.map((tag) => (
          <li key={tag.name}>
            <span className={`rg-tag ${mark === undefined ? '' : `rg-tag-${mark}`}`} dir="auto" title={tag.name}>{tag.name}</span>
            <TagReasonText tag={tag} />
          </li>
        ))}
      </ul>
    </BlockStack>
  );
}

function TagReasonText({ tag }: { tag: CustomerTag }) {
  const words = useWords();
  const { day } = useFormats();
  const page = words.customerPage.tags;
  const parts = [
    tag.reason === null ? null : words.reasons.tag(tag.reason),
    tag.owner === 'merchants' && tag.reason !== null ? page.fitsToo : null,
    tag.outlook === 'to-remove' ? (tag.removedFor === 'renamed' ? page.removalRenamed : page.removalNow) : tag.outlook === 'leaving' && tag.removalDay !== null ? page.removal(day(tag.removalDay)) : null,
    tag.heldOffBy === null ? null : words.tagsPage.why[tag.heldOffBy],
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : <span className="rg-small">{parts.join(' ')}</span>;
}
