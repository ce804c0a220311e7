import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { homeState } from '../components/home-state.ts';
import { HomeScreen } from '../components/HomeScreen.tsx';
import { RefusalBanner } from '../components/RefusalBanner.tsx';
import { Screen } from '../components/Screen.tsx';
import { ScreenError } from '../components/ScreenError.tsx';
import { usePolling } from '../components/use-polling.ts';
import { useSubmission } from '../components/use-submission.ts';
import { useWords } from '../components/words/WordsProvider.tsx';
import { loadHome } from '../insights/load-home.server.ts';
import { noteAccess } from '../privacy/access-log.server.ts';
import { authenticateShop } from '../shops/authenticate-shop.server.ts';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, userId } = await authenticateShop(request);
  const view = await loadHome({ shopId });
  if (view.attention !== null) noteAccess({ shopId, by: userId, what: 'home', customerId: null });
  return view;
}

/** Home: the import while it runs, and then where the shop and its customers stand. */
export default function Home() {
  const view = useLoaderData<typeof loader>();
  const all = useWords();
  const words = all.homePage;
  const state = homeState(view);
  // 'never' too: the first open itself begins the import, and may have looked a moment before.
  usePolling(state === 'never' || state === 'importing' || state === 'sorting' || view.tags.proposing || view.tags.writing !== null || (view.forecasting && !view.outlook.shown));
  const start = useSubmission('/app/import', () => words.import.started);
  const cancel = useSubmission('/app/import', () => words.import.stopping);
  const steps = useSubmission<{ shown: boolean }>('/app/first-steps', ({ shown }) => (shown ? all.firstRun.steps.shown : all.firstRun.steps.hidden));
  const refused = [start, cancel, steps].find((one) => one.refusal !== null);
  return (
    <Screen title={words.title}>
      <RefusalBanner refusal={refused?.refusal ?? null} onDismiss={() => refused?.dismiss()} />
      <HomeScreen
        view={view}
        busy={start.busy || cancel.busy}
        onStart={() => start.submit({ intent: 'start' })}
        onCancel={() => cancel.submit({ intent: 'cancel' })}
        onSteps={(shown) => steps.submit({ intent: shown ? 'restore' : 'dismiss' })}
        stepsBusy={steps.busy}
      />
    </Screen>
  );
}

export function ErrorBoundary() {
  return <ScreenError />;
}
