import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { storeRead } from '../mirror/load-import-progress.server.ts';
import { isRetryable } from '../runtime/errors.ts';
import { loadStaffNames } from '../shops/staff-store.server.ts';
import { isHeldOut } from './held-out.server.ts';
import { loadHoldout } from './holdout-store.server.ts';
import { loadMethodChoice } from './list-store.server.ts';
import { listsAreUnderWay, loadListRun } from './lists-progress-store.server.ts';
import type { NoLists, PreviewChoice, PreviewView, RecommendationsPage, RuleView, ShownProduct } from './recommendations-page.ts';
import { listRules, type RecordedRule } from './rule-store.server.ts';
import { serveList } from './serve-list.server.ts';

/** Products of a preview, as a block shows at most. */
const SHOWN = 12;
const FOUND = 6;
const RULES_LISTED = 300;

type Person = NonNullable<RecommendationsPage['customer']>;

/** What the page of recommendations shows: a preview of one list, and the merchant's rules. */
export async function loadRecommendationsPage(options: { shopId: number; choice: PreviewChoice }): Promise<RecommendationsPage> {
  const { shopId, choice } = options;
  const underWay = await listsAreUnderWay(shopId);
  const page = await withTenant(shopId, async (tx) => {
    const none = await whyNoLists(tx, underWay);
    const customer = choice.customer === null ? null : ((await findCustomers(tx, { id: choice.customer }))[0] ?? null);
    const product = choice.product !== null || choice.customer !== null ? await productOf(tx, choice.product) : await someProduct(tx);
    const rules = await listRules(tx, RULES_LISTED);
    const views = await ruleViews(tx, rules);
    const holdout = await loadHoldout(tx);
    return {
      none, run: await loadListRun(tx, underWay), choice, product, customer,
      found: choice.search === '' ? { products: [], customers: [] } : { products: await findProducts(tx, choice.search), customers: await findCustomers(tx, { search: choice.search }) },
      inForce: views.filter((view) => view.undoneAt === null), undone: views.filter((view) => view.undoneAt !== null).slice(0, 20),
      heldOut: customer !== null && holdout !== null && isHeldOut(customer.id, holdout),
    };
  });
  const { heldOut, ...shown } = page;
  return { ...shown, preview: page.none === null ? await preview(shopId, shown, heldOut) : null };
}

/** Null where the store's lists are slow to read: the rest of the page stands. */
async function preview(shopId: number, page: Pick<RecommendationsPage, 'choice' | 'product' | 'customer' | 'inForce'>, heldOut: boolean): Promise<PreviewView | null> {
  const { choice, product, customer } = page;
  try {
    const list = await serveList({ shopId, block: choice.block, productIds: product === null ? [] : [product.id], customerId: customer === null ? null : Number(customer.id), limit: SHOWN, preview: true });
    const cards = list.left.length === 0 ? [] : await withTenant(shopId, (tx) => productsOf(tx, list.left.map((one) => one.product)));
    const boosts = new Map(page.inForce.flatMap(({ rule }) => (rule.kind === 'boost' && rule.by === 'product' ? [[rule.value, rule.id] as const] : [])));
    const named = list.items.flatMap(({ reason }) => ('product' in reason ? [reason.product] : []));
    return {
      items: list.items.map(({ card, reason, pinnedBy, factor }) => ({ id: card.id, title: card.title, imageUrl: card.imageUrl, price: card.price, reason, pinnedBy, factor, boostedBy: boosts.get(card.id) ?? null })),
      left: list.left.flatMap(({ product: id, why }) => cards.filter((card) => card.id === id).map((card) => ({ ...card, why }))),
      titles: Object.fromEntries(named.flatMap((id) => [[id, list.titleOf(id)] as const]).filter((one): one is readonly [string, string] => one[1] !== null)),
      daysSince: list.daysSince, heldOut,
    };
  } catch (error) {
    if (isRetryable(error)) return null;
    throw error;
  }
}

/** Why there is nothing to show yet, if there is not. */
export async function whyNoLists(tx: TenantTransaction, underWay: boolean): Promise<NoLists | null> {
  const store = await storeRead(tx);
  if (store === 'no-customers') return 'no-customers';
  if ((await loadMethodChoice(tx)) === null) return store === 'customers' && !underWay ? 'not-yet' : 'importing';
  const { rows: [any] } = await tx.query<{ any: boolean }>('SELECT EXISTS (SELECT FROM shop_lists WHERE shop_id = $1) OR EXISTS (SELECT FROM product_lists WHERE shop_id = $1) AS any', [tx.shopId]);
  return any?.any === true ? null : 'too-few';
}

const PRODUCT = 'id::text AS id, title, image_url AS "imageUrl"';

async function productsOf(tx: TenantTransaction, ids: readonly string[]): Promise<ShownProduct[]> {
  return (await tx.query<ShownProduct & Record<string, unknown>>(`SELECT ${PRODUCT} FROM products WHERE shop_id = $1 AND id = ANY ($2::bigint[])`, [tx.shopId, ids])).rows;
}

async function productOf(tx: TenantTransaction, id: string | null): Promise<ShownProduct | null> {
  return id === null ? null : ((await productsOf(tx, [id]))[0] ?? null);
}

/** One to begin with: the bestseller that has a list. */
async function someProduct(tx: TenantTransaction): Promise<ShownProduct | null> {
  const { rows: [row] } = await tx.query<{ id: string }>(
    `SELECT s.item->>0 AS id FROM shop_lists l, jsonb_array_elements(l.items) WITH ORDINALITY AS s (item, place)
      WHERE l.shop_id = $1 AND l.kind = 'bestsellers' AND EXISTS (SELECT FROM product_lists p WHERE p.shop_id = $1 AND p.product_id = (s.item->>0)::bigint) ORDER BY s.place LIMIT 1`, [tx.shopId],
  );
  return productOf(tx, row?.id ?? null);
}

async function findProducts(tx: TenantTransaction, search: string): Promise<ShownProduct[]> {
  const { rows } = await tx.query<ShownProduct & Record<string, unknown>>(
    `SELECT ${PRODUCT} FROM products WHERE shop_id = $1 AND status = 'ACTIVE' AND strpos(lower(title), lower($2)) > 0 ORDER BY strpos(lower(title), lower($2)), title, products.id LIMIT $3`, [tx.shopId, search, FOUND],
  );
  return rows;
}

async function findCustomers(tx: TenantTransaction, by: { id: string } | { search: string }): Promise<Person[]> {
  const where = 'id' in by ? 'id = $2::bigint' : 'strpos(search_text, lower($2)) > 0';
  const { rows } = await tx.query<Person & Record<string, unknown>>(
    `SELECT id::text AS id, nullif(concat_ws(' ', first_name, last_name), '') AS name, email FROM customers WHERE shop_id = $1 AND ${where} ORDER BY number_of_orders DESC, customers.id LIMIT $3`,
    [tx.shopId, 'id' in by ? by.id : by.search, FOUND],
  );
  return rows;
}

async function ruleViews(tx: TenantTransaction, rules: readonly RecordedRule[]): Promise<RuleView[]> {
  const ids = rules.flatMap(({ rule }) => (rule.kind === 'boost' ? (rule.by === 'product' ? [rule.value] : []) : rule.kind === 'pin' && rule.shownWith !== null ? [rule.product, rule.shownWith] : [rule.product]));
  const titles = new Map((await productsOf(tx, [...new Set(ids)])).map((product) => [product.id, product.title]));
  const names = await loadStaffNames(tx, [...new Set(rules.flatMap(({ madeBy, undoneBy }) => (undoneBy === null ? [madeBy] : [madeBy, undoneBy])))]);
  return rules.map(({ rule, madeAt, madeBy, undoneAt, undoneBy }) => ({
    rule, madeAt: madeAt.toISOString(), madeBy: names.get(madeBy) ?? madeBy, undoneAt: undoneAt?.toISOString() ?? null, undoneBy: undoneBy === null ? null : (names.get(undoneBy) ?? undoneBy),
    product: titles.get(rule.kind === 'boost' ? rule.value : rule.product) ?? null, shownWith: rule.kind === 'pin' && rule.shownWith !== null ? (titles.get(rule.shownWith) ?? null) : null,
  }));
}
