import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useNavigate, useNavigation } from '@remix-run/react';
import { BlockStack, Box, Button, Card, Text } from '@shopify/polaris';
import { useState } from 'react';
import { z } from 'zod';
import { Dialog } from '../components/Dialog.tsx';
import { DiffTable } from '../components/DiffTable.tsx';
import { Proposal, TagsLeftAlone } from '../components/Proposal.tsx';
import { RefusalBanner } from '../components/RefusalBanner.tsx';
import { RunHistory } from '../components/RunHistory.tsx';
import { isUnderWay, RunProgress } from '../components/RunProgress.tsx';
import { Screen } from '../components/Screen.tsx';
import { ScreenError } from '../components/ScreenError.tsx';
import { usePolling } from '../components/use-polling.ts';
import { useSubmission } from '../components/use-submission.ts';
import { useWords } from '../components/words/WordsProvider.tsx';
import { loadTagChanges } from '../insights/load-tag-changes.server.ts';
import { authenticateShop } from '../shops/authenticate-shop.server.ts';
import type { TagDiff } from '../tags/diff-view.ts';
import { TAG_RULES } from '../tags/tag-catalogue.ts';

const id = z.coerce.number().int().positive().optional().catch(undefined);
const addressSchema = z.object({ tag: z.enum(TAG_RULES).optional().catch(undefined), after: id, before: id, olderThan: id });

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId } = await authenticateShop(request);
  const { tag, ...page } = addressSchema.parse(Object.fromEntries(new URL(request.url).searchParams));
  return { ...(await loadTagChanges({ shopId, rule: tag, ...page })), rule: tag ?? null, isOlder: page.olderThan !== undefined };
}

/** What Regulars would write, for the merchant to approve; what it has written, to be undone. */
export default function TagChanges() {
  const { diff, page, runs, olderThan, newest, proposing, rule, isOlder } = useLoaderData<typeof loader>();
  const words = useWords().tagsPage;
  const navigate = useNavigate();
  const navigation = useNavigation();
  const [asking, setAsking] = useState(false);
  const approve = useSubmission<{ runId: number }>('/app/tags/approve', ({ runId }) => {
    setAsking(false);
    navigate(`/app/tags/${runId}`);
    return words.confirm.done;
  });
  const stop = useSubmission('/app/tags/stop', () => words.run.cancelDone);
  const underWay = newest !== null && isUnderWay(newest) ? newest : null;
  usePolling(underWay !== null || proposing);
  const { proposal } = diff;
  const changes = proposal === null ? 0 : proposal.adds + proposal.removes;
  const busy = navigation.state === 'loading' && navigation.location.pathname === '/app/tags';
  return (
    <Screen title={words.title}>
      <BlockStack gap="400">
        <RefusalBanner refusal={approve.refusal ?? stop.refusal} onDismiss={approve.refusal === null ? stop.dismiss : approve.dismiss} />
        {underWay === null ? null : (
          <RunProgress run={underWay} watch={`/app/tags/${underWay.id}`} busy={stop.busy} onCancel={() => stop.submit({ runId: String(underWay.id), how: 'cancel' })} />
        )}
        {proposal === null ? <NothingProposed diff={diff} never={diff.tags.every((tag) => tag.wanted === 0) && newest === null} proposing={proposing} /> : (
          <>
            <Proposal diff={diff} busy={approve.busy} onApprove={() => setAsking(true)} />
            <DiffTable page={page} tags={diff.tags} rule={rule} busy={busy} />
          </>
        )}
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
            approve.submit({ proposalId: String(proposal.id), revision: String(proposal.revision) });
          }}
        >
          <p><strong>{words.confirm.what(proposal.adds, proposal.removes, proposal.customers, diff.tags.filter((tag) => tag.adds + tag.removes > 0).length)}</strong></p>
          {proposal.adds > 0 ? <p>{words.confirm.flow}</p> : null}
          <p>{words.confirm.onlyOurs}</p>
        </Dialog>
      )}
    </Screen>
  );
}

/** Why there is nothing to approve. */
function NothingProposed({ diff, never, proposing }: { diff: TagDiff; never: boolean; proposing: boolean }) {
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
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">{never ? proposal.notYet : proposal.none}</Text>
        <Text as="p">{never ? proposal.notYetWhat : proposal.noneWhat}</Text>
        {never ? <Text as="p" tone="subdued">{proposal.nothingWritten}</Text> : null}
        {never ? <Box><Button url="/app">{proposal.toHome}</Button></Box> : null}
        <TagsLeftAlone tags={diff.tags} />
      </BlockStack>
    </Card>
  );
}

export function ErrorBoundary() {
  return <ScreenError />;
}
