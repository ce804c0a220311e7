import { Badge, BlockStack, Card, InlineStack, Text } from '@shopify/polaris';
import type { HomeFigures, ImportView } from '../insights/home.ts';
import { useWords } from './words/WordsProvider.tsx';

/** Says of the figures below that they rest on a part of the store, on which part, and what is still to come. */
export function ProvisionalNote({ figures, run }: { figures: HomeFigures; run: ImportView | null }) {
  const words = useWords().firstRun.provisional;
  const orders = run?.parts.find((part) => part.kind === 'orders');
  const left = orders === undefined || orders.expected === null ? 0 : Math.max(0, orders.expected - orders.done);
  const goesOn = run !== null && (run.status === 'queued' || run.status === 'running');
  return (
    <Card>
      <BlockStack gap="100">
        <InlineStack align="start" gap="200" blockAlign="center">
          <Text as="h2" variant="headingMd">{words.title}</Text>
          <Badge tone="attention">{words.badge}</Badge>
        </InlineStack>
        <p className="rg-numbers">{words.from(figures.shop.orders, figures.computedForDay)} {!goesOn ? words.stopped : left > 0 && orders?.status !== 'done' ? words.toCome(left) : words.toComeRefunds}</p>
        <p>{words.meaning}</p>
      </BlockStack>
    </Card>
  );
}
