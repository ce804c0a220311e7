import { Banner, BlockStack, Button, Card, ChoiceList, InlineStack, Text } from '@shopify/polaris';
import { useState } from 'react';
import type { MetafieldsPage } from '../insights/metafields-page.ts';
import { Dialog } from './Dialog.tsx';
import { RefusalBanner } from './RefusalBanner.tsx';
import { useSubmission } from './use-submission.ts';
import { useWords } from './words/WordsProvider.tsx';

type Done = 'on' | 'pause' | 'resume' | 'off';

/** Whether metafields are written, since when and by whom, and what can be done about it. */
export function MetafieldsSwitch({ page }: { page: MetafieldsPage }) {
  const { metafields: words, tagWriting, fault } = useWords();
  const [asking, setAsking] = useState<'on' | 'off' | null>(null);
  const [definitions, setDefinitions] = useState<'keep' | 'delete'>('keep');
  const change = useSubmission<{ done: Done }>('/app/tags/fields-switch', ({ done }) => ({ on: words.off.started, pause: words.on.pauseDone, resume: words.on.resumed, off: words.removal.started })[done]);
  const send = (fields: Record<string, string>): void => {
    setAsking(null);
    change.submit(fields);
  };
  const askOff = (which: 'keep' | 'delete'): void => {
    setDefinitions(which);
    setAsking('off');
  };
  const person = (who: { id: string; name: string | null }) => tagWriting.staff(who.id, who.name);
  const { state, would } = page;
  return (
    <Card>
      <BlockStack gap="300">
        <RefusalBanner refusal={change.refusal} onDismiss={change.dismiss} />
        {page.allPaused && state !== 'off' ? <Banner tone="warning"><p>{words.on.allPaused}</p></Banner> : null}
        {page.stopped === null || page.paused !== null ? null : (
          <Banner tone="warning" title={words.on.stopped} action={{ content: words.on.again, onAction: () => send({ intent: 'resume' }), loading: change.busy }}><p>{fault(page.stopped)}</p></Banner>
        )}
        <Text as="h2" variant="headingMd">{state === 'off' ? (page.switched === null ? words.off.title : words.off.titleAfter) : state === 'on' ? words.on.title : words.progress.remove}</Text>
        <p>{words.what}</p>
        {state === 'off' ? <Off page={page} /> : <On page={page} person={person} />}
        <InlineStack gap="200">
          {state === 'off' ? <Button variant="primary" disabled={!page.sorted || would.customers === 0} loading={change.busy} onClick={() => setAsking('on')}>{words.off.switchOn}</Button> : null}
          {state === 'off' && page.definitionsLeft ? <Button loading={change.busy} onClick={() => askOff('delete')}>{words.off.deleteDefinitions}</Button> : null}
          {state !== 'off' && page.paused !== null ? <Button variant="primary" loading={change.busy} onClick={() => send({ intent: 'resume' })}>{words.on.resume}</Button> : null}
          {state !== 'off' && page.paused === null ? <Button loading={change.busy} onClick={() => send({ intent: 'pause' })}>{words.on.pause}</Button> : null}
          {state === 'on' ? <Button tone="critical" loading={change.busy} onClick={() => askOff('keep')}>{words.on.takeOff}</Button> : null}
        </InlineStack>
      </BlockStack>
      <Dialog id="metafields-on" open={asking === 'on'} title={words.off.askTitle(would.customers)} confirm={words.off.switchOn} busy={change.busy} onClose={() => setAsking(null)} onConfirm={() => send({ intent: 'on' })}>
        <p>{words.off.ask}</p>
        <p>{words.off.askFlow}</p>
      </Dialog>
      <Dialog
        id="metafields-off" open={asking === 'off'} title={words.removal.title} confirm={words.removal.confirm} critical busy={change.busy} onClose={() => setAsking(null)}
        onConfirm={() => send({ intent: 'off', definitions })}
      >
        <BlockStack gap="300">
          <p>{words.removal.what(page.standing)}</p>
          {state === 'off' ? null : (
            <ChoiceList
              title={words.removal.legend}
              choices={[{ value: 'keep', label: words.removal.keep, helpText: words.removal.keepHelp }, { value: 'delete', label: words.removal.drop, helpText: words.removal.dropHelp }]}
              selected={[definitions]}
              onChange={([chosen]) => setDefinitions(chosen === 'delete' ? 'delete' : 'keep')}
            />
          )}
        </BlockStack>
      </Dialog>
    </Card>
  );
}

/** What would be written, or why nothing can be. */
function Off({ page }: { page: MetafieldsPage }) {
  const words = useWords().metafields.off;
  const { would } = page;
  if (!page.sorted) return <p role="status">{words.early}</p>;
  return (
    <>
      <p role="status"><strong>{would.customers === 0 ? words.nobody : words.would(would.customers, would.forecast)}</strong></p>
      {would.customers > 0 && would.forecast === 0 ? <p>{words.noForecast}</p> : null}
      {page.standing > 0 ? <p>{words.left(page.standing)}</p> : page.definitionsLeft ? <Text as="p" tone="subdued">{words.definitions}</Text> : null}
    </>
  );
}

function On({ page, person }: { page: MetafieldsPage; person: (who: { id: string; name: string | null }) => string }) {
  const words = useWords().metafields.on;
  const { switched, paused, followed, refused } = page;
  return (
    <>
      <p role="status">{[switched === null || page.state !== 'on' ? null : words.since(person(switched.by), switched.at), words.standing(page.standing), followed === null ? null : words.followed(followed.customers, followed.at)].filter((one) => one !== null).join(' ')}</p>
      {paused === null ? null : <p><strong>{words.paused(person(paused.by), paused.at)}</strong></p>}
      {page.state === 'on' ? <Text as="p" tone="subdued">{words.rule}</Text> : null}
      {refused.customers > 0 ? <Text as="p" tone="critical">{words.refused(refused.customers, refused.words ?? '')}</Text> : null}
    </>
  );
}
