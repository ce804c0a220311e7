import { BlockStack, Card, Text } from '@shopify/polaris';
import type { MetafieldsProgress as Running } from '../insights/metafields-page.ts';
import { useFormats, useWords } from './words/WordsProvider.tsx';

/** How far a run over all customers is. `still`: nothing is written just now. */
export function MetafieldsProgress({ running, still }: { running: Running; still: boolean }) {
  const words = useWords().metafields;
  const { percent } = useFormats();
  const { progress } = words;
  const title = running.kind === 'write' ? progress.write : progress.remove;
  const tenth = Math.floor((running.done / running.of) * 10) / 10;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">{title}</Text>
        <p className="rg-hidden" role="status">{title}: {percent(tenth)}</p>
        <progress className="rg-meter" max={running.of} value={running.done} aria-label={progress.label} />
        <p className="rg-numbers">{still ? words.card.status.paused : running.waiting ? progress.waiting : progress.of(running.done, running.of)}</p>
        {still ? null : <Text as="p" tone="subdued">{progress.leave}</Text>}
      </BlockStack>
    </Card>
  );
}
