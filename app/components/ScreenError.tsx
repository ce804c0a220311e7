import { isRouteErrorResponse, useRevalidator, useRouteError } from '@remix-run/react';
import { Banner, BlockStack, Box, Button, InlineStack } from '@shopify/polaris';
import { Screen } from './Screen.tsx';
import { useWords } from './words/WordsProvider.tsx';

/**
 * What a screen shows when it cannot be shown: what happened and what to do next, never a stack. Responses of Shopify's
 * library (a fresh token is needed, say) are thrown on to the frame, whose boundary answers them.
 */
export function ScreenError() {
  const error = useRouteError();
  const words = useWords();
  const { revalidate, state } = useRevalidator();
  if (isRouteErrorResponse(error) && error.status !== 404 && error.status < 500) throw error;
  const missing = isRouteErrorResponse(error) && error.status === 404;
  return (
    <Screen title={missing ? words.error.notFound : words.error.title}>
      <Banner tone={missing ? 'info' : 'warning'} title={missing ? words.error.notFound : words.error.title}>
        <BlockStack gap="200">
          <p>{missing ? words.error.notFoundNext : error instanceof TypeError ? words.error.offline : words.error.what}</p>
          {missing ? null : <p>{words.error.next}</p>}
          <Box>
            <InlineStack gap="200">
              {missing ? null : <Button onClick={() => revalidate()} loading={state === 'loading'}>{words.tryAgain}</Button>}
              <Button url="/app" variant={missing ? 'primary' : 'plain'}>{words.error.toHome}</Button>
            </InlineStack>
          </Box>
        </BlockStack>
      </Banner>
    </Screen>
  );
}
