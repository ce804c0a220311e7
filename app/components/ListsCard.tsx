import { Link } from '@remix-run/react';
import { BlockStack, Card, Text } from '@shopify/polaris';
import type { ListRunView } from '../recommendations/lists-progress.ts';
import { useWords } from './words/WordsProvider.tsx';

/** When the lists that shoppers see were worked out last; while that goes on, what it is at. One that failed for good waits among the work that failed. */
export function ListsCard({ lists }: { lists: ListRunView }) {
  const { dataPage: { lists: words }, fault, failedWork } = useWords();
  const { underWay, phase, last } = lists;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">{words.title}</Text>
        <p>{words.what}</p>
        {underWay === null ? null : <p role="status">{phase === null ? words.queued : `${words.phases[phase]} … ${words.stands}`}</p>}
        {lists.stalled ? <p>{words.stalled}</p> : null}
        {lists.fault === null ? null : <Text as="p" tone="critical">{words.failed(fault(lists.fault))} <Link to="/app/data/failed">{failedWork.title}</Link></Text>}
        {last === null ? (underWay === null ? <p>{words.never}</p> : null) : <p>{words.last(last.at, last.seconds, last.products, last.customers)}</p>}
      </BlockStack>
    </Card>
  );
}
