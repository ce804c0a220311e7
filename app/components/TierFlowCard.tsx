import { Link, useNavigate } from '@remix-run/react';
import { BlockStack, Button, Card, ProgressBar, Text } from '@shopify/polaris';
import { useState } from 'react';
import { flowAddress, type FlowChoice, type InsightsView } from '../insights/insights-view.ts';
import { FLOW_PRESETS } from '../insights/insight-choices.ts';
import { formatDay } from '../profiles/calendar.ts';
import { RefusalBanner } from './RefusalBanner.tsx';
import { TierFlowPicture } from './TierFlowPicture.tsx';
import { useSubmission } from './use-submission.ts';
import { useWords } from './words/WordsProvider.tsx';

/** Who moved between tiers from one day to another: days that are worked out each night, or two of the merchant's, which are worked out when asked for. */
export function TierFlowCard({ view, forDay }: { view: Pick<InsightsView, 'choice' | 'flow' | 'firstOrderDay'>; forDay: number }) {
  const all = useWords();
  const words = all.insights.flow;
  const { choice, flow } = view;
  const navigate = useNavigate();
  const ask = useSubmission<{ fromDay: number; toDay: number }>('/app/insights/flow', ({ fromDay, toDay }) => {
    navigate(flowAddress({ kind: 'between', fromDay, toDay }), { replace: true, preventScrollReset: true });
    return null;
  });
  const submit = (from: string, to: string) => ask.submit({ from, to });
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="050">
          <Text as="h2" variant="headingMd">{words.title}</Text>
          <Text as="p" tone="subdued" variant="bodySm">{words.what}</Text>
        </BlockStack>
        <nav aria-label={words.choose}>
          <ul className="rg-choices">
            {FLOW_PRESETS.map((days) => {
              const one: FlowChoice = { kind: 'last', days };
              return <li key={days}><Link to={flowAddress(one)} replace preventScrollReset aria-current={choice.kind === 'last' && choice.days === days ? 'true' : undefined}>{words.last(days)}</Link></li>;
            })}
          </ul>
        </nav>
        <DayChoice key={flowAddress(choice)} choice={choice} firstOrderDay={view.firstOrderDay} forDay={forDay} busy={ask.busy} onAsk={submit} />
        <RefusalBanner refusal={ask.refusal} onDismiss={ask.dismiss} />
        <div aria-live="polite">
          {flow === null ? (
            <BlockStack gap="200" inlineAlign="start">
              <p>{words.unasked}</p>
              {choice.kind === 'between' ? <Button loading={ask.busy} onClick={() => submit(formatDay(choice.fromDay), formatDay(choice.toDay))}>{words.work}</Button> : null}
            </BlockStack>
          ) : flow.state === 'waiting' ? (
            <BlockStack gap="200">
              <p>{words.waiting}</p>
              <ProgressBar progress={Math.round(100 * flow.share)} size="small" ariaLabelledBy="flow-progress" />
              <span id="flow-progress" className="rg-hidden">{words.progress}</span>
            </BlockStack>
          ) : flow.state === 'failed' ? (
            <BlockStack gap="200" inlineAlign="start">
              <p><strong>{words.failed}.</strong> {all.fault(flow.fault)}</p>
              {choice.kind === 'between' ? <Button loading={ask.busy} onClick={() => submit(formatDay(choice.fromDay), formatDay(choice.toDay))}>{all.tryAgain}</Button> : null}
            </BlockStack>
          ) : null}
        </div>
        {flow?.state === 'done' ? <TierFlowPicture flow={flow.flow} /> : null}
      </BlockStack>
    </Card>
  );
}

/** Two days of the merchant's own. */
function DayChoice({ choice, firstOrderDay, forDay, busy, onAsk }: { choice: FlowChoice; firstOrderDay: number | null; forDay: number; busy: boolean; onAsk: (from: string, to: string) => void }) {
  const words = useWords().insights.flow;
  const [from, setFrom] = useState(formatDay(choice.kind === 'between' ? choice.fromDay : forDay - choice.days));
  const [to, setTo] = useState(formatDay(choice.kind === 'between' ? choice.toDay : forDay));
  if (firstOrderDay === null) return null;
  const limits = { min: formatDay(firstOrderDay), max: formatDay(forDay) };
  return (
    <details className="rg-details" open={choice.kind === 'between'}>
      <summary>{choice.kind === 'between' ? words.days(choice.fromDay, choice.toDay) : words.between}</summary>
      <form
        className="rg-days"
        onSubmit={(event) => {
          event.preventDefault();
          onAsk(from, to);
        }}
      >
        <label>{words.from}<input type="date" required value={from} {...limits} onChange={(event) => setFrom(event.target.value)} /></label>
        <label>{words.to}<input type="date" required value={to} {...limits} onChange={(event) => setTo(event.target.value)} /></label>
        <Button submit loading={busy}>{words.action}</Button>
      </form>
      <p className="rg-small">{words.range(firstOrderDay, forDay)}</p>
    </details>
  );
}
