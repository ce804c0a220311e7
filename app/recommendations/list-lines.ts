import { storedItems } from './stored-items.ts';
import type { ShopLists } from './work-out-lists.ts';

/** Rows that are handed on at once. */
const PART = 500;
const SPECIAL = /[\\\n\r\t]/g;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** The rows of a table of lists in the text form of COPY, a part at a time. Lists are made as their rows are: never are all there. */
export function* listLines(lists: ShopLists, of: 'product_lists' | 'customer_lists' | 'shop_lists'): Generator<Uint8Array<ArrayBuffer>, void> {
  const encoder = new TextEncoder();
  let [text, rows] = ['', 0];
  for (const cells of rowsOf(lists, of)) {
    text += `${cells.map((cell) => cell.replace(SPECIAL, (one) => ESCAPES[one] as string)).join('\t')}\n`;
    if ((rows += 1) % PART > 0) continue;
    yield encoder.encode(text);
    text = '';
  }
  if (text !== '') yield encoder.encode(text);
}

function* rowsOf(lists: ShopLists, of: 'product_lists' | 'customer_lists' | 'shop_lists'): Generator<string[], void> {
  switch (of) {
    case 'product_lists':
      for (const { product, together, also } of lists.products) {
        if (together.length > 0) yield [product, 'together', storedItems(together)];
        if (also.length > 0) yield [product, 'also', storedItems(also)];
      }
      return;
    case 'customer_lists':
      for (const { customer, reorder, discover } of lists.customers) if (reorder.length + discover.length > 0) yield [customer, storedItems(reorder), storedItems(discover)];
      return;
    case 'shop_lists':
      for (const kind of ['bestsellers', 'rising', 'fresh'] as const) yield [kind, '', storedItems(lists.shop[kind])];
      for (const { productType, items } of lists.shop.byType) yield ['type', productType, storedItems(items)];
  }
}
