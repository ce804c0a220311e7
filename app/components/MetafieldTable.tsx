import { Link } from '@remix-run/react';
import { Card, Text } from '@shopify/polaris';
import type { FieldKey } from '../metafields/customer-field.ts';
import { SHOWN_FIELDS, type MetafieldsPage } from '../insights/metafields-page.ts';
import { RecordTable } from './RecordTable.tsx';
import { useFormats, useWords } from './words/WordsProvider.tsx';

/** Container of the fields, as Shopify's API is asked for it. */
const NAMESPACE = '$app:regulars';

/** Every field with what it says, and the values of one customer. */
export function MetafieldTable({ page }: { page: MetafieldsPage }) {
  const { table, fields, meaning } = useWords().metafields;
  const { day } = useFormats();
  const { example, state } = page;
  const shown = (key: FieldKey, value: string | undefined) => (value === undefined ? <span className="rg-small">{table.none}</span> : key === 'next_order_date' ? day(value) : value);
  const standing = state === 'off' ? [] : [{ key: 'stands', heading: table.stands }];
  return (
    <Card padding="0">
      <div className="rg-card-head">
        <Text as="h2" variant="headingMd">{table.title}</Text>
        {example === null ? null : <p><Link to={`/app/customers/${example.customerId}`} className="rg-link"><bdi>{table.example(example.name ?? example.customerId)}</bdi></Link></p>}
      </div>
      <RecordTable
        caption={table.caption}
        columns={[{ key: 'field', heading: table.field }, { key: 'meaning', heading: table.meaning, wide: true }, ...(example === null ? [] : [{ key: 'value', heading: table.value }, ...standing]), { key: 'key', heading: table.key }]}
        rows={SHOWN_FIELDS.map((key) => ({
          key,
          cells: { field: fields[key], meaning: meaning[key], value: shown(key, example?.wanted[key]), stands: shown(key, example?.stands[key]), key: <code>{key}</code> },
        }))}
      />
      <div className="rg-card-foot"><Text as="p" tone="subdued">{table.namespace(NAMESPACE)}</Text></div>
    </Card>
  );
}
