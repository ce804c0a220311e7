import type { LoaderFunctionArgs } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { Banner, BlockStack } from '@shopify/polaris';
import { useState } from 'react';
import { ArchiveCard } from '../components/ArchiveCard.tsx';
import { FitCard } from '../components/FitCard.tsx';
import { ImportsCard } from '../components/ImportsCard.tsx';
import { LastRuns } from '../components/LastRuns.tsx';
import { ListsCard } from '../components/ListsCard.tsx';
import { LiveCard } from '../components/LiveCard.tsx';
import { RebuildCard } from '../components/RebuildCard.tsx';
import { RefusalBanner } from '../components/RefusalBanner.tsx';
import { Screen } from '../components/Screen.tsx';
import { ScreenError } from '../components/ScreenError.tsx';
import { useDownload } from '../components/use-download.ts';
import { usePolling } from '../components/use-polling.ts';
import { useSubmission } from '../components/use-submission.ts';
import { useWords } from '../components/words/WordsProvider.tsx';
import { loadDataPage } from '../insights/load-data-page.server.ts';
import { authenticateShop } from '../shops/authenticate-shop.server.ts';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, shopDomain } = await authenticateShop(request);
  return loadDataPage({ shopId, shopDomain });
}

/** The shop's data: imports, profiles, the export of everything, and what was done last. */
export default function Data() {
  const view = useLoaderData<typeof loader>();
  const words = useWords();
  const page = words.dataPage;
  // A download begins a moment after it was asked for, when the browser has opened its address.
  const [asked, setAsked] = useState(false);
  const start = useSubmission('/app/import', () => words.homePage.import.started);
  const cancel = useSubmission('/app/import', () => words.homePage.import.stopping);
  const rebuild = useSubmission('/app/data/rebuild', () => page.rebuild.started);
  const check = useSubmission<{ begun: boolean }>('/app/data/check', ({ begun }) => (begun ? words.live.begun : words.live.notNow));
  const archive = useDownload('/app/data/export', page.archive.started);
  const refused = [start, cancel, rebuild, check, archive].find((one) => one.refusal !== null);
  const run = view.latestImport;
  const importing = run !== null && (run.status === 'queued' || run.status === 'running');
  usePolling(importing || view.live.look !== null || view.rebuild !== null || view.fit.underWay !== null || view.lists.underWay !== null || view.archive?.state === 'running' || (asked && view.archive?.state === 'asked'));
  return (
    <Screen title={page.title} primaryAction={{ content: page.importNow, onAction: () => start.submit({ intent: 'start' }), loading: start.busy, disabled: importing }}>
      <BlockStack gap="400">
        {refused === undefined ? null : <RefusalBanner refusal={refused.refusal} onDismiss={refused.dismiss} />}
        <ImportsCard run={run} imported={view.imported} busy={start.busy || cancel.busy} onStart={() => start.submit({ intent: 'start' })} onCancel={() => cancel.submit({ intent: 'cancel' })} />
        {view.imported ? <LiveCard live={view.live} possible={!importing} busy={check.busy} onCheck={() => check.submit({})} /> : null}
        <RebuildCard rebuild={view.rebuild} sortedAt={view.sortedAt} possible={view.imported && !importing} busy={rebuild.busy} onStart={() => rebuild.submit({})} />
        {view.imported ? <FitCard fit={view.fit} /> : null}
        {view.imported ? <ListsCard lists={view.lists} /> : null}
        <ArchiveCard
          archive={asked && view.archive?.state === 'asked' ? { ...view.archive, state: 'running' } : view.archive}
          busy={archive.busy}
          onStart={() => {
            setAsked(true);
            archive.submit({ what: 'everything' });
          }}
        />
        {view.failedWork === 0 ? null : <Banner tone="warning"><p><Link to="/app/data/failed">{words.failedWork.onData(view.failedWork)}</Link></p></Banner>}
        <Link to="/app/data/privacy">{words.privacy.onData}</Link>
        <LastRuns runs={view.runs} />
      </BlockStack>
    </Screen>
  );
}

export function ErrorBoundary() {
  return <ScreenError />;
}
