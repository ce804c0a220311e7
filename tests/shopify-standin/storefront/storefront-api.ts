/** The Storefront API of a shop, as far as extensions ask it: run by graphql-js over Shopify's published schema. What is not in the table fails by name. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { buildClientSchema, execute, GraphQLError, isAbstractType, parse, validate } from 'graphql';
import type { ExecutionResult, GraphQLSchema, IntrospectionQuery } from 'graphql';
import { NotServed } from '../graphql/errors.ts';
import type { StoreProduct, StoreShop } from '../store/model.ts';
import { decimalAmount } from './money.ts';

export const storefrontVersion = '2026-07';

/** What the API knows of a shop. */
export interface StorefrontApiShop {
  shop: StoreShop;
  /** Products that shoppers see. */
  product: (id: number) => StoreProduct | undefined;
  recommendations: (product: StoreProduct, intent: string) => readonly StoreProduct[];
  /** Without a slash at the end. */
  origin: string;
}

interface Row {
  type: string;
  object: unknown;
}

type Resolve = (object: never, args: Record<string, unknown>, api: StorefrontApiShop) => unknown;

let schema: GraphQLSchema | null = null;

function storefrontSchema(): GraphQLSchema {
  if (schema === null) {
    const packed = readFileSync(new URL(`../../../node_modules/@shopify/dev-mcp/dist/data/storefront-graphql_${storefrontVersion}.json.gz`, import.meta.url));
    const parsed = JSON.parse(gunzipSync(packed).toString('utf8')) as IntrospectionQuery | { data: IntrospectionQuery };
    schema = buildClientSchema('data' in parsed ? parsed.data : parsed, { assumeValid: true });
  }
  return schema;
}

const idOf = (gid: unknown): number => Number(/^gid:\/\/shopify\/Product\/(\d+)$/.exec(String(gid))?.[1] ?? NaN);
const row = (product: StoreProduct | undefined): Row | null => (product === undefined ? null : { type: 'Product', object: product });

const served: Readonly<Record<string, Readonly<Record<string, Resolve>>>> = {
  QueryRoot: {
    nodes: (_, { ids }, api) => (ids as unknown[]).map((id) => row(api.product(idOf(id)))),
    product: (_, { id }, api) => row(api.product(idOf(id))),
    productRecommendations: (_, { productId, intent }, api) => {
      const product = api.product(idOf(productId));
      return product === undefined ? null : api.recommendations(product, String(intent ?? 'RELATED').toLowerCase()).map(row);
    },
  },
  Product: {
    id: (product: StoreProduct) => `gid://shopify/Product/${product.id}`,
    title: (product: StoreProduct) => product.title,
    handle: (product: StoreProduct) => product.handle,
    productType: (product: StoreProduct) => product.productType,
    vendor: (product: StoreProduct) => product.vendor,
    onlineStoreUrl: (product: StoreProduct, _, api) => `${api.origin}/products/${product.handle}`,
    availableForSale: (product: StoreProduct) => product.variants.some((variant) => variant.availableForSale),
    featuredImage: (product: StoreProduct) => (product.imagePath === null ? null : { type: 'Image', object: product }),
    priceRange: (product: StoreProduct) => ({ type: 'ProductPriceRange', object: product.variants.map((variant) => variant.price) }),
  },
  Image: {
    url: (product: StoreProduct, _, api) => `${api.origin}/cdn/shop/products/${product.id}.svg`,
    altText: () => null,
  },
  ProductPriceRange: {
    minVariantPrice: (prices: number[]) => ({ type: 'MoneyV2', object: Math.min(...prices) }),
    maxVariantPrice: (prices: number[]) => ({ type: 'MoneyV2', object: Math.max(...prices) }),
  },
  MoneyV2: {
    amount: (minor: number, _, api) => decimalAmount(minor, api.shop),
    currencyCode: (_, __, api) => api.shop.currencyCode,
  },
};

/** Answers as the API does: errors beside or in place of data. */
export function answerStorefrontQuery(api: StorefrontApiShop, { query, variables }: { query: string; variables: Record<string, unknown> }): ExecutionResult {
  try {
    const document = parse(query);
    const faults = validate(storefrontSchema(), document);
    if (faults.length > 0) return { errors: faults };
    return execute({
      schema: storefrontSchema(), document, variableValues: variables, rootValue: { type: 'QueryRoot', object: null }, contextValue: api,
      fieldResolver: (source: Row, args: Record<string, unknown>, _, info) => {
        const resolve = served[info.parentType.name]?.[info.fieldName];
        if (resolve === undefined) throw new NotServed(`${info.parentType.name}.${info.fieldName} of the Storefront API`);
        return resolve(source.object as never, args, api);
      },
      typeResolver: (value: Row, _, __, abstractType) => {
        if (!isAbstractType(abstractType)) throw new Error('Only an interface or a union asks for its type.');
        return value.type;
      },
    }) as ExecutionResult;
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error] };
    throw error;
  }
}
