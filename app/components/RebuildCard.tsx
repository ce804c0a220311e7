import { Button, BlockStack, Card, InlineStack, Text } from '@shopify/polaris';
import type { RebuildUnderWay } from '../insights/data-page.ts';
import { useFormats, useWords } from './words/WordsProvider.tsx';

/** When profiles were worked out last, and a way to do it again; while that goes on, how far each phase is. */
export function RebuildCard({ rebuild, sortedAt, possible, busy, onStart }: { rebuild: RebuildUnderWay | null; sortedAt: string | null; possible: boolean; busy: boolean; onStart: () => void }) {
  const words = useWords().dataPage.rebuild;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">{rebuild === null ? words.title : words.runningTitle}</Text>
        {rebuild === null ? (
          <>
            <p>{words.what}</p>
            <InlineStack gap="300" align="space-between" blockAlign="center">
              <p>{sortedAt === null ? words.never : words.last(sortedAt)}</p>
              <Button onClick={onStart} loading={busy} disabled={!possible}>{words.start}</Button>
            </InlineStack>
          </>
        ) : <Phases rebuild={rebuild} busy={busy} onStart={onStart} />}
      </BlockStack>
    </Card>
  );
}

function Phases({ rebuild, busy, onStart }: { rebuild: RebuildUnderWay; busy: boolean; onStart: () => void }) {
  const { dataPage: { rebuild: words }, fault, tryAgain } = useWords();
  const { percent } = useFormats();
  const { progress, customers } = rebuild;
  const facts = [
    customers === null ? null : words.customers(customers),
    rebuild.status === 'queued' || progress.secondsLeft === null ? null : words.left(progress.secondsLeft),
  ].filter((fact) => fact !== null);
  const running = rebuild.status === 'running' ? progress.phases.find((one) => one.share < 1) : undefined;
  return (
    <>
      <p className="rg-hidden" role="status">{words.runningTitle}: {percent(Math.floor(progress.share * 10) / 10)}</p>
      <p className="rg-numbers">{rebuild.status === 'queued' ? words.queued : facts.join(' · ')}</p>
      <ul className="rg-progress">
        {progress.phases.map(({ phase, share }) => (
          <li key={phase}>
            <span>{words.phases[phase]}</span>
            <span className="rg-bar-cell"><progress className="rg-meter" max={1} value={share} aria-label={words.phases[phase]} /></span>
            <span className="rg-count">{share === 1 ? words.phaseDone : running?.phase === phase ? words.phaseRunning : words.phaseWaiting}</span>
          </li>
        ))}
      </ul>
      {rebuild.fault === null ? null : <Text as="p" tone="critical">{words.fault(fault(rebuild.fault))}</Text>}
      <InlineStack gap="300" align="space-between" blockAlign="center">
        <div className="rg-fill"><Text as="p" tone={rebuild.stalled ? undefined : 'subdued'}>{rebuild.stalled ? words.stalled : `${words.stands} ${words.estimated}`}</Text></div>
        {rebuild.stalled ? <Button onClick={onStart} loading={busy}>{tryAgain}</Button> : null}
      </InlineStack>
    </>
  );
}
