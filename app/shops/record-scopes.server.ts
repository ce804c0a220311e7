import { z } from 'zod';
import { systemPool } from '../database/pools.server.ts';
import { withTenant } from '../database/tenant.server.ts';
import { TerminalError } from '../runtime/errors.ts';
import { loadShopDetails } from './shop-store.server.ts';

const payload = z.object({ current: z.array(z.string().max(200)).max(500) });

/**
 * The merchant, or a new version of the app, changed what it may do. Kept where the screens and Shopify's library look.
 * @param options.body of the webhook app/scopes_update
 * @returns whether orders of more than 60 days can be read since this: they are not here yet
 * @throws TerminalError for a payload that says nothing of scopes
 */
export async function recordScopes(options: { shopId: number; shopDomain: string; body: unknown }): Promise<{ gainedAllOrders: boolean }> {
  const parsed = payload.safeParse(options.body);
  if (!parsed.success) throw new TerminalError('scopes-form', 'Shopify told of new scopes without naming them.');
  const scopes = [...parsed.data.current].sort();
  const gained = await withTenant(options.shopId, async (tx) => {
    const before = await loadShopDetails(tx);
    await tx.query('UPDATE shop_details SET granted_scopes = $2, reads_all_orders = $3 WHERE shop_id = $1', [tx.shopId, scopes, scopes.includes('read_all_orders')]);
    return before?.readsAllOrders === false && scopes.includes('read_all_orders');
  });
  await systemPool().query('UPDATE sessions SET scope = $2 WHERE shop = $1', [options.shopDomain, scopes.join(',')]);
  return { gainedAllOrders: gained };
}
