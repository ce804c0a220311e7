import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useNavigate, useNavigation } from '@remix-run/react';
import { BlockStack, Box, Button, Text } from '@shopify/polaris';
import { useState } from 'react';
import { z } from 'zod';
import { BatchProgress } from '../components/BatchProgress.tsx';
import { Dialog } from '../components/Dialog.tsx';
import { RefusalBanner } from '../components/RefusalBanner.tsx';
import { RunChangesTable } from '../components/RunChangesTable.tsx';
import { runTitle } from '../components/RunHistory.tsx';
import { isUnderWay, RunProgress } from '../components/RunProgress.tsx';
import { RunSummary } from '../components/RunSummary.tsx';
import { Screen } from '../components/Screen.tsx';
import { ScreenError } from '../components/ScreenError.tsx';
import { usePolling } from '../components/use-polling.ts';
import { useSubmission } from '../components/use-submission.ts';
import { useWords } from '../components/words/WordsProvider.tsx';
import { WritingBanners } from '../components/WritingBanners.tsx';
import { loadTagRunPage } from '../insights/load-tag-run-page.server.ts';
import { noteAccess } from '../privacy/access-log.server.ts';
import { authenticateShop } from '../shops/authenticate-shop.server.ts';
import { RUN_CHANGE_STATES } from '../tags/run-view.ts';

const id = z.coerce.number().int().positive().max(2 ** 31 - 1);
const addressSchema = z.object({
  state: z.enum(RUN_CHANGE_STATES).optional().catch(undefined),
  after: z.coerce.number().int().positive().optional().catch(undefined),
  before: z.coerce.number().int().positive().optional().catch(undefined),
});

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shopId, userId } = await authenticateShop(request);
  const runId = id.safeParse(params['runId']);
  const { state, after, before } = addressSchema.parse(Object.fromEntries(new URL(request.url).searchParams));
  const found = runId.success ? await loadTagRunPage({ shopId, runId: runId.data, state, after, before }) : null;
  if (found === null) throw new Response(null, { status: 404 });
  if (found.page.rows.length > 0) noteAccess({ shopId, by: userId, what: 'tag-changes', customerId: null });
  return { ...found, state: state ?? null };
}

/** One run: its progress or its outcome, every change, and the way back. */
export default function TagRun() {
  const { detail, page, undoneBy, state, writing } = useLoaderData<typeof loader>();
  const { run } = detail;
  const { tagsPage: words, tagWriting } = useWords();
  const navigate = useNavigate();
  const navigation = useNavigation();
  const [asking, setAsking] = useState(false);
  const form = { runId: String(run.id) };
  const undo = useSubmission<{ runId: number }>('/app/tags/undo', (answer) => {
    navigate(`/app/tags/${answer.runId}`);
    return words.run.undoStarted;
  });
  const again = useSubmission<{ tags: number }>('/app/tags/propose-again', (answer) => {
    if (answer.tags > 0) navigate('/app/tags');
    return words.run.againDone(answer.tags);
  });
  const stop = useSubmission('/app/tags/stop', () => (run.state === 'failed' || run.state === 'paused' ? words.run.resumeDone : words.run.cancelDone));
  const underWay = isUnderWay(run);
  usePolling(underWay && writing.paused === null);
  const waiting = writing.waiting.find((one) => one.runId === run.id);
  const resume = useSubmission('/app/tags/write', () => tagWriting.paused.resumed);
  const stopped = run.state === 'failed' || run.state === 'paused';
  const mayPropose = run.kind === 'undo' && !underWay && run.removed > 0;
  const refused = [undo, again, stop].find((one) => one.refusal !== null);
  const resumeAction = { content: words.run.resume, onAction: () => stop.submit({ ...form, how: 'resume' }), loading: stop.busy };
  const againAction = { content: words.run.again, onAction: () => again.submit(form), loading: again.busy };
  const primary = stopped ? resumeAction : mayPropose ? againAction : undefined;
  const title = runTitle(run, words.history);
  return (
    <Screen title={title} backAction={{ content: words.run.back, url: '/app/tags' }} primaryAction={primary}>
      <BlockStack gap="400">
        {refused === undefined ? null : <RefusalBanner refusal={refused.refusal} onDismiss={refused.dismiss} />}
        <WritingBanners writing={{ ...writing, brake: null }} busy={resume.busy} onResume={() => resume.submit({ intent: 'resume' })} />
        {waiting === undefined ? null : <BatchProgress run={waiting} writing={writing} />}
        {underWay ? <RunProgress run={run} paused={writing.paused !== null} busy={stop.busy} onCancel={() => stop.submit({ ...form, how: 'cancel' })} /> : null}
        {mayPropose ? <Box paddingInline={{ xs: '400', sm: '0' }}><Text as="p" tone="subdued">{words.run.againWhat}</Text></Box> : null}
        <RunSummary detail={detail} undoneBy={undoneBy} action={run.canUndo ? <Button onClick={() => setAsking(true)} loading={undo.busy}>{words.run.undo}</Button> : null} />
        <RunChangesTable runId={run.id} page={page} state={state} busy={navigation.state === 'loading' && navigation.location.pathname === `/app/tags/${run.id}`} />
      </BlockStack>
      {run.canUndo ? (
        <Dialog
          id="undo-run"
          open={asking}
          title={words.run.undoTitle(run.id)}
          confirm={words.run.undoConfirm}
          critical
          busy={undo.busy}
          onClose={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false);
            undo.submit(form);
          }}
        >
          <p><strong>{words.run.undoWhat(run.added, run.removed)}</strong></p>
          <p>{words.run.undoLeaves}</p>
          {run.removed > 0 ? <p>{words.run.undoFlow}</p> : null}
        </Dialog>
      ) : null}
    </Screen>
  );
}

export function ErrorBoundary() {
  const { run } = useWords().tagsPage;
  return <ScreenError missing={{ title: run.unknownTitle, what: run.unknown, action: run.toTags, to: '/app/tags' }} />;
}
