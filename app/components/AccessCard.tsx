import { BlockStack, Card, Text } from '@shopify/polaris';
import type { PrivacyPageView } from '../privacy/privacy-page.ts';
import { NamedCustomer } from './DataRequestsCard.tsx';
import { Who } from './LastRuns.tsx';
import { RecordTable } from './RecordTable.tsx';
import { useFormats, useWords } from './words/WordsProvider.tsx';

/** Who looked at people's data, or took it along. */
export function AccessCard({ accesses }: { accesses: PrivacyPageView['accesses'] }) {
  const words = useWords().privacy.access;
  const { instant } = useFormats();
  return (
    <Card padding="0">
      <div className="rg-card-head">
        <BlockStack gap="200">
          <Text as="h2" variant="headingMd">{words.title}</Text>
          <p>{words.what}</p>
          {accesses.length === 0 ? <Text as="p" tone="subdued">{words.none}</Text> : null}
        </BlockStack>
      </div>
      {accesses.length === 0 ? null : (
        <RecordTable
          caption={words.caption}
          columns={[{ key: 'what', heading: words.columns.what }, { key: 'customer', heading: words.columns.customer }, { key: 'who', heading: words.columns.who }, { key: 'when', heading: words.columns.when }]}
          rows={accesses.map((one) => ({
            key: String(one.id),
            cells: { what: words.kind[one.what], customer: one.customer === null ? null : <NamedCustomer customer={one.customer} gone={false} />, who: <Who who={one.who} />, when: instant(one.at) },
          }))}
        />
      )}
    </Card>
  );
}
