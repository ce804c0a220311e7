import { Link } from '@remix-run/react';
import { Badge, Card, Text } from '@shopify/polaris';
import type { TagRunSummary } from '../tags/run-view.ts';
import { Pager } from './Pager.tsx';
import { RecordTable } from './RecordTable.tsx';
import { runProgress } from './RunProgress.tsx';
import type { Words } from './words/en.ts';
import { useFormats, useWords } from './words/WordsProvider.tsx';

/** What was approved: when, by whom, with what result. */
export function RunHistory({ runs, newer, older }: { runs: readonly TagRunSummary[]; newer: string | null; older: string | null }) {
  const words = useWords().tagsPage.history;
  const { instant } = useFormats();
  return (
    <Card padding="0">
      <div className="rg-card-head"><Text as="h2" variant="headingMd">{words.title}</Text></div>
      {runs.length === 0 ? <div className="rg-card-body"><Text as="p" tone="subdued">{words.none}</Text></div> : (
        <RecordTable
          caption={words.caption}
          columns={[
            { key: 'run', heading: words.run },
            { key: 'when', heading: words.when },
            { key: 'who', heading: words.who },
            { key: 'state', heading: words.state },
            { key: 'result', heading: words.result, wide: true },
          ]}
          rows={runs.map((run) => ({
            key: String(run.id),
            cells: {
              run: <Link to={`/app/tags/${run.id}`}>{runTitle(run, words)}</Link>,
              when: instant(run.approvedAt),
              who: <RunPerson run={run} />,
              state: <RunState run={run} />,
              result: <RunResult run={run} />,
            },
          }))}
        />
      )}
      <div className="rg-card-foot"><Pager previous={newer} next={older} /></div>
    </Card>
  );
}

/** What a run is called: its number, and what it takes back. */
export function runTitle(run: TagRunSummary, words: Words['tagsPage']['history']): string {
  if (run.undoRule !== null) return words.undoTagNumber(run.id);
  return run.undoOf === null ? words.number(run.id) : words.undoNumber(run.id, run.undoOf);
}

/** Who approved a run, by name where Shopify told it, or by whose choice it was automatic. */
export function RunPerson({ run }: { run: TagRunSummary }) {
  const words = useWords();
  const who = run.approvedByName ?? words.tagsPage.history.person(run.approvedBy);
  return <>{run.automatic ? words.tagWriting.automaticBy(who) : who}</>;
}

/** A run's state in a badge; its colour says nothing that its word does not. */
export function RunState({ run }: { run: TagRunSummary }) {
  const words = useWords().tagsPage.history;
  const tone = run.state === 'failed' || run.failed > 0 ? 'warning' : run.state === 'done' ? 'success' : run.state === 'cancelled' ? undefined : 'info';
  return <Badge tone={tone}>{words.states[run.state] ?? run.state}</Badge>;
}

function RunResult({ run }: { run: TagRunSummary }) {
  const words = useWords().tagsPage.history;
  const { done, total } = runProgress(run);
  const parts = [
    words.addedRemoved(run.added, run.removed),
    run.skipped > 0 ? words.leftAlone(run.skipped) : null,
    run.failed > 0 ? words.failed(run.failed) : null,
    run.state === 'running' || run.state === 'waiting' || run.state === 'paused' ? words.pending(done, total) : null,
  ];
  return <span className="rg-numbers">{parts.filter((part) => part !== null).join(', ')}</span>;
}
