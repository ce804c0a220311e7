import { Banner, BlockStack, Button, Card, ChoiceList, InlineStack, Text } from '@shopify/polaris';
import { useState } from 'react';
import type { ProductFieldsPage } from '../insights/product-fields-page.ts';
import { Dialog } from './Dialog.tsx';
import { RefusalBanner } from './RefusalBanner.tsx';
import { useSubmission } from './use-submission.ts';
import { useWords } from './words/WordsProvider.tsx';

type Done = 'on' | 'off' | 'pause' | 'resume' | 'look' | 'choose';

/** Whether lists are written to products and where, since when and by whom, and what can be done about it. */
export function ProductFieldsSwitch({ page }: { page: ProductFieldsPage }) {
  const { productFields: words, fault } = useWords();
  const [asking, setAsking] = useState<'on' | 'off' | null>(null);
  const change = useSubmission<{ done: Done }>('/app/recommendations/fields-switch', ({ done }) => words.done[done]);
  const send = (fields: Record<string, string>): void => {
    setAsking(null);
    change.submit(fields);
  };
  const { state, would, target } = page;
  const unseen = target === 'standard' && page.looked === null;
  return (
    <Card>
      <BlockStack gap="300">
        <RefusalBanner refusal={change.refusal} onDismiss={change.dismiss} />
        {page.allPaused && state !== 'off' ? <Banner tone="warning"><p>{words.on.allPaused}</p></Banner> : null}
        {page.stopped === null || page.paused !== null ? null : (
          <Banner tone="warning" title={words.on.stopped} action={{ content: words.on.again, onAction: () => send({ intent: state === 'off' ? 'look' : 'resume' }), loading: change.busy }}><p>{fault(page.stopped)}</p></Banner>
        )}
        <Text as="h2" variant="headingMd">{words.heading[state]}</Text>
        <p>{words.what}</p>
        {state === 'off' ? <Off page={page} busy={change.busy} choose={(chosen) => send({ intent: 'choose', target: chosen })} /> : <On page={page} />}
        <InlineStack gap="200">
          {state === 'off' ? <Button variant="primary" disabled={!page.listed || would.products === 0 || unseen} loading={change.busy} onClick={() => setAsking('on')}>{words.off.switchOn}</Button> : null}
          {page.paused !== null && state !== 'off' ? <Button variant="primary" loading={change.busy} onClick={() => send({ intent: 'resume' })}>{words.on.resume}</Button> : null}
          {page.paused === null && state === 'held' ? <Button variant="primary" loading={change.busy} onClick={() => send({ intent: 'resume' })}>{words.on.writeAgain}</Button> : null}
          {page.paused === null && (state === 'on' || state === 'removing') ? <Button loading={change.busy} onClick={() => send({ intent: 'pause' })}>{words.on.pause}</Button> : null}
          {target === 'standard' && state !== 'removing' ? <Button loading={change.busy} onClick={() => send({ intent: 'look' })}>{words.off.look}</Button> : null}
          {state === 'on' || state === 'held' || (state === 'off' && page.standing > 0) ? <Button tone="critical" loading={change.busy} onClick={() => setAsking('off')}>{words.on.takeOff}</Button> : null}
        </InlineStack>
      </BlockStack>
      <Dialog id="product-fields-on" open={asking === 'on'} title={words.off.askTitle(would.products)} confirm={words.off.switchOn} busy={change.busy} onClose={() => setAsking(null)} onConfirm={() => send({ intent: 'on' })}>
        <p>{words.off.ask}</p>
        {target === 'standard' ? <p>{words.off.askTheirs(page.theirs.fields)}</p> : null}
        <p>{words.off.askApps}</p>
      </Dialog>
      <Dialog id="product-fields-off" open={asking === 'off'} title={words.removal.title} confirm={words.removal.confirm} critical busy={change.busy} onClose={() => setAsking(null)} onConfirm={() => send({ intent: 'off' })}>
        <p>{words.removal.what(page.standing)}</p>
        {target === 'standard' ? <p>{words.removal.theirs}</p> : null}
      </Dialog>
    </Card>
  );
}

/** What would be written, or why nothing can be; and where. */
function Off({ page, busy, choose }: { page: ProductFieldsPage; busy: boolean; choose: (target: 'own' | 'standard') => void }) {
  const words = useWords().productFields;
  const { would, target } = page;
  return (
    <>
      {!page.listed ? <p role="status">{words.off.early}</p> : <p role="status"><strong>{would.products === 0 ? words.off.nothing : words.off.would(would.products, would.together, would.also)}</strong></p>}
      {page.standing > 0 ? <p>{words.off.left(page.standing)}</p> : null}
      <ChoiceList
        title={words.target.legend} disabled={busy}
        choices={[{ value: 'own', label: words.target.own, helpText: words.target.ownHelp }, { value: 'standard', label: words.target.standard, helpText: words.target.standardHelp }]}
        selected={[target]}
        onChange={([chosen]) => {
          if (chosen !== target) choose(chosen === 'standard' ? 'standard' : 'own');
        }}
      />
      {target === 'standard' ? <p role="status">{page.looked === null ? words.off.unseen : words.off.seen(page.looked, page.theirs.fields)}</p> : null}
    </>
  );
}

function On({ page }: { page: ProductFieldsPage }) {
  const { productFields: { on: words, target: places }, tagWriting } = useWords();
  const { switched, paused, refused, state, target } = page;
  const person = (who: { id: string; name: string | null }): string => tagWriting.staff(who.id, who.name);
  const since = switched === null || state === 'removing' ? [] : [state === 'held' ? words.heldSince(person(switched.by), switched.at) : words.since(person(switched.by), switched.at)];
  return (
    <>
      <p role="status">{[...since, words.standing(page.standing), words.place(target === 'own' ? places.own : places.standard)].join(' ')}</p>
      {paused === null ? null : <p><strong>{words.paused(person(paused.by), paused.at)}</strong></p>}
      {state === 'on' ? <Text as="p" tone="subdued">{words.rule}</Text> : null}
      {refused.lists > 0 ? <Text as="p" tone="critical">{words.refused(refused.lists, refused.words ?? '')}</Text> : null}
    </>
  );
}
