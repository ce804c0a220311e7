import { Banner } from '@shopify/polaris';
import type { Refusal } from './use-submission.ts';
import { refusalText } from './words/refusal-text.ts';
import { useFormats, useWords } from './words/WordsProvider.tsx';

/** Why something that was asked for was not done, in the reader's language. */
export function RefusalBanner({ refusal, onDismiss }: { refusal: Refusal | null; onDismiss: () => void }) {
  const words = useWords();
  const { locale } = useFormats();
  if (refusal === null) return null;
  // A warning of Polaris is an alert by itself, so it is read out without more.
  return <Banner tone="warning" title={words.error.refused} onDismiss={onDismiss}><p>{refusalText(locale, refusal)}</p></Banner>;
}
