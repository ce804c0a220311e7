import { Banner, BlockStack, Box, Button } from '@shopify/polaris';
import { useWords } from './words/WordsProvider.tsx';

/** That Shopify shows 60 days of orders alone, what that means, and what to do about it. `onStart`: null while an import runs. */
export function SixtyDays({ onStart, busy }: { onStart: (() => void) | null; busy: boolean }) {
  const words = useWords();
  const { title, what, steps } = words.firstRun.sixtyDays;
  return (
    <Banner tone="warning" title={title}>
      <BlockStack gap="200">
        <p>{what}</p>
        <ol className="rg-notes">{steps.map((step) => <li key={step}>{step}</li>)}</ol>
        {onStart === null ? null : <Box><Button onClick={onStart} loading={busy}>{words.homePage.sync.importAgain}</Button></Box>}
      </BlockStack>
    </Banner>
  );
}
