import { Link } from '@remix-run/react';
import { Banner, BlockStack, Card, InlineStack, Text } from '@shopify/polaris';
import type { ReactNode } from 'react';
import type { TagRunPage } from '../insights/tag-changes.ts';
import type { TagRunDetail } from '../tags/run-view.ts';
import { RunState } from './RunHistory.tsx';
import { useFormats, useWords } from './words/WordsProvider.tsx';

/** A run: who approved it and when, what came of it, and why some of it was left alone. */
export function RunSummary({ detail, undoneBy, action }: { detail: TagRunDetail; undoneBy: TagRunPage['undoneBy']; action: ReactNode }) {
  const { tagsPage: words, tagWriting, fault } = useWords();
  const { number } = useFormats();
  const { run, outcomes } = detail;
  const who = run.approvedByName ?? words.history.person(run.approvedBy);
  const pending = Math.max(0, run.adds + run.removes - run.added - run.removed - run.skipped - run.failed - run.cancelled);
  const figures: [string, number][] = [
    [words.run.added, run.added],
    [words.run.removed, run.removed],
    [words.run.leftAlone, run.skipped],
    [words.run.failed, run.failed],
    ...(run.cancelled > 0 ? [[words.history.states['cancelled'] ?? '', run.cancelled] as [string, number]] : []),
    ...(pending > 0 ? [[words.run.pending, pending] as [string, number]] : []),
  ];
  return (
    <BlockStack gap="400">
      {run.state === 'failed' && run.error !== null ? <Banner tone="critical" title={words.run.stopped(fault(run.error))} /> : null}
      <Card>
        <BlockStack gap="400">
          <InlineStack gap="200" blockAlign="center" align="space-between">
            <InlineStack gap="200" blockAlign="center">
              <Text as="h2" variant="headingMd">{words.run.results}</Text>
              <RunState run={run} />
            </InlineStack>
            {action}
          </InlineStack>
          <BlockStack gap="050">
            <p>{words.run.approved(run.approvedAt, run.automatic ? tagWriting.automaticBy(who) : who)}{run.finishedAt === null ? '' : ` · ${words.run.finished(run.finishedAt)}`}</p>
            {run.undoOf === null ? null : <p><Link className="rg-link" to={`/app/tags/${run.undoOf}`}>{words.run.undoOf(run.undoOf)}</Link></p>}
            {undoneBy === null ? null : <p><Link className="rg-link" to={`/app/tags/${undoneBy.id}`}>{(undoneBy.underWay ? words.run.undoingBy : words.run.undoneBy)(undoneBy.id)}</Link></p>}
          </BlockStack>
          <dl className="rg-figures">
            {figures.map(([name, value]) => (
              <div key={name} className="rg-figure"><dt>{name}</dt><dd className="rg-value">{number(value)}</dd></div>
            ))}
          </dl>
          {outcomes.length === 0 ? null : (
            <ul className="rg-notes">
              {outcomes.map((one) => <li key={`${one.outcome} ${one.message}`}>{number(one.count)}: {words.outcome[one.outcome]}{one.message === null ? '' : ` ${one.message}`}</li>)}
            </ul>
          )}
        </BlockStack>
      </Card>
    </BlockStack>
  );
}
