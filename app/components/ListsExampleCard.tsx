import { BlockStack, Card, Text } from '@shopify/polaris';
import type { ListsExample } from '../insights/product-fields-page.ts';
import { FIELD_PLACES, LIST_FIELDS, type FieldTarget } from '../product-fields/product-field.ts';
import { ProductPicture } from './ProductPicture.tsx';
import { useWords } from './words/WordsProvider.tsx';

/** The two lists of one product as they would be written now, with the fields that hold them. */
export function ListsExampleCard({ example, target }: { example: ListsExample; target: FieldTarget }) {
  const words = useWords().productFields;
  const { namespace, keys } = FIELD_PLACES[target];
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="200">
          <Text as="h2" variant="headingMd">{words.example.title}</Text>
          <ul className="rg-products"><li><ProductPicture address={example.product.imageUrl} /><span className="rg-break" dir="auto">{example.product.title}</span></li></ul>
        </BlockStack>
        <div className="rg-two">
          {LIST_FIELDS.map((field) => (
            <BlockStack key={field} gap="200">
              <Text as="h3" variant="headingSm">{words.field[field]}</Text>
              <Text as="p" tone="subdued"><span className="rg-break"><code>{keys[field]}</code></span></Text>
              {example[field].length === 0 ? <Text as="p" tone="subdued">{words.example.none}</Text> : (
                <ul className="rg-products">
                  {example[field].map((product) => <li key={product.id}><ProductPicture address={product.imageUrl} /><span className="rg-break" dir="auto">{product.title}</span></li>)}
                </ul>
              )}
            </BlockStack>
          ))}
        </div>
        <Text as="p" tone="subdued"><span className="rg-break">{words.example.namespace[target](namespace)}</span></Text>
      </BlockStack>
    </Card>
  );
}
