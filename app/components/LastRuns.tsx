import { Link } from '@remix-run/react';
import { Badge, Card, Text } from '@shopify/polaris';
import type { LastRun, RunOutcome } from '../insights/data-page.ts';
import { RecordTable } from './RecordTable.tsx';
import { useFormats, useWords } from './words/WordsProvider.tsx';

/** What was done with the shop's data: imports, rebuilds, nightly runs, tag runs and exports in one list. */
export function LastRuns({ runs }: { runs: readonly LastRun[] }) {
  const words = useWords().dataPage.runs;
  const { instant } = useFormats();
  return (
    <Card padding="0">
      <div className="rg-card-head"><Text as="h2" variant="headingMd">{words.title}</Text></div>
      {runs.length === 0 ? <div className="rg-card-body"><Text as="p" tone="subdued">{words.none}</Text></div> : (
        <RecordTable
          caption={words.caption}
          columns={[
            { key: 'name', heading: words.columns.name }, { key: 'outcome', heading: words.columns.outcome }, { key: 'result', heading: words.columns.result, wide: true },
            { key: 'when', heading: words.columns.when }, { key: 'who', heading: words.columns.who }, { key: 'took', heading: words.columns.took, numeric: true },
          ]}
          rows={runs.map((run) => ({
            key: `${run.kind} ${run.id}`,
            cells: {
              name: <RunName run={run} />,
              outcome: <OutcomeBadge outcome={run.outcome} />,
              result: <RunResult run={run} />,
              when: instant(run.at),
              who: <Who who={run.who} />,
              took: run.seconds === null ? null : words.took(run.seconds),
            },
          }))}
        />
      )}
    </Card>
  );
}

/** Who did something: a name where Shopify has told it. */
export function Who({ who }: { who: LastRun['who'] }) {
  const words = useWords().dataPage.runs;
  return <>{who === null ? words.itself : who.name ?? words.person(who.id)}</>;
}

/** The colour says nothing that the word does not. */
export function OutcomeBadge({ outcome }: { outcome: RunOutcome }) {
  const words = useWords().dataPage.runs;
  const tones = { succeeded: 'success', partly: 'warning', failed: 'critical', running: 'info', waiting: 'info', cancelled: undefined } as const;
  return <Badge tone={tones[outcome]}>{words.outcome[outcome]}</Badge>;
}

function RunName({ run }: { run: LastRun }) {
  const words = useWords().dataPage.runs;
  if (run.kind === 'import') return <Link to={`/app/data/imports/${run.id}`}>{words.import(run.id)}</Link>;
  if (run.kind === 'tags') return <Link to={`/app/tags/${run.id}`}>{run.undo ? words.undo(run.id) : words.tags(run.id)}</Link>;
  return <>{run.kind === 'rebuild' ? words.rebuild[run.cause] : words.exports[run.what] ?? words.otherExport}</>;
}

function RunResult({ run }: { run: LastRun }) {
  const { dataPage: page, fault } = useWords();
  const words = page.runs;
  if (run.outcome === 'failed') return <span>{run.fault === null ? null : fault(run.fault)} {words.failedNext[run.kind]}</span>;
  const parts = (() => {
    switch (run.kind) {
      case 'import': return [run.read > 0 ? words.read(run.read, run.rejected) : null];
      case 'rebuild': return run.customers === null || run.changed === null ? [] : [words.profiles(run.customers, run.changed), (run.moved ?? 0) > 0 ? words.moved(run.moved ?? 0) : null];
      case 'tags': return [words.addedRemoved(run.added, run.removed), run.failed > 0 ? words.failedChanges(run.failed) : null];
      case 'export': return [words.exported(run.rows, page.size(run.bytes))];
    }
  })().filter((part) => part !== null);
  return <span className="rg-numbers">{parts.join(', ')}</span>;
}
