import { withTenant } from '#app/database/tenant.server.ts';
import { refreshProfiles } from '#app/profiles/refresh-profiles.server.ts';

/** Everything derived of a shop, row for row, the day each row stands for included. */
export async function derivedRows(shopId: number): Promise<Map<string, string>> {
  return withTenant(shopId, async (tx) => {
    const profiles = await tx.query<{ key: string; row: string }>(
      `SELECT 'profile of ' || p.customer_id AS key, ((to_jsonb(p) - 'computed_for_day') || jsonb_build_object('day', greatest(p.computed_for_day, s.computed_for_day)))::text AS row
         FROM profiles p JOIN shop_summaries s ON s.shop_id = p.shop_id`);
    const products = await tx.query<{ key: string; row: string }>("SELECT 'products of ' || customer_id AS key, to_jsonb(p)::text AS row FROM profile_products p");
    return new Map([...profiles.rows, ...products.rows].map(({ key, row }) => [key, row]));
  });
}

/** Makes every profile wrong, and some missing, so that nothing right can be left over from before. */
export async function spoilDerivedRows(shopId: number): Promise<void> {
  await withTenant(shopId, async (tx) => {
    await tx.query("UPDATE profiles SET orders = -1, tier = 'Dormant', purchase_days = '{}', computed_for_day = 1 WHERE shop_id = $1", [shopId]);
    await tx.query('DELETE FROM profiles WHERE shop_id = $1 AND customer_id % 3 = 0', [shopId]);
    await tx.query("UPDATE profile_products SET units = '{}' WHERE shop_id = $1", [shopId]);
  });
}

/**
 * Makes every derived row anew from the mirror at the same model, after having spoilt them all, so that nothing right can
 * be left over, and says what came out otherwise than the increments had it.
 */
export async function differencesFromRebuilt(shopId: number, now: number): Promise<string[]> {
  const incremented = await derivedRows(shopId);
  const customerIds = await withTenant(shopId, async (tx) => {
    const { rows } = await tx.query<{ id: number }>('SELECT id FROM customers WHERE shop_id = $1 UNION SELECT customer_id FROM profiles WHERE shop_id = $1', [shopId]);
    return rows.map((row) => row.id);
  });
  await spoilDerivedRows(shopId);
  await refreshProfiles({ shopId, customerIds, now });
  const rebuilt = await derivedRows(shopId);
  return [...new Set([...incremented.keys(), ...rebuilt.keys()])].flatMap((key) => {
    const [was, is] = [incremented.get(key), rebuilt.get(key)];
    return was === is ? [] : [`The ${key} was ${was ?? 'missing'} by increments, and is ${is ?? 'none'} made anew.`];
  });
}
