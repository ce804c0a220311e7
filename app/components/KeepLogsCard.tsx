import { BlockStack, Card, Select, Text } from '@shopify/polaris';
import { KEEP_LOG_DAYS, type KeepLogDays } from '../privacy/retention.ts';
import { RefusalBanner } from './RefusalBanner.tsx';
import { useSubmission } from './use-submission.ts';
import { useWords } from './words/WordsProvider.tsx';

/** How long logs are kept. A choice is saved at once. */
export function KeepLogsCard({ days }: { days: KeepLogDays }) {
  const words = useWords().privacy.keep;
  const save = useSubmission('/app/data/privacy/keep', () => words.saved);
  return (
    <Card>
      <BlockStack gap="300">
        <RefusalBanner refusal={save.refusal} onDismiss={save.dismiss} />
        <Text as="h2" variant="headingMd">{words.title}</Text>
        <Select
          label={words.label}
          helpText={words.help}
          options={KEEP_LOG_DAYS.map((choice) => ({ label: words.days(choice), value: String(choice) }))}
          value={String(days)}
          disabled={save.busy}
          onChange={(chosen) => save.submit({ days: chosen })}
        />
        <BlockStack as="ul" gap="100">{words.fixed.map((line) => <li key={line}>{line}</li>)}</BlockStack>
      </BlockStack>
    </Card>
  );
}
