import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { BlockStack, Card, Text } from '@shopify/polaris';
import { useState } from 'react';
import { Dialog } from '../components/Dialog.tsx';
import { FailedWorkTable } from '../components/FailedWorkTable.tsx';
import { RefusalBanner } from '../components/RefusalBanner.tsx';
import { Screen } from '../components/Screen.tsx';
import { ScreenError } from '../components/ScreenError.tsx';
import { usePolling } from '../components/use-polling.ts';
import { useSubmission } from '../components/use-submission.ts';
import { useWords } from '../components/words/WordsProvider.tsx';
import { loadFailedWork } from '../insights/failed-work.server.ts';
import type { FailedWorkView } from '../insights/failed-work.ts';
import { authenticateShop } from '../shops/authenticate-shop.server.ts';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, shopDomain } = await authenticateShop(request);
  return loadFailedWork({ shopId, shopDomain });
}

/** What the app could not do after all its tries: why, and what the merchant can have done about it. */
export default function FailedWork() {
  const { work, count } = useLoaderData<typeof loader>();
  const words = useWords();
  const page = words.failedWork;
  const [leavingOut, setLeavingOut] = useState<FailedWorkView | null>(null);
  const retry = useSubmission<{ retried: number }>('/app/data/failed/settle', ({ retried }) => page.retried(retried));
  const dismiss = useSubmission('/app/data/failed/settle', () => page.dismissed);
  const refused = [retry, dismiss].find((one) => one.refusal !== null);
  // What was put back may fail again while the page is open.
  usePolling(true);
  return (
    <Screen
      title={page.title}
      backAction={{ content: words.dataPage.back, url: '/app/data' }}
      {...(count === 0 ? {} : { primaryAction: { content: page.retryAll, onAction: () => retry.submit({ how: 'retry-all' }), loading: retry.busy } })}
    >
      <BlockStack gap="400">
        {refused === undefined ? null : <RefusalBanner refusal={refused.refusal} onDismiss={refused.dismiss} />}
        {count === 0 ? (
          <Card><BlockStack gap="200"><Text as="h2" variant="headingMd">{page.noneTitle}</Text><p>{page.none}</p></BlockStack></Card>
        ) : (
          <>
            <p>{page.what}</p>
            {count > work.length ? <p>{page.shown(work.length, count)}</p> : null}
            <FailedWorkTable work={work} busy={retry.busy || dismiss.busy} onRetry={(one) => retry.submit({ how: 'retry', key: one.key })} onLeaveOut={setLeavingOut} />
          </>
        )}
      </BlockStack>
      <Dialog
        id="leave-out" open={leavingOut !== null} title={page.leaveOutTitle} confirm={page.leaveOut} critical busy={dismiss.busy}
        onConfirm={() => {
          if (leavingOut !== null) dismiss.submit({ how: 'dismiss', key: leavingOut.key });
          setLeavingOut(null);
        }}
        onClose={() => setLeavingOut(null)}
      >
        <p>{leavingOut?.source === 'job' ? page.leaveOutJob : page.leaveOutEvent}</p>
      </Dialog>
    </Screen>
  );
}

export function ErrorBoundary() {
  return <ScreenError />;
}
