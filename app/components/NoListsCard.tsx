import { BlockStack, Button, Card, Text } from '@shopify/polaris';
import type { ListRunView } from '../recommendations/lists-progress.ts';
import type { NoLists } from '../recommendations/recommendations-page.ts';
import { RefusalBanner } from './RefusalBanner.tsx';
import { useSubmission } from './use-submission.ts';
import { useWords } from './words/WordsProvider.tsx';

/** Why there are no lists yet, and what to do about it. */
export function NoListsCard({ none, run }: { none: NoLists; run: ListRunView }) {
  const words = useWords();
  const { none: own } = words.recommendations;
  const refresh = useSubmission('/app/recommendations/refresh', () => own.asked);
  return (
    <Card>
      <BlockStack gap="200" inlineAlign="start">
        <RefusalBanner refusal={refresh.refusal} onDismiss={refresh.dismiss} />
        <Text as="h2" variant="headingMd">{own.title[none]}</Text>
        <div role="status"><p>{own.what[none]}</p></div>
        {run.fault === null ? null : <Text as="p" tone="critical">{words.fault(run.fault)}</Text>}
        {none === 'not-yet' ? <Button variant="primary" loading={refresh.busy} onClick={() => refresh.submit({})}>{own.action}</Button> : null}
      </BlockStack>
    </Card>
  );
}
