import { Badge, Button, Card, InlineStack, Link as AdminLink, Text } from '@shopify/polaris';
import type { SegmentLine, SegmentNote } from '../segments/segment-view.ts';
import { Explain } from './Explain.tsx';
import { RecordTable } from './RecordTable.tsx';
import { useFormats, useWords } from './words/WordsProvider.tsx';

interface SegmentListProps {
  segments: readonly SegmentLine[];
  /** Shopify is being asked how they stand; or it could not be. */
  checking: 'asking' | 'failed' | null;
  busy: boolean;
  onUpdate: (segment: SegmentLine) => void;
  onRemove: (segment: SegmentLine) => void;
}

/** The segments as Shopify last had them, with what became of each since it was made. */
export function SegmentList({ segments, checking, busy, onUpdate, onRemove }: SegmentListProps) {
  const words = useWords().segmentsPage.list;
  const oldest = segments.reduce<string | null>((least, one) => (least === null || one.checkedAt < least ? one.checkedAt : least), null);
  return (
    <Card padding="0">
      <div className="rg-card-head">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <InlineStack gap="100" blockAlign="center"><Text as="h2" variant="headingMd">{words.title}</Text><Explain term={words.members}>{words.membersMeaning}</Explain></InlineStack>
          {oldest === null ? null : <span className="rg-small" role="status">{checking === 'failed' ? words.checkFailed : checking === 'asking' ? words.checking : words.checked(oldest)}</span>}
        </InlineStack>
      </div>
      {segments.length === 0 ? <div className="rg-card-body"><Text as="p" tone="subdued">{words.none}</Text></div> : (
        <RecordTable
          caption={words.caption}
          columns={[
            { key: 'segment', heading: words.segment },
            { key: 'looksFor', heading: words.looksFor, wide: true },
            { key: 'members', heading: words.members, numeric: true },
            { key: 'actions', heading: words.actions, wide: true },
          ]}
          rows={segments.map((segment) => ({
            key: segment.key,
            cells: {
              segment: <SegmentName segment={segment} />,
              looksFor: <code className="rg-code">{segment.query}</code>,
              members: <Members segment={segment} />,
              actions: <Actions segment={segment} busy={busy} onUpdate={onUpdate} onRemove={onRemove} />,
            },
          }))}
        />
      )}
    </Card>
  );
}

const isGone = (segment: SegmentLine): boolean => segment.notes.some((note) => note.kind === 'gone');

function SegmentName({ segment }: { segment: SegmentLine }) {
  const words = useWords().segmentsPage.list;
  return (
    <>
      {isGone(segment) ? <span dir="auto">{segment.name}</span> : (
        <AdminLink url={`shopify://admin/customers/segments/${segment.shopifyId}`} target="_top" accessibilityLabel={words.open(segment.name)} removeUnderline><span dir="auto">{segment.name}</span></AdminLink>
      )}
      {segment.ours ? null : <small>{words.theirs}</small>}
      {segment.notes.map((note) => <Note key={note.kind} note={note} />)}
    </>
  );
}

function Note({ note }: { note: SegmentNote }) {
  const words = useWords().segmentsPage.list;
  if (note.kind === 'renamed') return <small>{words.renamed(note.from)}</small>;
  if (note.kind === 'changed') return <small>{words.changed}</small>;
  return <small><Badge tone="warning">{note.kind === 'gone' ? words.gone(note.at) : words.oldTag}</Badge></small>;
}

function Members({ segment }: { segment: SegmentLine }) {
  const words = useWords().segmentsPage.list;
  const { number } = useFormats();
  if (isGone(segment)) return <span aria-hidden="true">–</span>;
  return <span className="rg-numbers">{segment.members === null ? words.counting : number(segment.members)}</span>;
}

function Actions({ segment, busy, onUpdate, onRemove }: Pick<SegmentListProps, 'busy' | 'onUpdate' | 'onRemove'> & { segment: SegmentLine }) {
  const words = useWords().segmentsPage.list;
  const deletes = segment.ours && !isGone(segment);
  return (
    <InlineStack gap="200">
      {segment.notes.some((note) => note.kind === 'old-tag') && segment.ours ? <Button size="slim" disabled={busy} onClick={() => onUpdate(segment)}>{words.update}</Button> : null}
      <Button size="slim" disabled={busy} accessibilityLabel={deletes ? words.removeLabel(segment.name) : words.forgetLabel(segment.name)} onClick={() => onRemove(segment)}>
        {deletes ? words.remove : words.forget}
      </Button>
    </InlineStack>
  );
}
