import { BlockStack, Box, Button, Card } from '@shopify/polaris';
import { Screen } from './Screen.tsx';

/** The page of something that is not there: what it may be, and the way on. */
export function MissingPage({ title, what, action, to }: { title: string; what: string; action: string; to: string }) {
  return (
    <Screen title={title}>
      <Card>
        <BlockStack gap="300">
          <p>{what}</p>
          <Box><Button url={to} variant="primary">{action}</Button></Box>
        </BlockStack>
      </Card>
    </Screen>
  );
}
