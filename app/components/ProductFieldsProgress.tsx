import { BlockStack, Card, Text } from '@shopify/polaris';
import type { FieldsProgress } from '../insights/product-fields-page.ts';
import { useFormats, useWords } from './words/WordsProvider.tsx';

/** How far a run over products is. `still`: nothing is written just now. */
export function ProductFieldsProgress({ running, still }: { running: FieldsProgress; still: boolean }) {
  const { progress } = useWords().productFields;
  const { percent } = useFormats();
  const title = progress.title[running.kind];
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">{title}</Text>
        <p className="rg-hidden" role="status">{title}: {percent(Math.floor((running.done / running.of) * 10) / 10)}</p>
        <progress className="rg-meter" max={running.of} value={running.done} aria-label={progress.label} />
        <p className="rg-numbers">{still ? progress.still : running.waiting ? progress.waiting : progress.of(running.done, running.of)}</p>
        {still ? null : <Text as="p" tone="subdued">{progress.leave}</Text>}
      </BlockStack>
    </Card>
  );
}
