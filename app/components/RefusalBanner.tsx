import { Banner } from '@shopify/polaris';
import type { Fault } from '../runtime/errors.ts';
import { useWords } from './words/WordsProvider.tsx';

/** Why something that was asked for was not done, in the reader's language. */
export function RefusalBanner({ refusal, onDismiss }: { refusal: Fault | null; onDismiss: () => void }) {
  const words = useWords();
  if (refusal === null) return null;
  // A warning of Polaris is an alert by itself, so it is read out without more.
  return <Banner tone="warning" title={words.error.refused} onDismiss={onDismiss}><p>{words.refusal(refusal)}</p></Banner>;
}
