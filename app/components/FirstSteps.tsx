import { Link } from '@remix-run/react';
import { BlockStack, Button, Card, InlineStack, Text } from '@shopify/polaris';
import { FIRST_STEPS, type FirstStep, type FirstStepsView, type HomeFigures } from '../insights/home.ts';
import { TIERS, type Tier } from '../profiles/tier.ts';
import { tierAddress } from './TierGrid.tsx';
import { useWords } from './words/WordsProvider.tsx';

/** The way from install to automatic tags. Each step is ticked by what was really done, and leads to where it is done. */
export function FirstSteps({ steps, figures, busy, onHide }: { steps: FirstStepsView; figures: HomeFigures | null; busy: boolean; onHide: () => void }) {
  const words = useWords().firstRun.steps;
  const done = FIRST_STEPS.filter((step) => steps.done[step]).length;
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">{words.title}</Text>
          <Text as="p" tone="subdued" variant="bodySm">{done === FIRST_STEPS.length ? words.allDone : words.progress(done, FIRST_STEPS.length)}</Text>
        </InlineStack>
        <ol className="rg-steps">
          {FIRST_STEPS.map((step) => <Step key={step} step={step} done={steps.done[step]} to={addressOf(step, figures)} />)}
        </ol>
        <InlineStack align="end"><Button variant="plain" onClick={onHide} loading={busy}>{words.hide}</Button></InlineStack>
      </BlockStack>
    </Card>
  );
}

function Step({ step, done, to }: { step: FirstStep; done: boolean; to: string | null }) {
  const words = useWords().firstRun.steps;
  const { name, what } = words.step[step];
  return (
    <li data-step={step} data-done={done}>
      <span className="rg-tick" aria-hidden="true">{done ? '✓' : ''}</span>
      <span>
        {to === null ? <span className="rg-step-name">{name}</span> : <Link className="rg-link rg-step-name" to={to}>{name}</Link>}
        <span className="rg-hidden">: {done ? words.isDone : words.isOpen}.</span>
        {done ? null : <small className="rg-small">{what}</small>}
      </span>
    </li>
  );
}

/** Where a step is done; null where there is nowhere to go, or not yet. */
function addressOf(step: FirstStep, figures: HomeFigures | null): string | null {
  switch (step) {
    case 'import': return null;
    case 'tiers': return figures === null ? null : tierAddress(largestTier(figures));
    case 'tag-changes': case 'approval': case 'automatic': return '/app/tags';
    case 'settings': return '/app/settings';
  }
}

function largestTier({ shop }: HomeFigures): Tier {
  const buyers = TIERS.filter((tier) => tier !== 'Prospects');
  return buyers.reduce((best, tier) => (shop.tiers[tier].customers > shop.tiers[best].customers ? tier : best));
}
