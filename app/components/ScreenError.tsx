import { isRouteErrorResponse, useRevalidator, useRouteError } from '@remix-run/react';
import { BlockStack, Button, Card, InlineStack } from '@shopify/polaris';
import { MissingPage } from './MissingPage.tsx';
import { Screen } from './Screen.tsx';
import { useWords } from './words/WordsProvider.tsx';

/** The words of a screen for what it does not find. */
type Missing = Parameters<typeof MissingPage>[0];

/**
 * What a screen shows when it cannot be shown: what happened and what to do next, never a stack. Responses of Shopify's
 * library (a fresh token is needed, say) are thrown on to the frame, whose boundary answers them.
 */
export function ScreenError({ missing }: { missing?: Missing }) {
  const error = useRouteError();
  const { error: words, tryAgain } = useWords();
  const { revalidate, state } = useRevalidator();
  if (isRouteErrorResponse(error)) {
    if (error.status === 404) return <MissingPage {...(missing ?? { title: words.notFound, what: words.notFoundNext, action: words.toHome, to: '/app' })} />;
    if (error.status < 500) throw error;
  }
  return (
    <Screen title={words.title}>
      <Card>
        <div role="alert">
          <BlockStack gap="300">
            <p>{error instanceof TypeError ? words.offline : words.what}</p>
            <p>{words.next}</p>
            <InlineStack gap="200">
              <Button variant="primary" onClick={() => revalidate()} loading={state === 'loading'}>{tryAgain}</Button>
              <Button url="/app">{words.toHome}</Button>
            </InlineStack>
          </BlockStack>
        </div>
      </Card>
    </Screen>
  );
}
