import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Banner, BlockStack } from '@shopify/polaris';
import { z } from 'zod';
import { ImportFigures } from '../components/ImportFigures.tsx';
import { ImportProgress } from '../components/ImportProgress.tsx';
import { RefusalBanner } from '../components/RefusalBanner.tsx';
import { RejectedRows } from '../components/RejectedRows.tsx';
import { Screen } from '../components/Screen.tsx';
import { ScreenError } from '../components/ScreenError.tsx';
import { useDownload } from '../components/use-download.ts';
import { usePolling } from '../components/use-polling.ts';
import { useSubmission } from '../components/use-submission.ts';
import { useWords } from '../components/words/WordsProvider.tsx';
import { loadImportPage } from '../insights/load-imports.server.ts';
import { noteAccess } from '../privacy/access-log.server.ts';
import { authenticateShop } from '../shops/authenticate-shop.server.ts';

const id = z.coerce.number().int().positive().max(2 ** 31 - 1);
const addressSchema = z.object({
  reason: z.string().regex(/^[a-z-]{1,40}$/).optional().catch(undefined),
  after: z.string().optional(),
  before: z.string().optional(),
});

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shopId, userId } = await authenticateShop(request);
  const runId = id.safeParse(params['runId']);
  const { reason, after, before } = addressSchema.parse(Object.fromEntries(new URL(request.url).searchParams));
  const found = runId.success ? await loadImportPage({ shopId, runId: runId.data, code: reason, after, before }) : null;
  if (found === null) throw new Response(null, { status: 404 });
  if (found.rows.length > 0) noteAccess({ shopId, by: userId, what: 'rejects', customerId: null });
  return found;
}

/** One import: how far it is or how it ended, its figures, and the rows that it left out. */
export default function Import() {
  const view = useLoaderData<typeof loader>();
  const words = useWords();
  const page = words.dataPage;
  const { run, code } = view;
  const active = run.status === 'queued' || run.status === 'running';
  usePolling(active);
  const start = useSubmission('/app/import', () => words.homePage.import.started);
  const cancel = useSubmission('/app/import', () => words.homePage.import.stopping);
  const file = useDownload('/app/data/export', page.rejects.started);
  const refused = [start, cancel, file].find((one) => one.refusal !== null);
  const here = `/app/data/imports/${run.id}`;
  return (
    <Screen title={page.imports.number(run.id)} backAction={{ content: page.back, url: '/app/data' }} secondaryActions={[{ content: page.imports.all, url: '/app/data/imports' }]}>
      <BlockStack gap="400">
        {refused === undefined ? null : <RefusalBanner refusal={refused.refusal} onDismiss={refused.dismiss} />}
        {active ? <ImportProgress run={run} busy={start.busy || cancel.busy} onStart={() => start.submit({ intent: 'start' })} onCancel={() => cancel.submit({ intent: 'cancel' })} /> : null}
        {run.status === 'failed' ? <Banner tone="critical" title={page.run.failed}><p>{run.fault === null ? '' : words.homePage.import.failedWith(words.fault(run.fault))} {page.run.failedNext}</p></Banner> : null}
        <ImportFigures run={run} />
        <RejectedRows
          view={view}
          address={(query) => `${here}?${new URLSearchParams(query).toString()}`}
          busy={file.busy}
          onDownload={(form) => file.submit({ what: 'rejects', runId: String(run.id), form, ...(code === null ? {} : { code }) })}
        />
      </BlockStack>
    </Screen>
  );
}

export function ErrorBoundary() {
  const page = useWords().dataPage.imports;
  return <ScreenError missing={{ title: page.unknownTitle, what: page.unknown, action: page.toList, to: '/app/data/imports' }} />;
}
