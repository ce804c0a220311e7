import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { BlockStack, Box, Button, Card, Text } from '@shopify/polaris';
import { useState } from 'react';
import { Dialog } from '../components/Dialog.tsx';
import { NoCustomersYet } from '../components/NoCustomersYet.tsx';
import { RefusalBanner } from '../components/RefusalBanner.tsx';
import { Screen } from '../components/Screen.tsx';
import { ScreenError } from '../components/ScreenError.tsx';
import { SegmentForm } from '../components/SegmentForm.tsx';
import { SegmentList } from '../components/SegmentList.tsx';
import { SegmentTiers } from '../components/SegmentTiers.tsx';
import { SegmentWork } from '../components/SegmentWork.tsx';
import { usePolling } from '../components/use-polling.ts';
import { useSegmentCheck } from '../components/use-segment-check.ts';
import { useSubmission } from '../components/use-submission.ts';
import { useWords } from '../components/words/WordsProvider.tsx';
import { loadSegmentsView } from '../segments/load-segments.server.ts';
import type { OpenSegmentChange, SegmentLine } from '../segments/segment-view.ts';
import { authenticateShop } from '../shops/authenticate-shop.server.ts';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId } = await authenticateShop(request);
  return loadSegmentsView({ shopId });
}

/** Segments at Shopify: made from tags, listed with Shopify's own counts. */
export default function Segments() {
  const { choices, segments, open, tiers, everApproved, noCustomers } = useLoaderData<typeof loader>();
  const words = useWords().segmentsPage;
  const [removing, setRemoving] = useState<SegmentLine | null>(null);
  const [created, setCreated] = useState(0);
  const create = useSubmission('/app/segments/create', () => {
    setCreated(created + 1);
    return words.create.done;
  });
  const [told, setTold] = useState<string | null>(null);
  const change = useSubmission('/app/segments/change', () => told);
  usePolling(open.some((one) => one.state === 'under-way'));
  const checking = useSegmentCheck(segments.length > 0);
  const again = (one: OpenSegmentChange): void => {
    if (one.state === 'stopped') change.submit({ what: 'resume', key: one.key });
    else if (one.action === 'create') create.submit({ key: one.key, name: one.name });
    else change.submit({ what: one.action, key: one.key });
  };
  const remove = (segment: SegmentLine, done: string): void => {
    setRemoving(null);
    setTold(done);
    change.submit({ what: 'delete', key: segment.key });
  };
  const nothingWritten = choices.every((choice) => choice.barrier === 'off' || choice.barrier === 'not-written');
  return (
    <Screen title={words.title} subtitle={words.subtitle}>
      <BlockStack gap="400">
        <RefusalBanner refusal={create.refusal ?? change.refusal} onDismiss={create.refusal === null ? change.dismiss : create.dismiss} />
        <SegmentWork open={open} busy={create.busy || change.busy} onAgain={again} />
        {nothingWritten && noCustomers ? <NoCustomersYet means="segments" /> : nothingWritten ? <NothingWritten primary={!everApproved || segments.length === 0} /> : <SegmentForm choices={choices} busy={create.busy} created={created} onCreate={(key, name) => create.submit({ key, name })} />}
        <SegmentList
          segments={segments}
          checking={checking}
          busy={change.busy}
          onUpdate={(segment) => {
            setTold(words.list.updateDone);
            change.submit({ what: 'update', key: segment.key });
          }}
          onRemove={(segment) => {
            if (segment.ours && segment.notes.every((note) => note.kind !== 'gone')) setRemoving(segment);
            else remove(segment, words.list.forgetDone);
          }}
        />
        <SegmentTiers tiers={tiers} />
      </BlockStack>
      <Dialog
        id="delete-segment"
        open={removing !== null}
        title={words.deleting.title}
        confirm={words.deleting.action}
        critical
        busy={change.busy}
        onClose={() => setRemoving(null)}
        onConfirm={() => {
          if (removing !== null) remove(removing, words.list.removeDone);
        }}
      >
        <p><strong>{words.deleting.what(removing?.name ?? '')}</strong></p>
        <p>{words.deleting.tags}</p>
      </Dialog>
    </Screen>
  );
}

/** Why there is nothing to make a segment from. */
function NothingWritten({ primary }: { primary: boolean }) {
  const words = useWords().segmentsPage;
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">{words.notYet}</Text>
        <Text as="p">{words.notYetWhat}</Text>
        <Box><Button url="/app/tags" variant={primary ? 'primary' : undefined}>{words.toTags}</Button></Box>
      </BlockStack>
    </Card>
  );
}

export function ErrorBoundary() {
  return <ScreenError />;
}
