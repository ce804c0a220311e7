import { useNavigate } from '@remix-run/react';
import { BlockStack, Button, Card, Checkbox, Text } from '@shopify/polaris';
import { useState } from 'react';
import type { TagUndoPreview } from '../tags/tag-undo-view.ts';
import { Dialog } from './Dialog.tsx';
import { RecordTable } from './RecordTable.tsx';
import { RefusalBanner } from './RefusalBanner.tsx';
import { useSubmission } from './use-submission.ts';
import { useWords } from './words/WordsProvider.tsx';

/** Tags that we wrote, each with the way to take it off everywhere. */
export function UndoTagCard({ tags }: { tags: readonly TagUndoPreview[] }) {
  const { number, ...all } = useWords();
  const words = all.tagWriting.undoTag;
  const navigate = useNavigate();
  const [asked, setAsked] = useState<TagUndoPreview | null>(null);
  const [keepOn, setKeepOn] = useState(false);
  const undo = useSubmission<{ runId: number | null }>('/app/tags/undo-tag', ({ runId }) => {
    if (runId !== null) navigate(`/app/tags/${runId}`);
    return runId === null ? words.doneAlready : words.started;
  });
  return (
    <Card padding="0">
      <div className="rg-card-head">
        <BlockStack gap="200">
          <RefusalBanner refusal={undo.refusal} onDismiss={undo.dismiss} />
          <Text as="h2" variant="headingMd">{words.title}</Text>
          <p>{words.what}</p>
          {tags.length === 0 ? <Text as="p" tone="subdued">{words.none}</Text> : <Checkbox label={words.keepOn} helpText={keepOn ? words.keeps : words.switchesOff} checked={keepOn} onChange={setKeepOn} />}
        </BlockStack>
      </div>
      {tags.length === 0 ? null : (
        <RecordTable
          caption={words.caption}
          columns={[
            { key: 'tag', heading: words.tag },
            { key: 'customers', heading: words.customers, numeric: true },
            { key: 'waiting', heading: words.waiting, numeric: true },
            { key: 'act', heading: words.act, wide: true },
          ]}
          rows={tags.map((tag) => ({
            key: tag.rule,
            cells: {
              tag: <>{tag.names.length === 0 ? tag.name : tag.names.join(', ')}{tag.on ? '' : ` (${words.off})`}</>,
              customers: number(tag.written + tag.adopted),
              waiting: tag.waiting === 0 ? '–' : number(tag.waiting),
              act: <Button onClick={() => setAsked(tag)} loading={undo.busy} accessibilityLabel={words.startFor(tag.name)}>{words.start}</Button>,
            },
          }))}
        />
      )}
      <Dialog
        id="undo-tag"
        open={asked !== null}
        title={words.ask(asked?.name ?? '')}
        confirm={words.confirm}
        critical
        busy={undo.busy}
        onClose={() => setAsked(null)}
        onConfirm={() => {
          if (asked !== null) undo.submit({ rule: asked.rule, keepOn: keepOn ? 'yes' : 'no' });
          setAsked(null);
        }}
      >
        <p><strong>{words.effect(asked?.written ?? 0)}</strong></p>
        {asked !== null && asked.adopted > 0 ? <p>{words.adopted(asked.adopted)}</p> : null}
        {asked !== null && asked.waiting > 0 ? <p>{words.cancelled(asked.waiting)}</p> : null}
        <p>{keepOn ? words.keeps : words.switchesOff}</p>
      </Dialog>
    </Card>
  );
}
