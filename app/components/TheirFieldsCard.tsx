import { Card, Text } from '@shopify/polaris';
import type { ProductFieldsPage } from '../insights/product-fields-page.ts';
import { RecordTable } from './RecordTable.tsx';
import { useWords } from './words/WordsProvider.tsx';

/** Lists that stand at products and are the merchant's: how many, and the first of them. */
export function TheirFieldsCard({ theirs }: { theirs: ProductFieldsPage['theirs'] }) {
  const { theirs: words, field } = useWords().productFields;
  return (
    <Card padding="0">
      <div className="rg-card-head">
        <Text as="h2" variant="headingMd">{words.title(theirs.fields)}</Text>
        <p>{words.what}</p>
      </div>
      <RecordTable
        caption={words.caption}
        columns={[{ key: 'product', heading: words.product }, { key: 'field', heading: words.field }, { key: 'value', heading: words.value, wide: true }]}
        rows={theirs.first.map((one) => ({
          key: `${one.product.id} ${one.field}`,
          cells: { product: <span dir="auto">{one.product.title}</span>, field: field[one.field], value: one.titles === null ? words.gone : one.titles.length === 0 ? words.empty : <span dir="auto">{one.titles.join(', ')}</span> },
        }))}
      />
      {theirs.fields > theirs.first.length ? <div className="rg-card-foot"><Text as="p" tone="subdued">{words.more(theirs.fields - theirs.first.length)}</Text></div> : null}
    </Card>
  );
}
