import { withTenant } from '#app/database/tenant.server.ts';
import { refreshProfiles } from '#app/profiles/refresh-profiles.server.ts';

interface KeyedRow { key: string; row: string }

/** Everything derived of a shop's customers, row for row, the day each row stands for included. */
export async function derivedRows(shopId: number): Promise<Map<string, string>> {
  return rowsOf(shopId, [
    `SELECT 'profile of ' || p.customer_id AS key, ((to_jsonb(p) - 'computed_for_day') || jsonb_build_object('day', greatest(p.computed_for_day, s.computed_for_day)))::text AS row
       FROM profiles p JOIN shop_summaries s ON s.shop_id = p.shop_id`,
    "SELECT 'products of ' || customer_id AS key, to_jsonb(p)::text AS row FROM profile_products p",
    // Where somebody stands towards the risk line has a memory: it depends on where they stood.
    "SELECT 'forecast of ' || customer_id AS key, (to_jsonb(f) - '{past_line,risk_line}'::text[])::text AS row FROM customer_forecasts f",
    "SELECT 'tag ' || rule || ' of ' || customer_id AS key, to_jsonb(w)::text AS row FROM wanted_tags w",
  ]);
}

/** What a rebuild works out of a shop as a whole, and no event changes: what its customers buy, and the figures of each product. */
async function shopRows(shopId: number): Promise<Map<string, string>> {
  return rowsOf(shopId, [
    "SELECT 'taste of the shop' AS key, taste::text AS row FROM shop_summaries",
    "SELECT 'figures of product ' || product_id AS key, to_jsonb(f)::text AS row FROM product_figures f",
  ]);
}

async function rowsOf(shopId: number, statements: readonly string[]): Promise<Map<string, string>> {
  return withTenant(shopId, async (tx) => {
    const rows = new Map<string, string>();
    for (const statement of statements) for (const { key, row } of (await tx.query<KeyedRow & Record<string, unknown>>(statement)).rows) rows.set(key, row);
    return rows;
  });
}

/** Makes every profile and forecast wrong, and some missing, so that nothing right can be left over from before. */
export async function spoilDerivedRows(shopId: number): Promise<void> {
  await withTenant(shopId, async (tx) => {
    await tx.query("UPDATE profiles SET orders = -1, tier = 'Dormant', purchase_days = '{}', computed_for_day = 1 WHERE shop_id = $1", [shopId]);
    await tx.query('DELETE FROM profiles WHERE shop_id = $1 AND customer_id % 3 = 0', [shopId]);
    await tx.query("UPDATE profile_products SET units = '{}' WHERE shop_id = $1", [shopId]);
    await tx.query('DELETE FROM wanted_tags WHERE shop_id = $1', [shopId]);
    await tx.query('UPDATE customer_forecasts SET clv_12m = clv_12m + 1, p_buy = 0, for_day = 1 WHERE shop_id = $1', [shopId]);
    await tx.query('DELETE FROM customer_forecasts WHERE shop_id = $1 AND customer_id % 3 = 1', [shopId]);
  });
}

/**
 * Makes every derived row anew from the mirror at the same model, after having spoilt them all, so that nothing right can
 * be left over, and says what came out otherwise than the increments had it.
 * @param options.follow what a rebuild has follow: what is expected of everybody, by the forecast in force, and the tags that their profiles ask for
 */
export async function differencesFromRebuilt(options: { shopId: number; now: number; follow: () => Promise<void> }): Promise<string[]> {
  const { shopId, now, follow } = options;
  const incremented = await derivedRows(shopId);
  const customerIds = await withTenant(shopId, async (tx) => {
    const { rows } = await tx.query<{ id: number }>('SELECT id FROM customers WHERE shop_id = $1 UNION SELECT customer_id FROM profiles WHERE shop_id = $1', [shopId]);
    return rows.map((row) => row.id);
  });
  await spoilDerivedRows(shopId);
  await refreshProfiles({ shopId, customerIds, now });
  await follow();
  return differences(incremented, await derivedRows(shopId), 'by increments');
}

/** Has the shop's own figures made anew where nothing is left of them, and says what came out otherwise than rebuilds over what stood before had it. */
export async function differencesFromScratch(options: { shopId: number; rebuild: () => Promise<void> }): Promise<string[]> {
  const { shopId, rebuild } = options;
  const before = await shopRows(shopId);
  await withTenant(shopId, async (tx) => {
    await tx.query('DELETE FROM product_figures WHERE shop_id = $1', [shopId]);
    await tx.query('UPDATE shop_summaries SET taste = NULL WHERE shop_id = $1', [shopId]);
  });
  await rebuild();
  return differences(before, await shopRows(shopId), 'by rebuilds over what stood before');
}

function differences(before: ReadonlyMap<string, string>, anew: ReadonlyMap<string, string>, how: string): string[] {
  return [...new Set([...before.keys(), ...anew.keys()])].flatMap((key) => {
    const [was, is] = [before.get(key), anew.get(key)];
    return was === is ? [] : [`The ${key} was ${was ?? 'missing'} ${how}, and is ${is ?? 'none'} made anew.`];
  });
}
