import { BlockStack, Button, Card, FormLayout, InlineStack, Text, TextField } from '@shopify/polaris';
import { useState } from 'react';
import type { TagWritingView } from '../tags/writing-view.ts';
import { DailyChoice, dailyOf, dailySize } from './DailyChoice.tsx';
import { Dialog } from './Dialog.tsx';
import { RefusalBanner } from './RefusalBanner.tsx';
import { useSubmission } from './use-submission.ts';
import { useWords } from './words/WordsProvider.tsx';

/** Whether proposals are approved by themselves, and the switch. */
export function AutomaticCard({ writing }: { writing: TagWritingView }) {
  const all = useWords().tagWriting;
  const words = all.automatic;
  const [asking, setAsking] = useState(false);
  const change = useSubmission<{ done: string }>('/app/tags/write', ({ done }) => (done === 'automatic-on' ? words.doneOn : words.doneOff));
  const { automatic, mode } = writing;
  return (
    <Card>
      <BlockStack gap="300">
        <RefusalBanner refusal={change.refusal} onDismiss={change.dismiss} />
        <Text as="h2" variant="headingMd">{words.title}</Text>
        <p role="status">{automatic === null ? (mode === 'never' ? words.never : words.off) : words.on(all.staff(automatic.by.id, automatic.by.name), automatic.since)}</p>
        <InlineStack>
          {automatic === null
            ? <Button variant={mode === 'never' ? undefined : 'primary'} disabled={mode === 'never'} loading={change.busy} onClick={() => setAsking(true)}>{words.switchOn}</Button>
            : <Button loading={change.busy} onClick={() => change.submit({ intent: 'automatic-off' })}>{words.switchOff}</Button>}
        </InlineStack>
      </BlockStack>
      <Dialog
        id="automatic-on"
        open={asking}
        title={words.askTitle}
        confirm={words.switchOn}
        onClose={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false);
          change.submit({ intent: 'automatic-on' });
        }}
      >
        <p>{words.ask}</p>
        <p>{words.askKept}</p>
      </Dialog>
    </Card>
  );
}

/** The share of customers that automatic approval may touch in a night. */
export function BrakeCard({ writing }: { writing: TagWritingView }) {
  const words = useWords().tagWriting.brake;
  const [percent, setPercent] = useState(String(writing.brakeRule.percent));
  const [customers, setCustomers] = useState(String(writing.brakeRule.customers));
  const save = useSubmission('/app/tags/write', () => words.saved);
  return (
    <Card>
      <BlockStack gap="300">
        <RefusalBanner refusal={save.refusal} onDismiss={save.dismiss} />
        <Text as="h2" variant="headingMd">{words.form}</Text>
        <p>{words.formWhat}</p>
        <FormLayout>
          <TextField label={words.percent} value={percent} onChange={setPercent} inputMode="numeric" autoComplete="off" suffix="%" />
          <TextField label={words.customers} value={customers} onChange={setCustomers} inputMode="numeric" autoComplete="off" />
        </FormLayout>
        <InlineStack><Button loading={save.busy} onClick={() => save.submit({ intent: 'brake', percent, customers })}>{words.save}</Button></InlineStack>
      </BlockStack>
    </Card>
  );
}

/** How many additions are written a day. */
export function DailyCard({ writing }: { writing: TagWritingView }) {
  const words = useWords().tagWriting.size;
  const [daily, setDaily] = useState(dailyOf(writing.dailyAdditions));
  const save = useSubmission('/app/tags/write', () => words.saved);
  const size = dailySize(daily);
  return (
    <Card>
      <BlockStack gap="300">
        <RefusalBanner refusal={save.refusal} onDismiss={save.dismiss} />
        <Text as="h2" variant="headingMd">{words.title}</Text>
        <p>{words.what}</p>
        <DailyChoice daily={daily} adds={null} onChange={setDaily} />
        <InlineStack><Button loading={save.busy} disabled={size === undefined} onClick={() => save.submit({ intent: 'daily', daily: size == null ? 'all' : String(size) })}>{words.save}</Button></InlineStack>
      </BlockStack>
    </Card>
  );
}

/** Stops all writing. */
export function PauseCard() {
  const words = useWords().tagWriting.paused;
  const pause = useSubmission('/app/tags/write', () => words.done);
  return (
    <Card>
      <BlockStack gap="300">
        <RefusalBanner refusal={pause.refusal} onDismiss={pause.dismiss} />
        <Text as="h2" variant="headingMd">{words.pauseTitle}</Text>
        <p>{words.pauseWhat}</p>
        <InlineStack><Button loading={pause.busy} onClick={() => pause.submit({ intent: 'pause' })}>{words.pause}</Button></InlineStack>
      </BlockStack>
    </Card>
  );
}
