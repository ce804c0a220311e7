import { Button, BlockStack, Card, InlineStack, Text } from '@shopify/polaris';
import type { ImportPartView, ImportView } from '../insights/home.ts';
import { useFormats, useWords } from './words/WordsProvider.tsx';

/** An import that is going on: what is being read, how far, how fast, how long still; and a way to stop it. */
export function ImportProgress({ run, onStart, onCancel, busy }: { run: ImportView; onStart: () => void; onCancel: () => void; busy: boolean }) {
  const words = useWords();
  const { tryAgain } = words;
  const { percent } = useFormats();
  const home = words.homePage.import;
  const title = run.stalled ? home.stalledTitle : run.cancelRequested ? home.cancellingTitle : run.status === 'queued' ? home.queuedTitle : home.runningTitle;
  const facts = [
    home.soFar(run.objectsDone, run.objectsExpected),
    run.rowsPerSecond === null ? null : home.rate(run.rowsPerSecond),
    run.secondsLeft === null ? null : home.left(run.secondsLeft),
  ].filter((fact) => fact !== null);
  const share = run.objectsExpected === null || run.objectsExpected === 0 ? 0 : Math.min(1, run.objectsDone / run.objectsExpected);
  // Said aloud in steps of a tenth: a number that changes each second would be read without end.
  const tenth = Math.floor(share * 10) / 10;
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">{title}</Text>
        <p className="rg-numbers">{facts.join(' · ')}</p>
        <p className="rg-hidden" role="status">{title}: {percent(tenth)}</p>
        <ul className="rg-progress">
          {run.parts.map((part) => <Part key={part.kind} part={part} />)}
        </ul>
        <InlineStack gap="400" blockAlign="center" align="space-between">
          <div className="rg-fill"><Text as="p" tone={run.stalled ? undefined : 'subdued'}>{run.stalled ? home.stalled : run.cancelRequested ? home.cancelling : home.readOnly}</Text></div>
          <InlineStack gap="200">
            <Button onClick={onCancel} loading={busy} disabled={run.cancelRequested}>{home.cancel}</Button>
            {run.stalled ? <Button variant="primary" onClick={onStart} loading={busy}>{tryAgain}</Button> : null}
          </InlineStack>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}

function Part({ part }: { part: ImportPartView }) {
  const words = useWords().homePage.import;
  const name = words.part[part.kind] ?? part.kind;
  const complete = part.status === 'done';
  const value = complete ? 1 : part.expected === null || part.expected === 0 ? 0 : Math.min(1, part.done / part.expected);
  return (
    <li>
      <span>{name}</span>
      <span className="rg-bar-cell"><progress className="rg-meter" max={1} value={value} aria-label={name} /></span>
      <span className="rg-count">{wordsOf(part)}</span>
    </li>
  );

  function wordsOf({ status, done, expected }: ImportPartView): string {
    if (status === 'done') return words.partDone(done);
    if (status === 'waiting') return words.partWaiting;
    if (status === 'running' && done === 0) return words.partAtShopify;
    return expected === null ? words.partSoFar(done) : words.partOf(done, expected);
  }
}
