import { Badge, Banner, BlockStack, Button, Card, InlineStack, Text } from '@shopify/polaris';
import type { LiveView } from '../insights/data-page.ts';
import { Pair } from './Pair.tsx';
import { useFormats, useWords } from './words/WordsProvider.tsx';

/** Longer than this no event should wait. */
const BEHIND_SECONDS = 120;

/** Whether changes at Shopify come in by themselves, what the last look for lost ones found, and a way to look now. */
export function LiveCard({ live, possible, busy, onCheck }: { live: LiveView; possible: boolean; busy: boolean; onCheck: () => void }) {
  const words = useWords().live;
  const { number } = useFormats();
  const { events, look, lastLook } = live;
  const behind = events.lagSeconds !== null && events.lagSeconds > BEHIND_SECONDS;
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">{words.title}</Text>
          {events.lastAt === null ? null : <Badge tone={behind ? 'warning' : 'success'}>{behind ? words.behind : words.upToDate}</Badge>}
        </InlineStack>
        <p>{words.what}</p>
        {behind && events.lagSeconds !== null ? <Banner tone="warning"><p>{words.behindWhat(events.waiting, events.lagSeconds)}</p></Banner> : null}
        {events.lastAt === null ? <p>{words.none}</p> : (
          <dl className="rg-pairs">
            <Pair name={words.received}><span className="rg-numbers">{words.receivedCount(events.today, events.lastHour)}</span></Pair>
            <Pair name={words.last}>{words.lastAt(events.lastAt)}</Pair>
            <Pair name={words.waiting} how={words.waitingHow}><span className="rg-numbers">{events.lagSeconds === null ? words.nothingWaits : words.waits(number(events.waiting), events.lagSeconds)}</span></Pair>
          </dl>
        )}
        <Text as="h3" variant="headingSm">{words.check}</Text>
        <p>{words.checkWhat}</p>
        {look === null ? <LastLook look={lastLook} /> : <Checking look={look} />}
        {look !== null && !look.stalled ? null : (
          <InlineStack align="end"><Button onClick={onCheck} loading={busy} disabled={!possible}>{look === null ? words.checkNow : words.again}</Button></InlineStack>
        )}
      </BlockStack>
    </Card>
  );
}

function LastLook({ look }: { look: LiveView['lastLook'] }) {
  const words = useWords().live;
  if (look === null) return <p>{words.neverChecked}</p>;
  if (look.state === 'failed') return <Banner tone="warning" title={words.failed(look.at)}><p>{words.why(look.faultCode)}</p></Banner>;
  if (look.state === 'handed-over') return <p>{words.handedOver(look.at)}</p>;
  return <p>{look.healed.length === 0 ? words.allRight(look.at) : words.healed(look.at, look.healed)}</p>;
}

function Checking({ look }: { look: NonNullable<LiveView['look']> }) {
  const words = useWords().live;
  const { percent } = useFormats();
  return (
    <>
      <p className="rg-hidden" role="status">{words.checking}: {percent(Math.floor(look.share * 10) / 10)}</p>
      <p>{look.stalled ? words.stalled : words.checking}</p>
      <progress className="rg-meter" max={1} value={look.share} aria-label={words.checking} />
      {look.faultCode === null ? null : <Text as="p" tone="critical">{words.retrying(words.why(look.faultCode))}</Text>}
    </>
  );
}
