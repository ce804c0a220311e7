import { createHash } from 'node:crypto';
import { InvalidInputError } from '../runtime/errors.ts';
import { BoundedMemory } from '../recommendations/bounded-memory.ts';
import { BLOCKS, type Block } from '../recommendations/merchant-rules.ts';
import { reasonLanguage, type ReasonLanguage } from '../recommendations/reason-words.ts';
import { serveList } from '../recommendations/serve-list.server.ts';
import { findShelf, type ShopShelf } from '../recommendations/shop-shelf.server.ts';
import { listJson } from './list-json.ts';
import { listLiquid } from './list-liquid.ts';
import { textAnswer, type ShopperAnswer, type ShopperRequest } from './shopper-request.server.ts';

/** Answers that anybody may have, with their heads: so many bytes of them in each process. */
const MEMORY_BYTES = 64 * 1024 * 1024;
/** About what its headers take. */
const HEAD_BYTES = 600;
const memory = new BoundedMemory<ShopperAnswer>(MEMORY_BYTES);
/** What queries ask for: blocks of one theme ask in the same words. */
const parsed = new BoundedMemory<Asked>(8 * 1024 * 1024);

const MOST_PRODUCTS = 50;
const MOST_SHOWN = 12;
const USUALLY_SHOWN = 4;
const PLACEMENTS: readonly string[] = ['home', 'product', 'cart', 'thank-you', 'order-status', 'other'];
/** A browser asks again after this; a block that is a minute old is none the worse. */
const PUBLIC = 'public, max-age=60';

interface Asked {
  block: Block;
  productIds: string[];
  limit: number;
  language: ReasonLanguage;
  format: 'json' | 'liquid';
  /** Of all of it, for the memory. */
  key: string;
}

/**
 * GET /proxy/recommendations and /extension/recommendations: a list for a block. Whoever is logged in gets one of their own,
 * made anew each time and kept by nobody; what anybody may see is kept by this process until a run, a rule or a product changes it.
 * @throws InvalidInputError saying which parameter is wrong
 */
export function answerRecommendations(request: ShopperRequest): ShopperAnswer | Promise<ShopperAnswer> {
  const known = parsed.get(request.query);
  const asked = known ?? askedOf(request.params);
  if (known === undefined) parsed.set(request.query, asked, 4 * request.query.length);
  const { shopId, customerId } = request;
  if (customerId !== null) return make(request, asked, null);
  const found = findShelf(shopId);
  return found instanceof Promise ? found.then((shelf) => fromMemory(request, asked, shelf)) : fromMemory(request, asked, found);
}

function fromMemory(request: ShopperRequest, asked: Asked, shelf: ShopShelf): ShopperAnswer | Promise<ShopperAnswer> {
  const key = `${request.shopId} ${shelf.version} ${asked.key}`;
  return memory.get(key) ?? make(request, asked, key);
}

/** @param key under which it is kept for others; null: it is for this customer alone */
async function make({ shopId, customerId }: ShopperRequest, { block, productIds, limit, language, format }: Asked, key: string | null): Promise<ShopperAnswer> {
  const served = await serveList({ shopId, block, productIds, customerId, limit });
  const text = format === 'liquid' ? listLiquid(served, language) : JSON.stringify(listJson(served, language));
  const headers: Record<string, string> = { 'content-type': format === 'liquid' ? 'application/liquid' : 'application/json; charset=utf-8' };
  if (served.personal || key === null) return textAnswer(200, headers, text);
  const answer = textAnswer(200, { ...headers, 'cache-control': PUBLIC, etag: `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"` }, text);
  memory.set(key, answer, 2 * text.length + HEAD_BYTES);
  return answer;
}

function askedOf(params: URLSearchParams): Asked {
  const block = one(params, 'block');
  if (!isBlock(block)) throw new InvalidInputError('block', `The parameter block is one of ${BLOCKS.join(', ')}.`);
  const format = one(params, 'format') ?? 'json';
  if (format !== 'json' && format !== 'liquid') throw new InvalidInputError('format', 'The parameter format is json or liquid.');
  const placement = one(params, 'placement');
  if (placement !== null && !PLACEMENTS.includes(placement)) throw new InvalidInputError('placement', `The parameter placement is one of ${PLACEMENTS.join(', ')}.`);
  const limit = one(params, 'limit') ?? String(USUALLY_SHOWN);
  if (!/^\d{1,2}$/.test(limit) || Number(limit) < 1 || Number(limit) > MOST_SHOWN) throw new InvalidInputError('limit', `The parameter limit goes from 1 to ${MOST_SHOWN}.`);
  const language = reasonLanguage(one(params, 'locale'));
  const productIds = productsOf(params);
  return { block, format, limit: Number(limit), language, productIds, key: `${block} ${productIds.join()} ${limit} ${language} ${format}` };
}

const isBlock = (value: string | null): value is Block => (BLOCKS as readonly (string | null)[]).includes(value);

function one(params: URLSearchParams, name: string): string | null {
  const [value = null, second] = params.getAll(name);
  if (second !== undefined) throw new InvalidInputError(name, `The parameter ${name} is there more than once.`);
  return value;
}

/** Each once, in the order of their numbers: a cart in another order is the same cart. */
function productsOf(params: URLSearchParams): string[] {
  const product = one(params, 'product');
  const products = one(params, 'products');
  if (product === null && products === null) return [];
  const ids = [...(product === null || product === '' ? [] : [product]), ...(products === null || products === '' ? [] : products.split(','))];
  if (ids.length > MOST_PRODUCTS) throw new InvalidInputError('products', `The parameter products names at most ${MOST_PRODUCTS}.`);
  if (!ids.every((id) => /^[1-9]\d{0,14}$/.test(id))) throw new InvalidInputError('product', 'The parameters product and products name products by their numbers.');
  return ids.length === 1 ? ids : [...new Set(ids)].sort((a, b) => Number(a) - Number(b));
}
