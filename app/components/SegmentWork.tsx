import { Banner, BlockStack, Button, Card, InlineStack, Spinner, Text, Box } from '@shopify/polaris';
import type { OpenSegmentChange } from '../segments/segment-view.ts';
import { useWords } from './words/WordsProvider.tsx';

/** What is being asked of Shopify, what stopped on the way, and what Shopify refused in its own words. */
export function SegmentWork({ open, busy, onAgain }: { open: readonly OpenSegmentChange[]; busy: boolean; onAgain: (change: OpenSegmentChange) => void }) {
  const words = useWords().segmentsPage.open;
  return open.map((change) => {
    if (change.state === 'under-way') {
      return (
        <Card key={change.key}>
          <InlineStack gap="200" blockAlign="center">
            <span aria-hidden="true"><Spinner size="small" /></span>
            <Text as="p"><span role="status">{words[change.action](change.name)}</span></Text>
          </InlineStack>
        </Card>
      );
    }
    return (
      <Banner key={change.key} tone="warning" title={words[`${change.action}Failed`](change.name)}>
        <BlockStack gap="200">
          <p>{change.state === 'failed' ? `${words.failed(change.message)} ${words.failedNext}` : words.stopped}</p>
          <Box><Button onClick={() => onAgain(change)} loading={busy}>{words.again}</Button></Box>
        </BlockStack>
      </Banner>
    );
  });
}
