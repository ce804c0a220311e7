/** Pages of the theme's templates, and Shopify's recommendations. */
import { HttpError } from '../http-body.ts';
import { shopifyRecommendations, shownProducts } from './catalogue.ts';
import { constants, LiquidObject } from './liquid-object.ts';
import { collectionObject, productJson, productObject } from './objects/products.ts';
import type { StorefrontPage } from './storefront-page.ts';
import { htmlAnswer, jsonAnswer } from './visit.ts';
import type { StorefrontAnswer, Visit } from './visit.ts';

export const shopPages: readonly StorefrontPage[] = [
  { methods: ['GET'], path: '/', answer: (visit) => visit.themePage({ pageType: 'index', title: visit.live.store.shop.name }) },
  { methods: ['GET'], path: '/products/:handle', answer: productPage },
  { methods: ['GET'], path: '/collections/:handle/products/:product', answer: (visit, { product = '' }) => productPage(visit, { handle: product }) },
  { methods: ['GET'], path: '/collections/:handle', answer: collectionPage },
  { methods: ['GET'], path: '/search', answer: searchPage },
  { methods: ['GET'], path: '/recommendations/products.json', answer: (visit) => jsonAnswer({ intent: visit.query.get('intent') ?? 'related', products: recommended(visit).products.map((product) => productJson(product, visit.place())) }) },
  { methods: ['GET'], path: '/recommendations/products', answer: recommendationsSection },
];

function productPage(visit: Visit, { handle = '' }: Record<string, string>): StorefrontAnswer {
  const asJson = /\.js(on)?$/.test(handle);
  const product = visit.productByHandle(handle.replace(/\.js(on)?$/, ''));
  if (product === undefined) return notFoundPage(visit);
  if (asJson) return jsonAnswer(handle.endsWith('.json') ? { product: productJson(product, visit.place()) } : productJson(product, visit.place()));
  return visit.themePage({ pageType: 'product', title: product.title, objects: (place) => ({ product: productObject(product, place) }) });
}

function collectionPage(visit: Visit, { handle = '' }: Record<string, string>): StorefrontAnswer {
  const collection = visit.collections().find((one) => one.handle === handle);
  if (collection === undefined) return notFoundPage(visit);
  return visit.themePage({ pageType: 'collection', title: collection.title, objects: (place) => ({ collection: collectionObject(collection, place) }) });
}

const mostResults = 24;

function searchPage(visit: Visit): StorefrontAnswer {
  const terms = visit.query.get('q') ?? '';
  const words = terms.toLowerCase().split(/\s+/).filter((word) => word !== '');
  const found = words.length === 0 ? [] : shownProducts(visit.live).filter((product) => words.every((word) => `${product.title} ${product.productType} ${product.vendor} ${product.tags.join(' ')}`.toLowerCase().includes(word)));
  return visit.themePage({ pageType: 'search', title: 'Search', objects: (place) => ({
    search: new LiquidObject('search', { ...constants({ terms, performed: words.length > 0, results_count: found.length, types: ['product'] }), results: () => found.slice(0, mostResults).map((product) => productObject(product, place)) }),
  }) });
}

/** @throws {HttpError} in Shopify's words */
function recommended(visit: Visit) {
  const product = visit.live.product(Number(visit.query.get('product_id')));
  if (product === undefined) throw new HttpError(404, 'Not Found: product_id is none of this shop');
  const intent = visit.query.get('intent') ?? 'related';
  if (intent !== 'related' && intent !== 'complementary') throw new HttpError(422, 'Invalid parameter: intent must be related or complementary');
  const limit = Math.min(Math.max(Number(visit.query.get('limit') ?? 10) || 10, 1), 10);
  const inCart = new Set(visit.shopper.cart.lines().map((line) => line.variant.product.id));
  return { product, intent, products: shopifyRecommendations(visit.live, { product, intent, limit, inCart }) };
}

/** A section of the product template once more, with `recommendations` in it. */
function recommendationsSection(visit: Visit): StorefrontAnswer {
  const section = visit.query.get('section_id');
  if (section === null) throw new HttpError(422, 'section_id is missing: /recommendations/products renders a section');
  const { product, products, intent } = recommended(visit);
  const page = visit.theme({ pageType: 'product', title: product.title, objects: (place) => ({ product: productObject(product, place) }), recommendations: { products, intent } });
  return htmlAnswer(page.section('product', section));
}

export function notFoundPage(visit: Visit): StorefrontAnswer {
  return visit.themePage({ pageType: '404', title: 'Page not found' }, 404);
}
