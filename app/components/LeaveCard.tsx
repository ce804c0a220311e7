import { Link } from '@remix-run/react';
import { Banner, BlockStack, Button, Card, InlineStack, Text } from '@shopify/polaris';
import { useState } from 'react';
import type { PrivacyPageView } from '../privacy/privacy-page.ts';
import { Dialog } from './Dialog.tsx';
import { RefusalBanner } from './RefusalBanner.tsx';
import { useSegmentCheck } from './use-segment-check.ts';
import { useSubmission } from './use-submission.ts';
import { useFormats, useWords } from './words/WordsProvider.tsx';

/** The way out: all that the app wrote in the store goes, and then it can be uninstalled. */
export function LeaveCard({ leaving }: { leaving: PrivacyPageView['leaving'] }) {
  const words = useWords().privacy.leave;
  const { percent } = useFormats();
  const [asked, setAsked] = useState(false);
  const [begunWith, setBegunWith] = useState(leaving.written);
  const leave = useSubmission<{ runs: number; segments: number; metafields: boolean; lists: boolean }>('/app/data/privacy/leave', ({ runs, segments: going, metafields: gone, lists: listsGone }) => (runs + going === 0 && !gone && !listsGone ? words.nothing : words.started));
  const { written, toTakeOff, failed, automatic, segments, metafields, lists } = leaving;
  useSegmentCheck(segments.asWritten.length > 0);
  const left = written > 0 || automatic || segments.asWritten.length + segments.toDelete > 0 || metafields.stand || lists.stand;
  const all = Math.max(begunWith, written, 1);
  const share = Math.max(0, Math.min(1, (all - toTakeOff) / all));
  const busy = toTakeOff > 0 || metafields.going || lists.going;
  return (
    <Card>
      <BlockStack gap="300">
        <RefusalBanner refusal={leave.refusal} onDismiss={leave.dismiss} />
        <Text as="h2" variant="headingMd">{words.title}</Text>
        <p>{words.what}</p>
        {toTakeOff > 0 ? (
          <>
            <p role="status">{words.running(toTakeOff)}</p>
            <progress className="rg-meter" max={1} value={share} aria-label={words.label} aria-valuetext={percent(Math.floor(share * 10) / 10)} />
          </>
        ) : null}
        {metafields.going ? <p role="status">{words.metafieldsRunning}</p> : null}
        {lists.going ? <p role="status">{words.listsRunning}</p> : null}
        {segments.toDelete > 0 ? <p role="status">{words.segmentsRunning(segments.toDelete)}</p> : null}
        {!left && !busy ? <Banner tone="success"><p>{words.ready}</p></Banner> : null}
        {!busy && failed > 0 ? <Banner tone="warning"><p>{words.failed(failed)} <Link to="/app/tags">{words.seeRuns}</Link></p></Banner> : null}
        {segments.failed > 0 ? <Banner tone="warning"><p>{words.segmentsFailed(segments.failed)} <Link to="/app/segments">{words.seeSegments}</Link></p></Banner> : null}
        {segments.changed.length > 0 ? <p>{words.keepsSegments(segments.changed)} <Link to="/app/segments">{words.segments}</Link></p> : null}
        {left ? (
          <InlineStack align="end"><Button tone="critical" onClick={() => setAsked(true)} loading={leave.busy} disabled={busy}>{words.start}</Button></InlineStack>
        ) : null}
      </BlockStack>
      <Dialog
        id="leave-cleanly" open={asked} title={words.ask} confirm={words.confirm} critical busy={leave.busy} onClose={() => setAsked(false)}
        onConfirm={() => {
          setBegunWith(written);
          leave.submit({ leave: 'yes' });
          setAsked(false);
        }}
      >
        <BlockStack gap="200">
          <p>{words.takesOff(written)}</p>
          {metafields.stand ? <p>{words.deletesMetafields(metafields.customers)}</p> : null}
          {lists.stand ? <p>{words.takesListsOff(lists.products)}</p> : null}
          {segments.asWritten.length > 0 ? <p>{words.deletesSegments(segments.asWritten)}</p> : null}
          {segments.changed.length > 0 ? <p>{words.keepsSegments(segments.changed)}</p> : null}
          <p>{words.switchesOff}</p>
          <p>{words.before}</p>
        </BlockStack>
      </Dialog>
    </Card>
  );
}
