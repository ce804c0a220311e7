import { Banner } from '@shopify/polaris';
import type { TagWritingView } from '../tags/writing-view.ts';
import { useWords } from './words/WordsProvider.tsx';

/** What holds writing up, and the way on. */
export function WritingBanners({ writing, busy, onResume }: { writing: TagWritingView; busy: boolean; onResume: () => void }) {
  const words = useWords().tagWriting;
  const { paused, brake, brakeRule } = writing;
  return (
    <>
      {paused === null ? null : (
        <Banner tone="warning" title={words.paused.title} action={{ content: words.paused.resume, onAction: onResume, loading: busy }}>
          <p>{words.paused.what(words.staff(paused.by.id, paused.by.name), paused.since)}</p>
        </Banner>
      )}
      {brake === null ? null : <Banner tone="warning" title={words.brake.title}><p>{words.brake.what(brake.touched, brake.of, brakeRule.percent)}</p></Banner>}
    </>
  );
}
