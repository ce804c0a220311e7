import { BlockStack, Box, Button, Card, Text } from '@shopify/polaris';
import { useWords } from './words/WordsProvider.tsx';

/** The screens of a store that was read and has nobody in it: the reason, what that means for this screen, and the way to Home. */
export function NoCustomersYet({ means, children }: { means?: 'tags' | 'segments'; children?: string }) {
  const words = useWords().firstRun.noCustomers;
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">{words.title}</Text>
        <Text as="p">{words.what} {means === undefined ? null : words[means]}</Text>
        {children === undefined ? null : <Text as="p" tone="subdued">{children}</Text>}
        <Box><Button url="/app">{words.toHome}</Button></Box>
      </BlockStack>
    </Card>
  );
}
