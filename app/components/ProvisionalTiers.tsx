import { Link } from '@remix-run/react';
import { Badge, InlineStack } from '@shopify/polaris';
import { useWords } from './words/WordsProvider.tsx';

/** Says of tiers beside it that they rest on a part of the store, with the way to how far the import is. */
export function ProvisionalTiers() {
  const words = useWords().firstRun.provisional;
  return (
    <InlineStack gap="200" blockAlign="center">
      <Badge tone="attention">{words.badge}</Badge>
      <p className="rg-small">{words.meaning}</p>
      <Link className="rg-link" to="/app">{words.howFar}</Link>
    </InlineStack>
  );
}
