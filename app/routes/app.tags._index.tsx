import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useNavigate, useNavigation } from '@remix-run/react';
import { BlockStack, Box, Button, Card, InlineStack, Text } from '@shopify/polaris';
import { useState } from 'react';
import { z } from 'zod';
import { BatchProgress } from '../components/BatchProgress.tsx';
import { Collisions } from '../components/Collisions.tsx';
import { dailyOf, dailySize, daysFor } from '../components/DailyChoice.tsx';
import { Dialog } from '../components/Dialog.tsx';
import { DiffTable } from '../components/DiffTable.tsx';
import { NoCustomersYet } from '../components/NoCustomersYet.tsx';
import { chosenOf, Proposal, TagsLeftAlone, type ApprovalPart } from '../components/Proposal.tsx';
import { RefusalBanner } from '../components/RefusalBanner.tsx';
import { RunHistory } from '../components/RunHistory.tsx';
import { isUnderWay, RunProgress } from '../components/RunProgress.tsx';
import { Screen } from '../components/Screen.tsx';
import { ScreenError } from '../components/ScreenError.tsx';
import { usePolling } from '../components/use-polling.ts';
import { useSubmission } from '../components/use-submission.ts';
import { useWords } from '../components/words/WordsProvider.tsx';
import { WritingBanners } from '../components/WritingBanners.tsx';
import { loadTagChanges } from '../insights/load-tag-changes.server.ts';
import type { StoreRead } from '../mirror/load-import-progress.server.ts';
import { noteAccess } from '../privacy/access-log.server.ts';
import { authenticateShop } from '../shops/authenticate-shop.server.ts';
import type { TagDiff } from '../tags/diff-view.ts';
import { TAG_RULES } from '../tags/tag-rule.ts';

const id = z.coerce.number().int().positive().optional().catch(undefined);
const addressSchema = z.object({ tag: z.enum(TAG_RULES).optional().catch(undefined), after: id, before: id, olderThan: id });

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, userId } = await authenticateShop(request);
  const { tag, ...page } = addressSchema.parse(Object.fromEntries(new URL(request.url).searchParams));
  const changes = await loadTagChanges({ shopId, rule: tag, ...page });
  if (changes.page.rows.length > 0) noteAccess({ shopId, by: userId, what: 'tag-changes', customerId: null });
  return { ...changes, rule: tag ?? null, isOlder: page.olderThan !== undefined };
}

/** What Regulars would write, for the merchant to approve; what it has written, to be undone. */
export default function TagChanges() {
  const { diff, page, runs, olderThan, newest, proposing, rule, isOlder, writing, collisions, store } = useLoaderData<typeof loader>();
  const { tagsPage: words, tagWriting } = useWords();
  const navigate = useNavigate();
  const navigation = useNavigation();
  const [asking, setAsking] = useState(false);
  const [part, setPart] = useState<ApprovalPart>({ without: new Set(), daily: dailyOf(writing.dailyAdditions) });
  const resume = useSubmission('/app/tags/write', () => tagWriting.paused.resumed);
  const approve = useSubmission<{ runId: number }>('/app/tags/approve', ({ runId }) => {
    setAsking(false);
    navigate(`/app/tags/${runId}`);
    return words.confirm.done;
  });
  const stop = useSubmission('/app/tags/stop', () => words.run.cancelDone);
  const underWay = newest !== null && isUnderWay(newest) ? newest : null;
  usePolling((underWay !== null && writing.paused === null) || proposing);
  const { proposal } = diff;
  const chosen = chosenOf(diff, part.without);
  const changes = chosen.adds + chosen.removes;
  const size = chosen.adds === 0 ? null : dailySize(part.daily);
  const busy = navigation.state === 'loading' && navigation.location.pathname === '/app/tags';
  const offered = writing.mode === 'by-approval' && proposal === null && underWay === null;
  return (
    // The way to how tags are written stands once: in the heading, or in the offer below it.
    <Screen title={words.title} secondaryActions={offered ? undefined : [{ content: tagWriting.open, url: '/app/tags/writing' }]}>
      <BlockStack gap="400">
        <RefusalBanner refusal={approve.refusal ?? stop.refusal} onDismiss={approve.refusal === null ? stop.dismiss : approve.dismiss} />
        <WritingBanners writing={writing} busy={resume.busy} onResume={() => resume.submit({ intent: 'resume' })} />
        {offered ? (
          <Card>
            <InlineStack align="space-between" blockAlign="center" gap="400">
              <div className="rg-fill"><Text as="p">{tagWriting.automatic.offer}</Text></div>
              <Button url="/app/tags/writing">{tagWriting.open}</Button>
            </InlineStack>
          </Card>
        ) : null}
        {writing.automatic === null ? null : (
          <Box paddingInline={{ xs: '400', sm: '0' }}><Text as="p" tone="subdued">{tagWriting.automatic.on(tagWriting.staff(writing.automatic.by.id, writing.automatic.by.name), writing.automatic.since)}</Text></Box>
        )}
        {writing.waiting.map((run) => <BatchProgress key={run.runId} run={run} writing={writing} watch={`/app/tags/${run.runId}`} />)}
        {underWay === null ? null : (
          <RunProgress run={underWay} paused={writing.paused !== null} watch={`/app/tags/${underWay.id}`} busy={stop.busy} onCancel={() => stop.submit({ runId: String(underWay.id), how: 'cancel' })} />
        )}
        {proposal === null ? <NothingProposed diff={diff} store={store} never={diff.tags.every((tag) => tag.wanted === 0) && newest === null} proposing={proposing} /> : (
          <>
            <Proposal diff={diff} part={part} onPart={setPart} busy={approve.busy} onApprove={() => setAsking(true)} />
            <Collisions collisions={collisions} />
            <DiffTable page={page} tags={diff.tags} rule={rule} busy={busy} />
          </>
        )}
        {proposal === null ? <Collisions collisions={collisions} /> : null}
        <RunHistory runs={runs} newer={isOlder ? '/app/tags' : null} older={olderThan === null ? null : `/app/tags?olderThan=${olderThan}`} />
      </BlockStack>
      {proposal === null ? null : (
        <Dialog
          id="approve-tags"
          open={asking}
          title={words.confirm.title}
          confirm={words.confirm.approve(changes)}
          busy={approve.busy}
          onClose={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false);
            approve.submit({
              proposalId: String(proposal.id), revision: String(proposal.revision), daily: size == null ? 'all' : String(size),
              ...(changes === proposal.adds + proposal.removes ? {} : { rules: chosen.rules.join(',') }),
            });
          }}
        >
          <p><strong>{changes === proposal.adds + proposal.removes ? words.confirm.what(proposal.adds, proposal.removes, proposal.customers, chosen.rules.length) : tagWriting.part.chosen(changes, proposal.adds + proposal.removes)}</strong></p>
          {chosen.adds > 0 ? <p>{words.confirm.flow}</p> : null}
          {size == null ? null : <p>{tagWriting.daily.confirm(size, daysFor(chosen.adds, size))}</p>}
          <p>{words.confirm.onlyOurs}</p>
        </Dialog>
      )}
    </Screen>
  );
}

/** Why there is nothing to approve. */
function NothingProposed({ diff, store, never, proposing }: { diff: TagDiff; store: StoreRead; never: boolean; proposing: boolean }) {
  const { proposal } = useWords().tagsPage;
  if (proposing) {
    return (
      <Card>
        <BlockStack gap="200">
          <Text as="h2" variant="headingMd">{proposal.proposing}</Text>
          <p role="status">{proposal.proposingWhat}</p>
        </BlockStack>
      </Card>
    );
  }
  if (never && store === 'no-customers') return <NoCustomersYet means="tags">{proposal.nothingWritten}</NoCustomersYet>;
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">{never ? proposal.notYet : proposal.none}</Text>
        <Text as="p">{!never ? proposal.noneWhat : store === 'not-yet' ? proposal.notYetWhat : proposal.noneFits}</Text>
        {never ? <Text as="p" tone="subdued">{proposal.nothingWritten}</Text> : null}
        {never && store === 'not-yet' ? <Box><Button url="/app">{proposal.toHome}</Button></Box> : null}
        <TagsLeftAlone tags={diff.tags} />
      </BlockStack>
    </Card>
  );
}

export function ErrorBoundary() {
  return <ScreenError />;
}
