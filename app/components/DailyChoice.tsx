import { BlockStack, ChoiceList, TextField } from '@shopify/polaris';
import { useWords } from './words/WordsProvider.tsx';

/** How additions are written: all at once, or so many a day. */
export interface Daily {
  batched: boolean;
  size: string;
}

/** A fresh choice, as chosen last. */
export function dailyOf(dailyAdditions: number | null): Daily {
  return { batched: dailyAdditions !== null, size: String(dailyAdditions ?? 500) };
}

/** Additions a day, null for all at once; undefined while what is written is no number above zero. */
export function dailySize({ batched, size }: Daily): number | null | undefined {
  if (!batched) return null;
  return /^\s*[1-9]\d{0,8}\s*$/.test(size) ? Number(size) : undefined;
}

export function daysFor(adds: number, daily: number): number {
  return Math.ceil(adds / daily);
}

export function DailyChoice({ daily, adds, onChange }: { daily: Daily; adds: number | null; onChange: (daily: Daily) => void }) {
  const words = useWords().tagWriting.daily;
  const size = dailySize(daily);
  return (
    <BlockStack gap="200">
      <ChoiceList
        title={words.title}
        choices={[
          { label: words.all, value: 'all' },
          {
            label: words.some,
            value: 'some',
            renderChildren: (selected) => (selected ? (
              <TextField
                label={words.size} type="text" inputMode="numeric" autoComplete="off" value={daily.size} error={size === undefined ? words.wrong : undefined}
                helpText={size == null || adds === null ? undefined : words.effect(daysFor(adds, size))} onChange={(value) => onChange({ ...daily, size: value })}
              />
            ) : null),
          },
        ]}
        selected={[daily.batched ? 'some' : 'all']}
        onChange={([one]) => onChange({ ...daily, batched: one === 'some' })}
      />
    </BlockStack>
  );
}
