import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { BlockStack } from '@shopify/polaris';
import { AccessCard } from '../components/AccessCard.tsx';
import { DataRequestsCard } from '../components/DataRequestsCard.tsx';
import { KeepLogsCard } from '../components/KeepLogsCard.tsx';
import { LeaveCard } from '../components/LeaveCard.tsx';
import { Screen } from '../components/Screen.tsx';
import { ScreenError } from '../components/ScreenError.tsx';
import { usePolling } from '../components/use-polling.ts';
import { useWords } from '../components/words/WordsProvider.tsx';
import { loadPrivacyPage } from '../privacy/load-privacy-page.server.ts';
import { authenticateShop } from '../shops/authenticate-shop.server.ts';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId } = await authenticateShop(request);
  return loadPrivacyPage({ shopId });
}

/** People's data: what they asked for, who looked at it, how long logs are kept, and the way out of the store. */
export default function Privacy() {
  const { requests, accesses, keepLogDays, leaving } = useLoaderData<typeof loader>();
  const words = useWords();
  usePolling(leaving.toTakeOff > 0 || leaving.segments.toDelete > 0);
  return (
    <Screen title={words.privacy.title} backAction={{ content: words.dataPage.back, url: '/app/data' }}>
      <BlockStack gap="400">
        <DataRequestsCard requests={requests} />
        <AccessCard accesses={accesses} />
        <KeepLogsCard days={keepLogDays} />
        <LeaveCard leaving={leaving} />
      </BlockStack>
    </Screen>
  );
}

export function ErrorBoundary() {
  return <ScreenError />;
}
