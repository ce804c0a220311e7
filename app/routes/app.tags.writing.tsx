import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { BlockStack } from '@shopify/polaris';
import { AutomaticCard, BrakeCard, DailyCard, PauseCard } from '../components/AutomaticCard.tsx';
import { MetafieldsCard } from '../components/MetafieldsCard.tsx';
import { Screen } from '../components/Screen.tsx';
import { ScreenError } from '../components/ScreenError.tsx';
import { UndoTagCard } from '../components/UndoTagCard.tsx';
import { useSubmission } from '../components/use-submission.ts';
import { useWords } from '../components/words/WordsProvider.tsx';
import { WritingBanners } from '../components/WritingBanners.tsx';
import { loadTagWritingPage } from '../insights/load-tag-writing-page.server.ts';
import { authenticateShop } from '../shops/authenticate-shop.server.ts';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId } = await authenticateShop(request);
  return loadTagWritingPage({ shopId });
}

/** How tags are written: by themselves or not, how fast, not at all for now; and the way to take one off everywhere. */
export default function TagWriting() {
  const { writing, undo, metafields } = useLoaderData<typeof loader>();
  const words = useWords().tagWriting;
  const resume = useSubmission('/app/tags/write', () => words.paused.resumed);
  return (
    <Screen title={words.title} backAction={{ content: words.back, url: '/app/tags' }}>
      <BlockStack gap="400">
        <WritingBanners writing={writing} busy={resume.busy} onResume={() => resume.submit({ intent: 'resume' })} />
        <AutomaticCard writing={writing} />
        <DailyCard writing={writing} />
        <BrakeCard writing={writing} />
        {writing.paused === null ? <PauseCard /> : null}
        <UndoTagCard tags={undo} />
        <MetafieldsCard status={metafields} />
      </BlockStack>
    </Screen>
  );
}

export function ErrorBoundary() {
  return <ScreenError />;
}
