import { Badge, BlockStack, Button, Card, InlineStack, Text } from '@shopify/polaris';
import type { TagsWaiting } from '../insights/home.ts';
import { useWords } from './words/WordsProvider.tsx';

/** What is to be decided about tags, and the way to it. `primary`: it is what this page is for now. */
export function TagsCard({ tags, primary }: { tags: TagsWaiting; primary: boolean }) {
  const all = useWords();
  const words = all.homePage.waiting;
  const { proposal, writing, proposing, neverApproved } = tags;
  const changes = proposal === null ? 0 : proposal.adds + proposal.removes;
  const heading = writing !== null ? words.writing(writing.done, writing.total) : changes > 0 ? words.waitForApproval(changes) : words.title;
  const action = writing !== null ? words.watch : changes > 0 ? words.review : words.history;
  return (
    <Card>
      <InlineStack align="space-between" blockAlign="center" gap="400">
        <div className="rg-fill"><BlockStack gap="100">
          <InlineStack align="start" gap="200" blockAlign="center">
            <Text as="h2" variant="headingMd">{heading}</Text>
            {neverApproved ? <Badge tone="info">{all.firstRun.readOnly}</Badge> : null}
          </InlineStack>
          {proposal !== null && changes > 0 && writing === null ? <Text as="p">{words.what(proposal.adds, proposal.removes)}</Text> : null}
          {changes === 0 && writing === null ? <Text as="p" tone="subdued">{proposing ? words.proposing : words.nothing}</Text> : null}
          {neverApproved ? <Text as="p" tone="subdued">{words.first}</Text> : null}
        </BlockStack></div>
        <Button url={writing === null ? '/app/tags' : `/app/tags/${writing.runId}`} variant={primary && (changes > 0 || writing !== null) ? 'primary' : undefined}>{action}</Button>
      </InlineStack>
    </Card>
  );
}
