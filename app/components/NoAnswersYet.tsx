import { BlockStack, Box, Button, Card, List, Text } from '@shopify/polaris';
import { useWords } from './words/WordsProvider.tsx';

/** Before the first answer: where the questions stand, how to place them, and when somebody is asked. */
export function NoAnswersYet({ asked }: { asked: number }) {
  const words = useWords().answers.empty;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">{words.title}</Text>
        <Text as="p">{words.what}</Text>
        <List type="number">{words.steps.map((step) => <List.Item key={step}>{step}</List.Item>)}</List>
        <Box><Button variant="primary" url="shopify://admin/settings/checkout" target="_top">{words.open}</Button></Box>
        <Text as="p" tone="subdued">{words.when}</Text>
        {asked === 0 ? null : <Text as="p">{words.asked(asked)}</Text>}
      </BlockStack>
    </Card>
  );
}
