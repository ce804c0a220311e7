import { Badge, BlockStack, Button, Card, InlineStack, Text } from '@shopify/polaris';
import type { TagsWaiting } from '../insights/home.ts';
import type { TagWritingView } from '../tags/writing-view.ts';
import { useWords } from './words/WordsProvider.tsx';

/** Whether tags are written, what is to be decided about them, and the way to it. `primary`: it is what this page is for now. */
export function TagsCard({ tags, writing: how, primary }: { tags: TagsWaiting; writing: TagWritingView; primary: boolean }) {
  const words = useWords().homePage.waiting;
  const { proposal, writing, proposing } = tags;
  const changes = proposal === null ? 0 : proposal.adds + proposal.removes;
  const heading = writing !== null ? words.writing(writing.done, writing.total) : changes > 0 ? words.waitForApproval(changes) : words.title;
  const action = writing !== null ? words.watch : changes > 0 ? words.review : words.history;
  return (
    <Card>
      <InlineStack align="space-between" blockAlign="center" gap="400">
        <div className="rg-fill"><BlockStack gap="100">
          <InlineStack align="start" gap="200" blockAlign="center">
            <Text as="h2" variant="headingMd">{heading}</Text>
            <Mode how={how} />
          </InlineStack>
          {proposal !== null && changes > 0 && writing === null ? <Text as="p">{words.what(proposal.adds, proposal.removes)}</Text> : null}
          {changes === 0 && writing === null ? <Text as="p" tone="subdued">{proposing ? words.proposing : words.nothing}</Text> : null}
          <State how={how} />
        </BlockStack></div>
        <Button url={writing === null ? '/app/tags' : `/app/tags/${writing.runId}`} variant={primary && (changes > 0 || writing !== null) ? 'primary' : undefined}>{action}</Button>
      </InlineStack>
    </Card>
  );
}

function Mode({ how }: { how: TagWritingView }) {
  const words = useWords().homePage.waiting;
  if (how.paused !== null) return <Badge tone="warning">{words.paused}</Badge>;
  return <Badge tone={how.mode === 'automatic' ? 'success' : 'info'}>{words.mode[how.mode]}</Badge>;
}

/** What happens by itself, and what holds it up. */
function State({ how }: { how: TagWritingView }) {
  const words = useWords().homePage.waiting;
  const { automatic, brake, mode, paused, waiting } = how;
  const sentences = [
    mode === 'never' ? words.first : null,
    paused !== null ? words.pausedSince(paused.since) : brake !== null ? words.brake(brake.touched, brake.of) : automatic !== null ? words.automaticSince(automatic.since) : mode === 'never' ? null : words.byApproval,
    ...(paused === null ? waiting.map((run) => words.batch(run.next, run.nextAt, run.adds - run.done)) : []),
  ].filter((sentence) => sentence !== null);
  return <>{sentences.map((sentence) => <Text key={sentence} as="p" tone={paused === null && brake === null ? 'subdued' : undefined}>{sentence}</Text>)}</>;
}
