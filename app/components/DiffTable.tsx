import { useNavigate } from '@remix-run/react';
import { Card, InlineStack, Select, Text } from '@shopify/polaris';
import type { DiffPage, DiffRow, TagSummary } from '../tags/diff-view.ts';
import type { TagRule } from '../tags/tag-rule.ts';
import { Pager } from './Pager.tsx';
import { PersonName } from './PersonName.tsx';
import { RecordTable } from './RecordTable.tsx';
import { TagList } from './TagList.tsx';
import { useWords } from './words/WordsProvider.tsx';

interface DiffTableProps {
  page: DiffPage;
  tags: readonly TagSummary[];
  /** Only customers with a change of this tag. */
  rule: TagRule | null;
  busy: boolean;
}

/** Every change of the proposal: who, tags before, tags after, why. */
export function DiffTable({ page, tags, rule, busy }: DiffTableProps) {
  const words = useWords().tagsPage;
  const navigate = useNavigate();
  const address = (parameters: Record<string, string | number | null>) => {
    const query = new URLSearchParams(Object.entries({ tag: rule, ...parameters }).flatMap(([name, value]) => (value === null ? [] : [[name, String(value)]])));
    return `/app/tags${query.size === 0 ? '' : `?${query.toString()}`}#changes`;
  };
  return (
    <Card padding="0">
      <div className="rg-card-head" id="changes">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">{words.diff.title}</Text>
          <Select
            label={words.diff.filterTag}
            labelInline
            options={[{ label: words.proposal.all, value: '' }, ...tags.filter((tag) => tag.adds + tag.removes > 0 || tag.rule === rule).map((tag) => ({ label: tag.name, value: tag.rule }))]}
            value={rule ?? ''}
            onChange={(value) => navigate(address({ tag: value === '' ? null : value }), { replace: true, preventScrollReset: true })}
          />
        </InlineStack>
      </div>
      {page.rows.length === 0 ? <div className="rg-card-body"><Text as="p" tone="subdued">{words.diff.empty}</Text></div> : (
        <RecordTable
          caption={words.diff.caption}
          busy={busy}
          columns={[
            { key: 'customer', heading: words.diff.customer },
            { key: 'before', heading: words.diff.before, wide: true },
            { key: 'after', heading: words.diff.after, wide: true },
            { key: 'why', heading: words.diff.why, wide: true },
          ]}
          rows={page.rows.map((row) => ({ key: String(row.customerId), cells: cellsOf(row) }))}
        />
      )}
      <div className="rg-card-foot"><Pager previous={page.previous === null ? null : address({ before: page.previous })} next={page.next === null ? null : address({ after: page.next })} /></div>
    </Card>
  );

  function cellsOf(row: DiffRow) {
    const names = (action: 'add' | 'remove') => new Set(row.changes.filter((change) => change.action === action).map((change) => change.name));
    return {
      customer: <PersonName id={String(row.customerId)} name={row.customerName} linked />,
      before: row.before.length === 0 ? words.diff.noTags : <TagList tags={row.before} most={12} mark="removed" marked={names('remove')} />,
      after: row.after.length === 0 ? words.diff.noTags : <TagList tags={row.after} most={12} mark="added" marked={names('add')} />,
      why: <ChangeReasons changes={row.changes} />,
    };
  }
}

/** Why each change of a customer is made, with its numbers. */
export function ChangeReasons({ changes }: { changes: readonly Pick<DiffRow['changes'][number], 'id' | 'action' | 'name' | 'cause' | 'reason'>[] }) {
  const words = useWords();
  const page = words.tagsPage;
  return (
    <ul className="rg-list">
      {changes.map((change) => (
        <li key={change.id}>
          <strong dir="auto">{change.action === 'add' ? page.diff.added(change.name) : page.diff.removed(change.name)}</strong>
          {change.reason === null ? page.why[change.cause] : words.reasons.tag(change.reason)}
        </li>
      ))}
    </ul>
  );
}
