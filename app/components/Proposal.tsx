import { BlockStack, Button, Card, Checkbox, InlineStack, Text } from '@shopify/polaris';
import { Link } from '@remix-run/react';
import type { TagDiff, TagSummary } from '../tags/diff-view.ts';
import type { TagRule } from '../tags/tag-rule.ts';
import { DailyChoice, dailySize, type Daily } from './DailyChoice.tsx';
import { Explain } from './Explain.tsx';
import { PersonName } from './PersonName.tsx';
import { RecordTable } from './RecordTable.tsx';
import { useWords } from './words/WordsProvider.tsx';

/** What of a proposal is to be approved, and how fast. */
export interface ApprovalPart {
  /** Tags that are left out. */
  without: ReadonlySet<TagRule>;
  daily: Daily;
}

/** The changes that are chosen. */
export function chosenOf(diff: TagDiff, without: ReadonlySet<TagRule>): { rules: TagRule[]; adds: number; removes: number } {
  const tags = diff.tags.filter((tag) => tag.adds + tag.removes > 0 && !without.has(tag.rule));
  return { rules: tags.map((tag) => tag.rule), adds: tags.reduce((sum, tag) => sum + tag.adds, 0), removes: tags.reduce((sum, tag) => sum + tag.removes, 0) };
}

/** The open proposal by tag: how many customers gain and lose each, some of them by name, which of them to approve, how fast, and what is left alone. */
export function Proposal({ diff, part, onPart, onApprove, busy }: { diff: TagDiff; part: ApprovalPart; onPart: (part: ApprovalPart) => void; onApprove: () => void; busy: boolean }) {
  const { tagsPage, tagWriting } = useWords();
  const words = tagsPage.proposal;
  const { proposal } = diff;
  if (proposal === null) return null;
  const chosen = chosenOf(diff, part.without);
  const changes = chosen.adds + chosen.removes;
  const all = proposal.adds + proposal.removes;
  return (
    <Card padding="0">
      <div className="rg-card-head">
        <InlineStack align="space-between" blockAlign="start" gap="400">
          <div className="rg-fill"><BlockStack gap="100">
            <Text as="h2" variant="headingMd">{words.title}</Text>
            <Text as="p">{words.summary(proposal.adds, proposal.removes, proposal.customers)}</Text>
            <Text as="p" tone="subdued">{diff.firstApprovalAt === null ? words.nothingWritten : words.nextTime} {words.asOf(proposal.createdAt)}.</Text>
            {changes === all ? null : <p role="status">{changes === 0 ? tagWriting.part.none : tagWriting.part.chosen(changes, all)}</p>}
          </BlockStack></div>
          <Button variant="primary" onClick={onApprove} loading={busy} disabled={changes === 0 || dailySize(part.daily) === undefined}>{words.approve}</Button>
        </InlineStack>
      </div>
      <TagTable tags={diff.tags.filter((tag) => tag.adds + tag.removes > 0)} without={part.without} onWithout={(without) => onPart({ ...part, without })} />
      {chosen.adds === 0 ? null : (
        <div className="rg-card-body">
          <BlockStack gap="200">
            <DailyChoice daily={part.daily} adds={chosen.adds} onChange={(daily) => onPart({ ...part, daily })} />
            <Text as="p" tone="subdued">{tagWriting.daily.flow}</Text>
          </BlockStack>
        </div>
      )}
      <div className="rg-card-body"><TagsLeftAlone tags={diff.tags} /></div>
    </Card>
  );
}

function TagTable({ tags, without, onWithout }: { tags: readonly TagSummary[]; without: ReadonlySet<TagRule>; onWithout: (without: ReadonlySet<TagRule>) => void }) {
  const words = useWords();
  const page = words.tagsPage;
  return (
    <RecordTable
      caption={page.proposal.title}
      columns={[
        { key: 'tag', heading: page.proposal.tag },
        { key: 'adds', heading: page.proposal.additions, numeric: true },
        { key: 'removes', heading: page.proposal.removals, numeric: true },
        { key: 'sample', heading: page.proposal.sample, wide: true },
      ]}
      rows={tags.map((tag) => ({
        key: tag.rule,
        cells: {
          tag: (
            <span className="rg-pick">
              {tags.length < 2 ? null : (
                <Checkbox
                  label={words.tagWriting.part.include(tag.name)} labelHidden checked={!without.has(tag.rule)}
                  onChange={(checked) => onWithout(new Set(checked ? [...without].filter((rule) => rule !== tag.rule) : [...without, tag.rule]))}
                />
              )}
              <Link to={`/app/tags?tag=${tag.rule}#changes`} aria-label={page.proposal.show(tag.name)}>{tag.name}</Link>
              <Explain term={tag.name}>{page.ruleMeaning[tag.rule]}</Explain>
            </span>
          ),
          adds: <Count value={tag.adds} />,
          removes: <Count value={tag.removes} />,
          sample: (
            <span className="rg-sample">
              {tag.sample.map((customer) => <span key={customer.customerId}><PersonName id={String(customer.customerId)} name={customer.customerName} linked brief /></span>)}
              {tag.adds + tag.removes > tag.sample.length ? <span>{page.proposal.more(tag.adds + tag.removes - tag.sample.length)}</span> : null}
            </span>
          ),
        },
      }))}
    />
  );
}

function Count({ value }: { value: number }) {
  const words = useWords();
  return <>{value === 0 ? '–' : words.number(value)}</>;
}

/** What is left alone, and why: tags that stood before, that wait, or that were taken off. */
export function TagsLeftAlone({ tags }: { tags: readonly TagSummary[] }) {
  const words = useWords().tagsPage.proposal;
  const notes = tags.filter((tag) => tag.on).flatMap((tag) => [
    ...(tag.merchants > 0 ? [{ key: `${tag.rule}-merchants`, name: tag.name, text: words.collision(tag.merchants, tag.name) }] : []),
    ...(tag.leaving > 0 ? [{ key: `${tag.rule}-leaving`, name: tag.name, text: words.waiting(tag.leaving) }] : []),
    ...(tag.heldOff > 0 ? [{ key: `${tag.rule}-held`, name: tag.name, text: words.heldOff(tag.heldOff) }] : []),
  ]);
  if (notes.length === 0) return null;
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">{words.leftAlone}</Text>
      <ul className="rg-notes">
        {notes.map((note) => <li key={note.key}><strong>{note.name}</strong>: {note.text}</li>)}
      </ul>
    </BlockStack>
  );
}
