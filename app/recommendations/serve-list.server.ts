import { hash } from 'node:crypto';
import { readTenant, shopperDeadline } from '../database/tenant-reads.server.ts';
import { now } from '../runtime/clock.server.ts';
import { complementOf } from './complement-of.ts';
import { composeList, type ComposedItem } from './compose-list.ts';
import { isHeldOut } from './held-out.server.ts';
import { leftOut, type LeftOut } from './left-out.ts';
import type { Block } from './merchant-rules.ts';
import { mixPersonal } from './mix-personal.ts';
import { BOUGHT_LATELY, CUSTOMER_LISTS, PRODUCT_LISTS, SENT_BACK, TYPE_LISTS } from './shop-reads.server.ts';
import { findShelf, freshShelf, loadCards, type ShopShelf } from './shop-shelf.server.ts';
import { itemsOf } from './stored-items.ts';
import type { ListItem } from './work-out-lists.ts';

export interface ListAsk {
  shopId: number;
  block: Block;
  /** The product of the page, or what is in the cart. */
  productIds: readonly string[];
  /** Who is logged in, by Shopify's word; null: nobody. */
  customerId: number | null;
  /** 1 to 24. */
  limit: number;
  /** The merchant looks at it: nobody is held out then, what they have just changed holds, and what is not shown is told. */
  preview?: boolean;
}

export interface ServedList {
  block: Block;
  /** It is about this customer, and for nobody else to see. */
  personal: boolean;
  /** Shown nothing, so that what lists earn can be measured. */
  holdout: boolean;
  /** By what events say which list it was; says nothing of the customer. */
  list: string;
  items: ComposedItem[];
  /** Of a preview: what is not shown, and why. */
  left: LeftOut[];
  currencyCode: string;
  /** Titles of products that reasons name. */
  titleOf(product: string): string | null;
  /** Whole days that have passed since the list was worked out: reasons that say how long ago something was are older by so many. */
  daysSince: number;
}

/** Blocks whose lists are made for each customer; of the others a customer sees what everybody does, but what they sent back. */
const OWN: readonly Block[] = ['recommended', 'buy-again'];
const DAY_MS = 86_400_000;
/** Products that are told of as left out. */
const MOST_LEFT = 8;
/** An order that came while a run was reading may not be in it. */
const OVERLAP_MS = 3_600_000;

const NONE: ReadonlySet<string> = new Set();

/** Whether the customer is shown nothing. */
function isInHoldout(shelf: ShopShelf, customerId: number | null): boolean {
  return customerId !== null && shelf.holdout !== null && isHeldOut(String(customerId), shelf.holdout);
}

/**
 * The list of a block: a customer's own, what goes with the products shown, or what sells; the merchant's rules; and only
 * what can be bought at the moment. Where a list is short, or there is none, the next best follows: what goes with what they bought,
 * the bestsellers of the product's type, those of the shop.
 * @throws RetryableError where the database is slow or away
 */
export async function serveList(ask: ListAsk): Promise<ServedList> {
  const { shopId, block, productIds, customerId } = ask;
  const until = shopperDeadline();
  const shelf = await (ask.preview === true ? freshShelf(shopId) : findShelf(shopId));
  const personal = customerId !== null;
  if (ask.preview !== true && isInHoldout(shelf, customerId)) return served(ask, shelf, { personal: true, holdout: true, items: [], left: [] });
  const [{ stages, away: lately }, sentBack] = await Promise.all([
    customerId !== null && OWN.includes(block) ? personalStages(ask, shelf, until) : publicStages(ask, shelf, until).then((lists) => ({ stages: lists, away: NONE })),
    customerId === null ? [] : readTenant(shopId, SENT_BACK, [customerId], until),
  ]);
  const away = sentBack.length === 0 ? lately : new Set([...lately, ...sentBack.map(({ id }) => id)]);
  const knowCards = async (lists: readonly (readonly ListItem[])[]): Promise<void> => {
    const missing = missingIn(lists, shelf, productIds);
    if (missing.length > 0) await loadCards(shelf, missing, until);
  };
  await knowCards(stages);
  const given = { block, rules: shelf.rules, shownWith: productIds, away, cardOf: (product: string) => shelf.cards.get(product) ?? null };
  const compose = (lists: readonly (readonly ListItem[])[]): ComposedItem[] => composeList({ ...given, stages: lists, limit: ask.limit });
  let items = compose(stages);
  const next = await fallbacks(ask, shelf, items.length, until);
  if (next.length > 0) {
    await knowCards(next);
    items = compose([...stages, ...next]);
  }
  const left = ask.preview === true ? leftOut({ ...given, stages: [...stages, ...next] }, new Set(items.map(({ card }) => card.id)), MOST_LEFT) : [];
  return served(ask, shelf, { personal, holdout: false, items, left });
}

function served({ block, limit }: ListAsk, shelf: ShopShelf, { personal, holdout, items, left }: Pick<ServedList, 'personal' | 'holdout' | 'items' | 'left'>): ServedList {
  const ids = items.map(({ card }) => card.id).join(',');
  return {
    block, personal, holdout, items, left, currencyCode: shelf.currencyCode,
    list: hash('sha256', `${shelf.shopId} ${shelf.version} ${block} ${limit} ${ids}`, 'base64url').slice(0, 16),
    titleOf: (product) => shelf.cards.get(product)?.title ?? null,
    daysSince: shelf.readAt === 0 ? 0 : Math.max(0, Math.floor((now() - shelf.readAt) / DAY_MS)),
  };
}

/** What a customer had and may want again, and what they never had; of whom there is no list, what goes with what they bought. */
async function personalStages({ block, customerId, shopId }: ListAsk, shelf: ShopShelf, until: number): Promise<{ stages: ListItem[][]; away: ReadonlySet<string> }> {
  const customer = customerId as number;
  const [row] = await readTenant(shopId, CUSTOMER_LISTS, [customer, Math.max(0, shelf.readAt - OVERLAP_MS)], until);
  const away = new Set(row?.away);
  const [reorder, discover] = [row?.reorder, row?.discover].map((stored) => (stored == null ? [] : itemsOf(JSON.parse(stored)))) as [ListItem[], ListItem[]];
  if (block === 'buy-again') return { stages: [reorder], away };
  if (reorder.length + discover.length > 0) return { stages: [mixPersonal(reorder, discover)], away };
  const lately = (await readTenant(shopId, BOUGHT_LATELY, [customer], until)).map(({ id }) => id);
  for (const product of lately) away.add(product);
  return { stages: lately.length === 0 ? [] : await goingWith(shopId, lately, ['together', 'also'], until), away };
}

async function publicStages({ shopId, block, productIds }: ListAsk, shelf: ShopShelf, until: number): Promise<(readonly ListItem[])[]> {
  switch (block) {
    case 'together':
    case 'complementary':
      return productIds.length === 0 ? [] : goingWith(shopId, productIds, ['together'], until);
    case 'also':
      return productIds.length === 0 ? [] : goingWith(shopId, productIds, ['also', 'together'], until);
    case 'rising':
      return [shelf.rising, shelf.fresh];
    case 'recommended':
      return productIds.length === 0 ? [] : goingWith(shopId, productIds, ['also', 'together'], until);
    case 'bestsellers':
    case 'buy-again':
      return [];
  }
}

/** What goes with products, each kind of list as one. */
async function goingWith(shopId: number, products: readonly string[], kinds: readonly ('together' | 'also')[], until: number): Promise<ListItem[][]> {
  const rows = await readTenant(shopId, PRODUCT_LISTS, [products.map(Number)], until);
  return kinds.map((kind) => complementOf(rows.filter((row) => row.kind === kind).map((row) => ({ product: row.id, together: row.items })), products));
}

/** What follows where there is not enough. A customer is told to buy again what they had alone; and what is not bought together is not said to be. */
async function fallbacks({ shopId, block, productIds, limit }: ListAsk, shelf: ShopShelf, there: number, until: number): Promise<(readonly ListItem[])[]> {
  if (there >= limit || block === 'buy-again' || (block === 'together' && there > 0)) return [];
  const ofType = productIds.length === 0 || block === 'rising' ? [] : (await readTenant(shopId, TYPE_LISTS, [productIds.map(Number)], until)).map(({ items }) => items);
  return [...ofType, shelf.bestsellers];
}

/** Products whose cards are needed and not known yet: those listed, those that reasons name, those that the merchant pins, those shown. */
function missingIn(stages: readonly (readonly ListItem[])[], { cards, rules }: ShopShelf, shown: readonly string[]): string[] {
  const missing: string[] = [];
  const look = (product: string): void => {
    if (!cards.has(product)) missing.push(product);
  };
  shown.forEach(look);
  for (const rule of rules) if (rule.kind === 'pin') look(rule.product);
  for (const stage of stages) {
    for (const { product, reason } of stage) {
      look(product);
      if (reason.kind === 'bought-with' || reason.kind === 'also-bought') look(reason.product);
    }
  }
  return missing;
}
