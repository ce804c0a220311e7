import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dumpStore } from '../store/dump.ts';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openApi } from './api-under-test.ts';
import type { ApiUnderTest } from './api-under-test.ts';
import { allScopes } from './scopes.ts';

interface Refusal {
  code?: string;
  field: string[] | null;
}

let shop: ApiUnderTest;
let customer: string;
beforeEach(async () => {
  shop = await openApi();
  customer = (await shop.data<{ customers: { nodes: { id: string }[] } }>('{ customers(first: 1) { nodes { id } } }')).customers.nodes[0]?.id ?? '';
});
afterEach(() => shop.close());

const tier = { namespace: '$app:x', key: 'tier', name: 'Tier', ownerType: 'CUSTOMER', type: 'single_line_text_field', access: { admin: 'MERCHANT_READ' } };

async function define(definition: object): Promise<{ createdDefinition: { id: string; namespace: string; access: { admin: string | null } } | null; userErrors: Refusal[] }> {
  return (await shop.data<{ metafieldDefinitionCreate: Awaited<ReturnType<typeof define>> }>(
    'mutation($definition: MetafieldDefinitionInput!) { metafieldDefinitionCreate(definition: $definition) { createdDefinition { id namespace access { admin } } userErrors { field message code } } }', { definition },
  )).metafieldDefinitionCreate;
}

async function set(metafields: object[], token = 'token-app'): Promise<{ metafields: { type: string }[] | null; userErrors: Refusal[] }> {
  const answer = await shop.http('mutation($m: [MetafieldsSetInput!]!) { metafieldsSet(metafields: $m) { metafields { type value } userErrors { field message code elementIndex } } }', { m: metafields }, token);
  return (JSON.parse(answer.body) as { data: { metafieldsSet: Awaited<ReturnType<typeof set>> } }).data.metafieldsSet;
}

const codes = (refusals: readonly Refusal[]): (string | undefined)[] => refusals.map((refusal) => refusal.code);

describe('a definition', () => {
  it('is made once, in the app’s own namespace, and gives values their type', async () => {
    const made = await define(tier);
    expect(made).toMatchObject({ createdDefinition: { namespace: expect.stringMatching(/^app--\d+--x$/) as string, access: { admin: 'MERCHANT_READ' } }, userErrors: [] });
    expect(codes((await define(tier)).userErrors)).toEqual(['TAKEN']);
    expect(await set([{ ownerId: customer, namespace: '$app:x', key: 'tier', value: 'Loyal' }])).toMatchObject({ metafields: [{ type: 'single_line_text_field' }], userErrors: [] });
    expect(codes((await set([{ ownerId: customer, namespace: '$app:x', key: 'tier', type: 'number_integer', value: '5' }])).userErrors)).toEqual(['INVALID_TYPE']);
    expect(codes((await set([{ ownerId: customer, namespace: '$app:x', key: 'tier', value: 'two\nlines' }])).userErrors)).toEqual(['INVALID_VALUE']);
    expect(await shop.data('{ metafieldDefinitions(first: 5, ownerType: CUSTOMER, namespace: "$app:x") { nodes { key type { name } metafieldsCount ownerType } } }')).toEqual({
      metafieldDefinitions: { nodes: [{ key: 'tier', type: { name: 'single_line_text_field' }, metafieldsCount: 1, ownerType: 'CUSTOMER' }] },
    });
  });

  it('is refused as Shopify refuses it', async () => {
    const refused = async (change: object): Promise<(string | undefined)[]> => codes((await define({ ...tier, ...change })).userErrors);
    expect(await refused({ name: ' ' })).toEqual(['BLANK']);
    expect(await refused({ key: 'x' })).toEqual(['TOO_SHORT']);
    expect(await refused({ key: 'a b' })).toEqual(['INVALID_CHARACTER']);
    expect(await refused({ type: 'string' })).toEqual(['INCLUSION']);
    expect(await refused({ namespace: 'app--1--x', access: null })).toEqual(['RESERVED_NAMESPACE_KEY']);
    expect(await refused({ namespace: 'custom' })).toEqual(['ADMIN_ACCESS_INPUT_NOT_ALLOWED']);
    const notServed = await shop.ask('mutation($definition: MetafieldDefinitionInput!) { metafieldDefinitionCreate(definition: $definition) { userErrors { code } } }', { definition: { ...tier, capabilities: { adminFilterable: { enabled: true } } } });
    expect(notServed.errors?.[0]?.extensions?.code).toBe('NOT_SERVED');
  });

  it('of an app goes only with its values, and takes them all', async () => {
    const id = (await define(tier)).createdDefinition?.id;
    await set([{ ownerId: customer, namespace: '$app:x', key: 'tier', value: 'Loyal' }]);
    const remove = (values: boolean) => shop.data<{ metafieldDefinitionDelete: { deletedDefinitionId: string | null; userErrors: Refusal[] } }>(
      'mutation($id: ID!, $values: Boolean!) { metafieldDefinitionDelete(id: $id, deleteAllAssociatedMetafields: $values) { deletedDefinitionId userErrors { code field message } } }', { id, values });
    expect(codes((await remove(false)).metafieldDefinitionDelete.userErrors)).toEqual(['RESERVED_NAMESPACE_ORPHANED_METAFIELDS']);
    expect((await remove(true)).metafieldDefinitionDelete).toEqual({ deletedDefinitionId: id, userErrors: [] });
    expect(codes((await remove(true)).metafieldDefinitionDelete.userErrors)).toEqual(['NOT_FOUND']);
    expect(await shop.data(`{ customer(id: "${customer}") { metafield(namespace: "$app:x", key: "tier") { value } } }`)).toEqual({ customer: { metafield: null } });
  });
});

describe('values', () => {
  it('are deleted by owner, namespace and key; what was not there is null', async () => {
    await define(tier);
    await set([{ ownerId: customer, namespace: '$app:x', key: 'tier', value: 'Loyal' }]);
    const identifier = { ownerId: customer, namespace: '$app:x', key: 'tier' };
    const remove = () => shop.data<{ metafieldsDelete: { deletedMetafields: unknown[]; userErrors: unknown[] } }>(
      'mutation($m: [MetafieldIdentifierInput!]!) { metafieldsDelete(metafields: $m) { deletedMetafields { key ownerId } userErrors { message } } }', { m: [identifier, { ...identifier, key: 'other' }] });
    expect((await remove()).metafieldsDelete).toEqual({ deletedMetafields: [{ key: 'tier', ownerId: customer }, null], userErrors: [] });
    expect((await remove()).metafieldsDelete.deletedMetafields).toEqual([null, null]);
  });

  it('of one app are no other’s to see or to set', async () => {
    const { createdDefinition } = await define(tier);
    const namespace = createdDefinition?.namespace ?? '';
    await set([{ ownerId: customer, namespace, key: 'tier', value: 'Loyal' }]);
    expect(codes((await set([{ ownerId: customer, namespace, key: 'tier', value: 'Mine' }], 'token-other')).userErrors)).toEqual(['APP_NOT_AUTHORIZED']);
    const seen = JSON.parse((await shop.http(`{ customer(id: "${customer}") { metafield(namespace: "${namespace}", key: "tier") { value } } metafieldDefinitions(first: 5, ownerType: CUSTOMER) { nodes { id } } }`, {}, 'token-other')).body) as { data: unknown };
    expect(seen.data).toEqual({ customer: { metafield: null }, metafieldDefinitions: { nodes: [] } });
  });

  it('stand in the dump, and need the scope to write customers', async () => {
    await define(tier);
    await set([{ ownerId: customer, namespace: '$app:x', key: 'tier', value: 'Loyal' }]);
    const dir = mkdtempSync(join(tmpdir(), 'dumped-'));
    await dumpStore(shop.live, dir, []);
    const rows = readFileSync(join(dir, 'customers.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as { id: string; metafields: object[] });
    rmSync(dir, { recursive: true });
    expect(rows.find((row) => row.id === customer)?.metafields).toContainEqual({ namespace: expect.stringMatching(/--x$/) as string, key: 'tier', type: 'single_line_text_field', value: 'Loyal' });
    expect(rows.every((row) => Array.isArray(row.metafields))).toBe(true);
    const poor = await openApi({ scopes: allScopes.filter((scope) => scope !== 'write_customers') });
    const refused = await poor.ask('mutation($definition: MetafieldDefinitionInput!) { metafieldDefinitionCreate(definition: $definition) { userErrors { code } } }', { definition: tier });
    expect(refused.errors?.[0]?.extensions?.code).toBe('ACCESS_DENIED');
    await poor.close();
  });
});

describe('lists of products', () => {
  const STANDARD = 'shopify--discovery--product_recommendation';
  const enable = (key: string) => shop.data<{ standardMetafieldDefinitionEnable: { createdDefinition: { access: { storefront: string } } | null; userErrors: Refusal[] } }>(
    'mutation($key: String!) { standardMetafieldDefinitionEnable(ownerType: PRODUCT, namespace: "shopify--discovery--product_recommendation", key: $key) { createdDefinition { access { storefront } } userErrors { field message code } } }', { key });

  it('stand in Shopify’s own namespace once the standard definition is enabled, and never in one that an app makes there', async () => {
    const [one = '', other = ''] = (await shop.data<{ products: { nodes: { id: string }[] } }>('{ products(first: 2) { nodes { id } } }')).products.nodes.map(({ id }) => id);
    const value = JSON.stringify([other]);
    const related = { ownerId: one, namespace: STANDARD, key: 'related_products', type: 'list.product_reference', value };
    expect(codes((await set([related])).userErrors)).toEqual(['APP_NOT_AUTHORIZED']);
    expect(codes((await define({ ...tier, ownerType: 'PRODUCT', namespace: STANDARD, key: 'related_products', type: 'list.product_reference', access: null })).userErrors)).toEqual(['RESERVED_NAMESPACE_KEY']);
    expect((await enable('related_products')).standardMetafieldDefinitionEnable).toMatchObject({ createdDefinition: { access: { storefront: 'PUBLIC_READ' } }, userErrors: [] });
    expect(codes((await enable('related_products')).standardMetafieldDefinitionEnable.userErrors)).toEqual(['TAKEN']);
    expect(codes((await enable('similar_products')).standardMetafieldDefinitionEnable.userErrors)).toEqual(['TEMPLATE_NOT_FOUND']);
    expect((await set([related])).metafields).toEqual([{ type: 'list.product_reference', value }]);
    for (const wrong of ['x', '{}', JSON.stringify(['gid://shopify/Product/1']), JSON.stringify([customer])]) expect(codes((await set([{ ...related, value: wrong }])).userErrors)).toEqual(['INVALID_VALUE']);
  });

  it('are written over what was read alone, where the digest of that is given', async () => {
    const [one = '', other = ''] = (await shop.data<{ products: { nodes: { id: string }[] } }>('{ products(first: 2) { nodes { id } } }')).products.nodes.map(({ id }) => id);
    await enable('complementary_products');
    const given = { ownerId: one, namespace: STANDARD, key: 'complementary_products' };
    const digest = async () => (await shop.data<{ product: { metafield: { compareDigest: string } | null } }>(`{ product(id: "${one}") { metafield(namespace: "${STANDARD}", key: "complementary_products") { compareDigest } } }`)).product.metafield?.compareDigest ?? null;
    expect((await set([{ ...given, value: JSON.stringify([other]), compareDigest: null }])).userErrors).toEqual([]);
    expect(codes((await set([{ ...given, value: '[]', compareDigest: null }])).userErrors)).toEqual(['STALE_OBJECT']);
    const read = await digest();
    expect((await set([{ ...given, value: '[]', compareDigest: read }])).userErrors).toEqual([]);
    expect(codes((await set([{ ...given, value: JSON.stringify([one]), compareDigest: read }])).userErrors)).toEqual(['STALE_OBJECT']);
    expect((await set([{ ...given, value: JSON.stringify([one]) }])).userErrors).toEqual([]);
  });
});
