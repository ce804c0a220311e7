import { useNavigate } from '@remix-run/react';
import { Badge, Card, InlineStack, Select, Text } from '@shopify/polaris';
import { RUN_CHANGE_STATES, type RunChange, type RunChangePage, type RunChangeState } from '../tags/run-view.ts';
import { ChangeReasons } from './DiffTable.tsx';
import { Pager } from './Pager.tsx';
import { PersonName } from './PersonName.tsx';
import { RecordTable } from './RecordTable.tsx';
import { useWords } from './words/WordsProvider.tsx';

/** Each change of a run with what became of it. */
export function RunChangesTable({ runId, page, state, busy }: { runId: number; page: RunChangePage; state: RunChangeState | null; busy: boolean }) {
  const words = useWords().tagsPage;
  const navigate = useNavigate();
  const address = (parameters: Record<string, string | number | null>) => {
    const query = new URLSearchParams(Object.entries({ state, ...parameters }).flatMap(([name, value]) => (value === null ? [] : [[name, String(value)]])));
    return `/app/tags/${runId}${query.size === 0 ? '' : `?${query.toString()}`}`;
  };
  return (
    <Card padding="0">
      <div className="rg-card-head">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">{words.run.changes}</Text>
          <Select
            label={words.run.onlyState}
            labelInline
            options={[{ label: words.run.allStates, value: '' }, ...RUN_CHANGE_STATES.map((one) => ({ label: words.run.changeStates[one] ?? one, value: one }))]}
            value={state ?? ''}
            onChange={(value) => navigate(address({ state: value === '' ? null : value }), { replace: true, preventScrollReset: true })}
          />
        </InlineStack>
      </div>
      {page.rows.length === 0 ? <div className="rg-card-body"><Text as="p" tone="subdued">{words.run.none}</Text></div> : (
        <RecordTable
          caption={words.run.caption}
          busy={busy}
          columns={[
            { key: 'customer', heading: words.diff.customer },
            { key: 'why', heading: words.diff.change, wide: true },
            { key: 'outcome', heading: words.run.outcome, wide: true },
          ]}
          rows={page.rows.map((change) => ({
            key: String(change.id),
            cells: {
              customer: <PersonName id={String(change.customerId)} name={change.customerName} linked />,
              why: <ChangeReasons changes={[change]} />,
              outcome: <Outcome change={change} />,
            },
          }))}
        />
      )}
      <div className="rg-card-foot"><Pager previous={page.previous === null ? null : address({ before: page.previous })} next={page.next === null ? null : address({ after: page.next })} /></div>
    </Card>
  );
}

function Outcome({ change }: { change: RunChange }) {
  const words = useWords().tagsPage;
  const reason = change.outcomeCode === null ? null : [words.outcome[change.outcomeCode], change.outcomeMessage].filter((part) => part !== null).join(' ');
  return (
    <>
      <Badge tone={change.state === 'failed' ? 'warning' : change.state === 'done' && !change.undone ? 'success' : undefined}>
        {change.undone ? words.run.takenBack : words.run.changeStates[change.state] ?? change.state}
      </Badge>
      {reason === null ? null : <span className="rg-small">{reason}</span>}
    </>
  );
}
