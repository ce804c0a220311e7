import { Badge, BlockStack, Card, InlineStack, Text } from '@shopify/polaris';
import type { CustomerProfile, CustomerView } from '../customers/customer-view.ts';
import { Explain } from './Explain.tsx';
import { ScoreBoxes } from './ScoreBoxes.tsx';
import { TierBadge } from './TierBadge.tsx';
import { useWords } from './words/WordsProvider.tsx';

/** Where a customer stands: tier and stage in a sentence each with its numbers, and how they are computed. */
export function Standing({ profile, view }: { profile: CustomerProfile; view: CustomerView }) {
  const words = useWords();
  const page = words.customerPage;
  const { scores, reasons } = profile;
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">{page.standing}</Text>
          <Text as="p" tone="subdued" variant="bodySm">{page.asOf(profile.day)}</Text>
        </InlineStack>
        {reasons === null || scores.kind === 'excluded' ? <BlockStack gap="100"><InlineStack><TierBadge tier={null} /></InlineStack><p dir="auto">{page.excluded(profile.excludedBy)}</p><p>{page.excludedNext}</p></BlockStack> : 'kind' in reasons ? (
          <BlockStack gap="100">
            <InlineStack gap="200" blockAlign="center"><TierBadge tier={scores.tier} /></InlineStack>
            <p>{words.reasons.prospect(reasons)}</p>
          </BlockStack>
        ) : (
          <>
            <BlockStack gap="100">
              <InlineStack gap="200" blockAlign="center">
                <Text as="h3" variant="headingSm">{page.tier}</Text>
                <TierBadge tier={reasons.tier.tier} />
              </InlineStack>
              <p>{words.tierMeaning[reasons.tier.tier]} {words.reasons.tier(reasons.tier)}</p>
            </BlockStack>
            <BlockStack gap="100">
              <InlineStack gap="200" blockAlign="center">
                <Text as="h3" variant="headingSm">{page.stage}</Text>
                <Badge>{words.stageName[reasons.stage.stage]}</Badge>
              </InlineStack>
              <p>{words.reasons.stage(reasons.stage)}</p>
            </BlockStack>
            <details className="rg-details">
              <summary>{words.how}</summary>
              <ScoreBoxes stage={reasons.stage} tier={reasons.tier} />
            </details>
          </>
        )}
        <InlineStack gap="100" blockAlign="center">
          <Text as="span" tone="subdued">{page.shopifyGroup.title}:</Text>
          <span>{view.shopifyRfmGroup === null ? page.shopifyGroup.none : page.shopifyGroup.name(view.shopifyRfmGroup)}</span>
          <Explain term={page.shopifyGroup.title}>{page.shopifyGroup.what}</Explain>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
