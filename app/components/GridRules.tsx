import { BlockStack, Text } from '@shopify/polaris';
import type { HomeFigures } from '../insights/home.ts';
import { FLOOR_BUYERS, FLOOR_DAYS, FLOOR_REPEAT_BUYERS } from '../profiles/floor.ts';
import { GAP_CUSTOMERS_NEEDED } from '../profiles/shop-gap.ts';
import { useFormats, useWords } from './words/WordsProvider.tsx';

/** How the grid is made: the scores in words, which rule gives M, how far the shop is from ranking its customers. */
export function GridRules({ figures }: { figures: HomeFigures }) {
  const words = useWords();
  const { money } = useFormats();
  const { grid } = words.homePage;
  const { floor, rules, gap, medianOrderValueDoubled: median } = figures;
  const gapDays = grid.halfDay(gap.doubled / 2);
  const steps: [string, number, number][] = [
    [grid.floorBuyers(floor.buyers, FLOOR_BUYERS), floor.buyers, FLOOR_BUYERS],
    [grid.floorRepeat(floor.repeatBuyers, FLOOR_REPEAT_BUYERS), floor.repeatBuyers, FLOOR_REPEAT_BUYERS],
    [grid.floorDays(floor.days, FLOOR_DAYS), floor.days, FLOOR_DAYS],
  ];
  return (
    <BlockStack gap="300">
      <Text as="p">{rules.m === 'midrank' ? grid.ruleRank(figures.spendRanked) : grid.ruleMedian(median === null ? null : money(median / 2))}</Text>
      {floor.met ? null : (
        <BlockStack gap="100">
          <Text as="h3" variant="headingSm">{grid.floor}</Text>
          <Text as="p" tone="subdued">{grid.floorWhat}</Text>
          <ul className="rg-floor">
            {steps.map(([text, have, need]) => (
              <li key={text}>
                <span>{text}</span>
                <progress className="rg-meter" max={need} value={Math.min(have, need)} aria-label={text} />
              </li>
            ))}
          </ul>
        </BlockStack>
      )}
      <Text as="p" tone="subdued">
        {gap.assumed ? grid.gapAssumed(gapDays, gap.customersWithGap, GAP_CUSTOMERS_NEEDED) : grid.gap(gapDays, gap.customersWithGap)}
      </Text>
      <details className="rg-details">
        <summary>{grid.howTitle}</summary>
        <BlockStack gap="200">
          <p>{words.recencyMeaning}</p>
          <p>{words.frequencyMeaning}</p>
          <p>{words.monetaryMeaning}</p>
          <p>{grid.howGrid}</p>
        </BlockStack>
      </details>
    </BlockStack>
  );
}
