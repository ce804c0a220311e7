import { describe, expect, it } from 'vitest';
import { misplaced } from './check-operations.ts';
import { generateOperation, generatedName } from './generate.ts';
import { operationFaults } from './operations.ts';
import { publishedSchema } from './published-schema.ts';

const schema = publishedSchema();
const faultsOf = (source: string, file = 'app/shopify/operations/some.graphql'): string[] => operationFaults(schema, { file, source });
const bulkFaultsOf = (source: string): string[] => faultsOf(source, 'app/shopify/operations/some.bulk.graphql');

describe('an operation', () => {
  it('passes when Shopify has what it asks for', () => {
    expect(faultsOf('query ShopName { shop { name ianaTimezone } }')).toEqual([]);
    expect(faultsOf('mutation AddTags($id: ID!, $tags: [String!]!) { tagsAdd(id: $id, tags: $tags) { userErrors { field message } } }')).toEqual([]);
  });

  it.each([
    ['a field that is not there', 'query ShopName { shop { nme } }', 'Cannot query field "nme"'],
    ['a wrong argument type', 'query One { customer(id: 7.5) { id } }', 'ID cannot represent'],
    ['an unused variable', 'query One($id: ID!) { shop { name } }', 'never used'],
    ['two operations in one file', 'query One { shop { name } } query Two { shop { name } }', 'holds 2 operations'],
    ['no name', '{ shop { name } }', 'has no name'],
    ['a deprecated field', 'query One($id: ID!) { customer(id: $id) { email } }', 'deprecated'],
    ['what is no GraphQL', 'query One {', 'Syntax Error'],
  ])('is refused for %s, and the line names the file', (_, source, words) => {
    const faults = faultsOf(source);
    expect(faults.join('\n')).toContain(words);
    expect(faults[0]).toMatch(/^app\/shopify\/operations\/some\.graphql: /);
  });

  it('lives in the folder of operations', () => {
    expect(misplaced(['app/shopify/operations/tags-add.graphql', 'app/mirror/orders.graphql', 'app/shopify/operations/x.gql', 'tests/x.graphql'])).toEqual([
      'app/mirror/orders.graphql: operations live in app/shopify/operations, as .graphql',
      'app/shopify/operations/x.gql: operations live in app/shopify/operations, as .graphql',
    ]);
  });
});

describe('a bulk query', () => {
  it.each([
    ['one connection', 'query Customers { customers { edges { node { id tags } } } }'],
    ['nodes in place of edges', 'query Customers { customers { nodes { id } } }'],
    ['two levels', 'query Orders { orders { edges { node { id lineItems { edges { node { id quantity } } } } } } }'],
    ['a list without connections in it', 'query Orders { orders { edges { node { id refunds { id createdAt } } } } }'],
    ['connections side by side', 'query Orders { orders { edges { node { id lineItems { edges { node { id } } } returns { edges { node { id } } } } } } }'],
  ])('passes with %s', (_, source) => {
    expect(bulkFaultsOf(source)).toEqual([]);
  });

  it.each([
    ['no connection', 'query ShopName { shop { name } }', 'has no connection'],
    ['variables', 'query Orders($first: Int!) { orders(first: $first) { edges { node { id } } } }', 'takes variables'],
    ['three levels', 'query Products { products { edges { node { id collections { edges { node { id products { edges { node { id } } } } } } } } } }', '3 levels deep'],
    ['a connection inside a list', 'query Orders { orders { edges { node { id refunds { id refundLineItems { edges { node { quantity } } } } } } } }', 'inside the list "refunds"'],
    ['nodes that do not implement Node', 'query Orders { orders { edges { node { id refunds { refundLineItems { edges { node { quantity } } } } } } } }', '(RefundLineItem) do not implement Node'],
    ['two fields at the top', 'query Two { customers { edges { node { id } } } products { edges { node { id } } } }', '2 fields at the top'],
    ['a connection without its nodes', 'query Customers { customers { pageInfo { hasNextPage } } }', 'neither edges { node } nor nodes'],
    ['a fragment apart', 'query Customers { customers { edges { node { ...Name } } } } fragment Name on Customer { id }', 'fragment Name stands apart'],
    ['a mutation', 'mutation AddTags { tagsAdd(id: "gid://shopify/Customer/1", tags: ["a"]) { node { id } } }', 'is a query'],
  ])('is refused for %s', (_, source, words) => {
    expect(bulkFaultsOf(source).join('\n')).toContain(words);
  });

  it('takes five connections, not six', () => {
    const inside = ['media', 'variants', 'metafields', 'collections', 'events'];
    const query = (count: number): string => `query Products { products { edges { node { id ${inside.slice(0, count).map((name) => `${name} { edges { node { id } } }`).join(' ')} } } } }`;
    expect(bulkFaultsOf(query(4))).toEqual([]);
    expect(bulkFaultsOf(query(5)).join('\n')).toContain('has 6 connections');
  });
});

describe('generated types', () => {
  it('are of what is selected, with money and 64-bit numbers as strings', async () => {
    const text = await generateOperation(schema, {
      file: 'app/shopify/operations/order-money.graphql',
      source: 'query OrderMoney($id: ID!) { order(id: $id) { legacyResourceId processedAt currentTotalPriceSet { shopMoney { amount } } } }',
    });
    expect(text).toContain('export type OrderMoneyQuery = { order: { legacyResourceId: string, processedAt: string, currentTotalPriceSet: { shopMoney: { amount: string } } } | null };');
    expect(text).toContain('export const OrderMoneyDocument');
    expect(text).toContain("import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';");
    expect(text).not.toMatch(/\bany\b|\benum\b/);
  });

  it('stand in one file for each operation', () => {
    expect(generatedName('app/shopify/operations/orders.bulk.graphql')).toBe('app/shopify/generated/orders.bulk.ts');
  });
});
