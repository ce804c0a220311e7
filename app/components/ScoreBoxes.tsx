import { BlockStack } from '@shopify/polaris';
import type { StageReason, TierReason } from '../profiles/reasons.ts';
import { Explain } from './Explain.tsx';
import { useWords } from './words/WordsProvider.tsx';

/** R, F and M with what goes in and the steps it is measured by; the step that holds stands out. */
export function ScoreBoxes({ stage, tier }: { stage: StageReason; tier: TierReason }) {
  const words = useWords();
  const { reasons } = words;
  return (
    <BlockStack gap="300">
      <div className="rg-scores">
        <ScoreBox name={words.recency} meaning={words.recencyMeaning} value={tier.r} input={reasons.recency(tier)} rule={reasons.recencyRule(tier)} steps={reasons.recencySteps(tier)} />
        <ScoreBox name={words.frequency} meaning={words.frequencyMeaning} value={tier.f} input={reasons.frequency(tier)} rule={reasons.frequencyRule(tier)} steps={reasons.frequencySteps(tier)} />
        <ScoreBox name={words.monetary} meaning={words.monetaryMeaning} value={tier.m} input={reasons.monetary(tier)} rule={reasons.monetaryRule(tier)} steps={reasons.monetarySteps(tier)} />
      </div>
      <p>{tier.tier === 'New' ? reasons.newRule(tier) : reasons.together(tier)}</p>
      <p>{reasons.stage(stage)} {reasons.usualHow}</p>
    </BlockStack>
  );
}

interface ScoreBoxProps {
  name: string;
  meaning: string;
  value: number;
  input: string;
  rule: string;
  steps: readonly { score: number; text: string }[];
}

function ScoreBox({ name, meaning, value, input, rule, steps }: ScoreBoxProps) {
  const words = useWords();
  const all = [...steps, { score: 1, text: words.reasons.otherwiseOne }];
  return (
    <div className="rg-score">
      <h4>{name}<Explain term={name}>{meaning}</Explain></h4>
      <div className="rg-value">{words.customerPage.score(value)}</div>
      <p>{input}</p>
      <p>{rule}</p>
      <ul>
        {all.map((step) => (
          <li key={step.score} data-here={step.score === value || undefined} aria-current={step.score === value || undefined}>{step.text}</li>
        ))}
      </ul>
    </div>
  );
}
