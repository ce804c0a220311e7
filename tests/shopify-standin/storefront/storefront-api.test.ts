import { describe, expect, it } from 'vitest';
import { tinyStore } from '../tiny-store.ts';
import { answerStorefrontQuery } from './storefront-api.ts';

const { store } = tinyStore();
const [product] = [...store.products.values()];
const api = { shop: store.shop, origin: 'http://127.0.0.1:1', product: (id: number) => store.products.get(id), recommendations: () => (product === undefined ? [] : [product]) };
const ask = (query: string, variables: Record<string, unknown> = {}) => JSON.parse(JSON.stringify(answerStorefrontQuery(api, { query, variables }))) as { data?: Record<string, unknown>; errors?: { message: string; extensions?: unknown }[] };

describe('the Storefront API', () => {
  it('gives products by their ids in the order asked, and null for what shoppers do not see', () => {
    const { data, errors } = ask('query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Product { id title availableForSale priceRange { minVariantPrice { amount currencyCode } } } } }', { ids: [`gid://shopify/Product/${product?.id}`, 'gid://shopify/Product/987654321'] });
    expect(errors).toBeUndefined();
    expect(data?.['nodes']).toMatchObject([{ id: `gid://shopify/Product/${product?.id}`, title: product?.title, priceRange: { minVariantPrice: { amount: expect.stringMatching(/^\d+\.\d+$/) as string, currencyCode: store.shop.currencyCode } } }, null]);
  });

  it('gives what Shopify itself recommends', () => {
    expect(ask('query ($id: ID!) { productRecommendations(productId: $id, intent: RELATED) { handle } }', { id: `gid://shopify/Product/${product?.id}` }).data).toEqual({ productRecommendations: [{ handle: product?.handle }] });
  });

  it('fails by name for what it does not serve, and in Shopify’s words for what is not in its schema', () => {
    expect(ask('{ shop { name } }').errors?.[0]).toMatchObject({ message: 'The local Shopify does not serve QueryRoot.shop of the Storefront API.', extensions: { code: 'NOT_SERVED' } });
    expect(ask('{ nothing }').errors?.[0]?.message).toMatch(/Cannot query field "nothing"/);
    expect(ask('{').errors?.[0]?.message).toMatch(/Syntax Error/);
  });
});
