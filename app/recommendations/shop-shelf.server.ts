import { readTenant, shopperDeadline } from '../database/tenant-reads.server.ts';
import { withTenantSnapshot } from '../database/tenant.server.ts';
import { machineNow } from '../runtime/clock.server.ts';
import { withinTime } from '../runtime/time-limit.server.ts';
import { loadHoldout } from './holdout-store.server.ts';
import type { Holdout } from './holdout.ts';
import type { MerchantRule } from './merchant-rules.ts';
import type { ProductCard } from './product-card.ts';
import { loadRules } from './rule-store.server.ts';
import { PRODUCT_CARDS, VERSION, VERSION_SQL } from './shop-reads.server.ts';
import { itemsOf } from './stored-items.ts';
import type { ListItem } from './work-out-lists.ts';

/** What this process remembers of a shop for its lists, all of one version. */
export interface ShopShelf {
  shopId: number;
  /** Changes with each run that comes in force, each rule and each change of the catalogue. */
  version: string;
  /** When the run in force read the orders, ms by the business clock; 0: there is none. */
  readAt: number;
  currencyCode: string;
  rules: readonly MerchantRule[];
  holdout: Holdout | null;
  bestsellers: readonly ListItem[];
  rising: readonly ListItem[];
  fresh: readonly ListItem[];
  /** Products that were looked up; null: there is none. */
  cards: Map<string, ProductCard | null>;
}

interface Remembered {
  shelf: ShopShelf;
  checkedAt: number;
  checking: Promise<ShopShelf> | null;
}

/** Asked whether it is still in force, beside the answer, after this; waited for after this; and gone on with so long where the database does not answer. */
const CHECK_AFTER_MS = 2_000;
const WAIT_AFTER_MS = 10_000;
const AT_MOST_MS = 10 * 60_000;
const LOAD_WITHIN_MS = 400;
/** Shops and cards in memory: some 600 bytes each card. The shop that was asked for longest ago goes first. */
const MOST_SHOPS = 2_000;
const MOST_CARDS = 100_000;

const shelves = new Map<number, Remembered>();
const loading = new Map<number, Promise<ShopShelf>>();
let cardsHeld = 0;

/**
 * What is known of a shop. A new run, a rule or a changed product is seen within some two seconds by every process; while
 * the database does not answer, what was known goes on.
 * @returns at once (no promise) where it is known
 */
export function findShelf(shopId: number): ShopShelf | Promise<ShopShelf> {
  const one = shelves.get(shopId);
  if (one === undefined) return load(shopId);
  const age = machineNow() - one.checkedAt;
  if (age < CHECK_AFTER_MS) return one.shelf;
  const checking = (one.checking ??= check(one));
  if (age < WAIT_AFTER_MS) {
    checking.catch(() => undefined);
    return one.shelf;
  }
  return checking.catch((error: unknown) => {
    if (age >= AT_MOST_MS) throw error;
    return one.shelf;
  });
}

/** The same as it is at this moment, for somebody who has just changed something. */
export async function freshShelf(shopId: number): Promise<ShopShelf> {
  // One that is being read was begun before the change, perhaps.
  await loading.get(shopId)?.catch(() => undefined);
  return load(shopId);
}

/** For tests: as a process that has just begun. */
export function forgetShelves(): void {
  shelves.clear();
  cardsHeld = 0;
}

/** Asks the database for products that the shelf does not know yet, in one go. */
export async function loadCards(shelf: ShopShelf, products: readonly string[], until: number): Promise<void> {
  const missing = [...new Set(products)];
  const rows = await readTenant(shelf.shopId, PRODUCT_CARDS, [missing.map(Number)], until);
  for (const product of missing) shelf.cards.set(product, null);
  for (const row of rows) shelf.cards.set(row.id, row);
  cardsHeld += missing.length;
  for (const { shelf: other } of shelves.values()) {
    if (cardsHeld <= MOST_CARDS) break;
    // This one's are in use: it goes last, by the order of the map.
    if (other !== shelf) emptied(other);
  }
}

function emptied(shelf: ShopShelf): void {
  cardsHeld -= shelf.cards.size;
  shelf.cards.clear();
}

async function check(one: Remembered): Promise<ShopShelf> {
  const { shelf } = one;
  try {
    const [row] = await readTenant(shelf.shopId, VERSION, [], shopperDeadline());
    if (row?.version !== shelf.version) return await load(shelf.shopId);
    one.checkedAt = machineNow();
    // Whoever is asked for goes behind.
    shelves.delete(shelf.shopId);
    shelves.set(shelf.shopId, one);
    return shelf;
  } finally {
    one.checking = null;
  }
}

function load(shopId: number): Promise<ShopShelf> {
  const underWay = loading.get(shopId);
  if (underWay !== undefined) return withinTime(LOAD_WITHIN_MS, underWay);
  const loaded = read(shopId).then((shelf) => {
    const before = shelves.get(shopId);
    if (before !== undefined) emptied(before.shelf);
    shelves.delete(shopId);
    shelves.set(shopId, { shelf, checkedAt: machineNow(), checking: null });
    const [oldest] = shelves;
    if (shelves.size > MOST_SHOPS && oldest !== undefined) {
      emptied(oldest[1].shelf);
      shelves.delete(oldest[0]);
    }
    return shelf;
  }).finally(() => loading.delete(shopId));
  loading.set(shopId, loaded);
  return withinTime(LOAD_WITHIN_MS, loaded);
}

interface ShelfRow {
  version: string;
  readAt: Date | null;
  currencyCode: string | null;
}

async function read(shopId: number): Promise<ShopShelf> {
  return withTenantSnapshot(shopId, async (tx) => {
    const { rows: [row] } = await tx.query<ShelfRow & Record<string, unknown>>(
      `SELECT ${VERSION_SQL} AS version, v.read_at AS "readAt", d.currency_code AS "currencyCode"
         FROM (SELECT) one LEFT JOIN list_versions v ON v.shop_id = $1 LEFT JOIN shop_details d ON d.shop_id = $1`, [shopId],
    );
    const { rows: lists } = await tx.query<{ kind: string; items: unknown }>(`SELECT kind, items FROM shop_lists WHERE shop_id = $1 AND product_type = ''`, [shopId]);
    const listOf = (kind: string): ListItem[] => itemsOf(lists.find((list) => list.kind === kind)?.items);
    return {
      shopId, version: row?.version ?? '0.0', readAt: row?.readAt?.getTime() ?? 0, currencyCode: row?.currencyCode ?? 'USD', rules: await loadRules(tx), holdout: await loadHoldout(tx),
      bestsellers: listOf('bestsellers'), rising: listOf('rising'), fresh: listOf('fresh'), cards: new Map(),
    };
  });
}
