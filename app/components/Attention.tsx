import { Badge, BlockStack, Button, Card, InlineStack, Text } from '@shopify/polaris';
import { builtInQuery } from '../customers/saved-view.ts';
import type { AttentionView } from '../insights/home.ts';
import { customersAddress } from './customer-address.ts';
import { Explain } from './Explain.tsx';
import { PersonName } from './PersonName.tsx';
import { RecordTable } from './RecordTable.tsx';
import { useFormats, useWords } from './words/WordsProvider.tsx';

/** The list of all of them: whom the VIP tag's rule fits and who are at risk or lapsed, whatever tags they carry. */
const SLIPPING = customersAddress(builtInQuery('vips-slipping'));

/** VIPs who are slipping away, with names and money, and the way to all of them. */
export function Attention({ attention }: { attention: AttentionView }) {
  const all = useWords();
  const words = all.overview.attention;
  const { day, money } = useFormats();
  const { vipTag, customers, spendLastYear, people } = attention;
  const somebody = vipTag !== null && people.length > 0;
  return (
    <Card padding="0">
      <div className="rg-card-head">
        <InlineStack align="space-between" blockAlign="center" gap="400">
          <div className="rg-fill"><BlockStack gap="100">
            <InlineStack align="start" gap="100" blockAlign="center">
              <Text as="h2" variant="headingMd">{somebody ? words.slipping(customers) : words.title}</Text>
              <Explain term={words.term}>{words.vipHow}</Explain>
            </InlineStack>
            <Text as="p" tone="subdued">{somebody ? words.worth(spendLastYear) : vipTag === null ? words.off : words.nobody}</Text>
          </BlockStack></div>
          {somebody ? <Button url={SLIPPING}>{words.all}</Button> : vipTag === null ? <Button url="/app/settings">{words.toSettings}</Button> : null}
        </InlineStack>
      </div>
      {somebody ? (
        <RecordTable
          caption={words.caption}
          columns={[
            { key: 'customer', heading: words.customer },
            { key: 'stage', heading: words.stage },
            { key: 'since', heading: words.since, nowrap: true },
            { key: 'last', heading: words.lastOrder, nowrap: true },
            { key: 'spend', heading: words.spend, numeric: true },
          ]}
          rows={people.map((person) => ({
            key: person.id,
            cells: {
              customer: <PersonName id={person.id} name={person.name} email={person.email} linked />,
              stage: <Badge tone={person.stage === 'Lapsed' ? 'critical' : 'warning'}>{all.stageName[person.stage]}</Badge>,
              since: day(person.slippedOn),
              last: day(person.lastPurchaseDay),
              spend: money(person.spendLastYear, { whole: true }),
            },
          }))}
        />
      ) : null}
    </Card>
  );
}
