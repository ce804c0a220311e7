import { BlockStack, Box, Button, Card, Text } from '@shopify/polaris';
import { useWords } from './words/WordsProvider.tsx';

/** Insights of a store that has not been read whole: why nothing is shown, and the way to Home. */
export function InsightsNotYet() {
  const { insights, firstRun } = useWords();
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">{insights.notYet.title}</Text>
        <Text as="p">{insights.notYet.what}</Text>
        <Box><Button url="/app">{firstRun.noCustomers.toHome}</Button></Box>
      </BlockStack>
    </Card>
  );
}
