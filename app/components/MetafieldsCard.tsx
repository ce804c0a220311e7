import { BlockStack, Button, Card, InlineStack, Text } from '@shopify/polaris';
import { useWords } from './words/WordsProvider.tsx';

/** Where customer metafields are, and whether they are written. */
export function MetafieldsCard({ status }: { status: 'off' | 'on' | 'paused' | 'removing' }) {
  const { card } = useWords().metafields;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">{card.title}</Text>
        <p>{card.what}</p>
        <p>{card.status[status]}</p>
        <InlineStack><Button url="/app/tags/fields" accessibilityLabel={card.open}>{card.title}</Button></InlineStack>
      </BlockStack>
    </Card>
  );
}
