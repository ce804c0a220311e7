import { Kind, parse, print, visit, type DocumentNode, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import { requestedCost } from '#tests/shopify-standin/graphql/cost.ts';
import { CustomersBulkDocument } from '../shopify/generated/customers.bulk.ts';
import { CustomersByIdDocument } from '../shopify/generated/customers-by-id.ts';
import { OrderLinesPageDocument } from '../shopify/generated/order-lines-page.ts';
import { OrdersBulkDocument } from '../shopify/generated/orders.bulk.ts';
import { OrdersByIdDocument } from '../shopify/generated/orders-by-id.ts';
import { ProductVariantsPageDocument } from '../shopify/generated/product-variants-page.ts';
import { ProductsBulkDocument } from '../shopify/generated/products.bulk.ts';
import { ProductsByIdDocument } from '../shopify/generated/products-by-id.ts';
import { FULL_READ_POINTS, fullReadBatches } from './full-read-batches.ts';

/** The selection of the first field or fragment of that name, as text. */
function selectionOf(document: DocumentNode, of: string): string {
  let found: SelectionSetNode | undefined;
  visit(document, {
    Field: (node) => void (found ??= node.name.value === of ? node.selectionSet : undefined),
    InlineFragment: (node) => void (found ??= node.typeCondition?.name.value === of ? node.selectionSet : undefined),
  });
  if (found === undefined) throw new Error(`Nothing is selected on ${of}.`);
  return print(found);
}

/** What is selected of an object, without its children: they are asked for in another way. */
function without(selection: string, child: string): string {
  return print(visit({ kind: Kind.DOCUMENT, definitions: [{ kind: Kind.FRAGMENT_DEFINITION, name: { kind: Kind.NAME, value: 'x' }, typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: 'X' } }, selectionSet: parseSelection(selection) }] } as DocumentNode, {
    // An order's visit is told by events and by readings of single orders; an import holds those of before the app.
    Field: (node) => (node.name.value === child || node.name.value === 'customAttributes' ? null : undefined),
  }));
}

function parseSelection(text: string): SelectionSetNode {
  return (parse(`fragment x on X ${text}`).definitions[0] as unknown as { selectionSet: SelectionSetNode }).selectionSet;
}

describe('an object that is read by its id', () => {
  it.each([
    ['Order', OrdersBulkDocument, OrdersByIdDocument, 'lineItems'],
    ['Customer', CustomersBulkDocument, CustomersByIdDocument, '-'],
    ['Product', ProductsBulkDocument, ProductsByIdDocument, 'variants'],
  ] as const)('%s: is asked for the same as in the import, so that one mapping serves both', (type, bulk, byId, child) => {
    expect(without(selectionOf(byId, type), child)).toBe(without(selectionOf(bulk, 'node'), child));
  });

  it.each([
    ['lines', OrdersBulkDocument, OrdersByIdDocument, OrderLinesPageDocument, 'lineItems'],
    ['variants', ProductsBulkDocument, ProductsByIdDocument, ProductVariantsPageDocument, 'variants'],
  ] as const)('%s too, on the first page and on each that follows', (_, bulk, byId, page, child) => {
    const wanted = selectionOf(parse(`{ x ${selectionOf(bulk, child)} }`), 'node');
    for (const document of [byId, page]) expect(selectionOf(parse(`{ x ${selectionOf(document, child)} }`), 'nodes')).toBe(wanted);
  });

  it('costs what the batches reckon with', () => {
    const cost = (document: DocumentNode, variables: Record<string, unknown>): number => requestedCost(document, document.definitions[0] as OperationDefinitionNode, variables);
    for (const [ids, children] of [[1, 1], [1, 8], [2, 4]] as const) {
      const given = { ids: Array.from({ length: ids }, (__, at) => String(at)) };
      const { orders, customers, products } = FULL_READ_POINTS;
      expect(cost(OrdersByIdDocument, { ...given, lines: children })).toBe(ids * (orders.object + orders.child * children));
      expect(cost(CustomersByIdDocument, given)).toBe(ids * customers.object);
      expect(cost(ProductsByIdDocument, { ...given, variants: children })).toBe(ids * (products.object + products.child * children));
    }
  });
});

describe('batches of full reads', () => {
  it('put objects with a like number of children together, within what a query may cost and ask', () => {
    const wanted = Array.from({ length: 300 }, (_, id) => ({ id: String(id), children: id % 7 === 0 ? 60 : 1 + (id % 3) }));
    const batches = fullReadBatches('orders', wanted);
    expect(batches.flatMap((batch) => batch.ids).sort()).toEqual(wanted.map((one) => one.id).sort());
    for (const { ids, children } of batches) expect(ids.length * (38 + 17 * children)).toBeLessThanOrEqual(480);
    expect(batches.some((batch) => batch.children === 25)).toBe(true);
    expect(fullReadBatches('customers', wanted).every((batch) => batch.ids.length <= 68)).toBe(true);
  });
});
