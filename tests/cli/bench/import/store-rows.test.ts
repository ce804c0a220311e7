import { Kind, type DocumentNode, type SelectionSetNode } from 'graphql';
import { expect, it } from 'vitest';
import { CustomersBulkDocument } from '#app/shopify/generated/customers.bulk.ts';
import { OrdersBulkDocument } from '#app/shopify/generated/orders.bulk.ts';
import { ProductsBulkDocument } from '#app/shopify/generated/products.bulk.ts';
import { Random } from '#tests/shopify-standin/store/random.ts';
import { customerRow, orderRows, productRows, storeOf } from './store-rows.ts';

interface Shape {
  [key: string]: Shape | null;
}

/** What a selection asks for, key by key, with each connection's node apart. */
function asked(set: SelectionSetNode, nodes: Shape[]): Shape {
  const shape: Shape = {};
  for (const selection of set.selections) {
    if (selection.kind === Kind.FRAGMENT_SPREAD) throw new Error('The bulk queries have no named fragments.');
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      Object.assign(shape, asked(selection.selectionSet, nodes));
      continue;
    }
    const { selectionSet } = selection;
    const key = (selection.alias ?? selection.name).value;
    const inner = selectionSet === undefined ? null : asked(selectionSet, nodes);
    if (inner?.['node'] !== undefined && inner['node'] !== null) nodes.push(inner['node']);
    if (inner?.['edges'] === undefined) shape[key] = inner;
  }
  return shape;
}

/** Nodes that a bulk query asks for, the outermost last. */
function nodesOf(document: DocumentNode): Shape[] {
  const nodes: Shape[] = [];
  for (const definition of document.definitions) if (definition.kind === Kind.OPERATION_DEFINITION) asked(definition.selectionSet, nodes);
  return nodes;
}

/** Keys that a row has, everywhere, and no query asks for; and those that a query asks for and no row has. */
function differences(rows: readonly object[], shape: Shape): string[] {
  const found = new Set<string>();
  const walk = (value: unknown, wanted: Shape | null, path: string): void => {
    if (Array.isArray(value)) value.forEach((one) => walk(one, wanted, path));
    else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) {
        if (key === '__parentId') continue;
        found.add(`${path}${key}`);
        walk(inner, wanted?.[key] ?? null, `${path}${key}.`);
      }
    }
  };
  rows.forEach((row) => walk(row, shape, ''));
  const wanted = new Set<string>();
  const list = (inner: Shape, path: string): void => Object.entries(inner).forEach(([key, below]) => {
    wanted.add(`${path}${key}`);
    if (below !== null) list(below, `${path}${key}.`);
  });
  list(shape, '');
  return [...[...found].filter((key) => !wanted.has(key)).map((key) => `not asked for: ${key}`), ...[...wanted].filter((key) => !found.has(key)).map((key) => `missing: ${key}`)];
}

const size = storeOf(500);
const random = new Random(1, 'test');
const made = Array.from({ length: size.orders }, (_, order) => orderRows(order, size, random));

it('the rows of the bench have the keys that the bulk queries ask for, and no others', () => {
  const [variant = {}, product = {}] = nodesOf(ProductsBulkDocument);
  const [line = {}, order = {}] = nodesOf(OrdersBulkDocument);
  const [customer = {}] = nodesOf(CustomersBulkDocument);
  const products = Array.from({ length: size.products }, (_, at) => productRows(at));
  expect(differences(products.map(([root = {}]) => root), product)).toEqual([]);
  expect(differences(products.flatMap((rows) => rows.slice(1)), variant)).toEqual([]);
  // What no order of the bench has: another kind of discount than a code of some percent, an answer to a text message, a return.
  expect(differences(made.map((one) => one.order), order)).toEqual(['missing: refunds.return.id']);
  expect(differences(made.flatMap((one) => one.lines), line)).toEqual(['missing: off.by.value.amount', 'missing: off.by.title']);
  expect(differences(Array.from({ length: size.customers }, (_, at) => customerRow(at, random)), customer)).toEqual(
    ['state', 'optInLevel', 'updatedAt'].map((key) => `missing: defaultPhoneNumber.smsMarketingConsent.${key}`),
  );
});
