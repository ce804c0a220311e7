import { Session } from '@shopify/shopify-api';
import { fillLargeMirror } from '#tests/factories/large-mirror.ts';
import { asRole } from '../bench-shop.ts';
import type { BenchContext } from '../bench.ts';

/** A shop of that many customers in the app's database, as it stands after an import: profiles, a proposal, one tag written. @returns its id and a customer with a long history */
export async function makeShopToLookAt({ database, say }: BenchContext, options: { shopDomain: string; customers: number; now: number; accessToken: string }): Promise<{ customerId: number }> {
  const { shopDomain, customers, now, accessToken } = options;
  const { superuserUrl } = await database();
  process.env['TEST_SUPERUSER_URL'] = superuserUrl;
  const [{ rebuildProfiles }, { proposeTags }, { recordInstall, saveShopDetails }, { sessionStorage }, { withTenant }, { closeFactory }, { ACCESS_SCOPES }] = await Promise.all([
    import('#app/profiles/rebuild-profiles.server.ts'), import('#app/tags/propose-tags.server.ts'), import('#app/shops/shop-store.server.ts'),
    import('#app/shopify/shopify-app.server.ts'), import('#app/database/tenant.server.ts'), import('#tests/factories/made-mirror.ts'), import('#app/runtime/config.server.ts'),
  ]);
  const { id: shopId } = await recordInstall(shopDomain);
  await withTenant(shopId, (tx) => saveShopDetails(tx, {
    domain: shopDomain, name: 'The vitals bench', email: null, currencyCode: 'GBP', ianaTimezone: 'Europe/London', countryCode: 'GB', taxesIncluded: false, planName: 'plus', grantedScopes: [...ACCESS_SCOPES], readsAllOrders: true,
  }));
  const tomorrow = new Date(Date.now() + 86_400_000);
  await sessionStorage.storeSession(new Session({ id: `offline_${shopDomain}`, shop: shopDomain, state: '', isOnline: false, accessToken, scope: ACCESS_SCOPES.join(','), expires: tomorrow, refreshToken: 'bench', refreshTokenExpires: tomorrow }));
  say(`filling the mirror with ${customers} customers ...`);
  await fillLargeMirror(shopId, { customers, orders: Math.round(customers * 1.5) });
  await asRole(superuserUrl, (client) => client.query(
    "INSERT INTO import_runs (shop_id, status, phase, requested_at, started_at, finished_at, reads_all_orders, objects_done) VALUES ($1, 'succeeded', 'Done', $2, $2, $2, true, $3)",
    [shopId, new Date(now - 3_600_000), customers],
  ));
  say('profiles and a proposal of tags ...');
  await rebuildProfiles({ shopId, now });
  await proposeTags({ shopId });
  // One tag stands as written, so that there is something to make segments from.
  await asRole(superuserUrl, (client) => client.query(
    `INSERT INTO tag_ledger (shop_id, customer_id, tag_key, name, rule, state, updated_at)
     SELECT shop_id, customer_id, tag_key, name, rule, 'written', now() FROM wanted_tags WHERE shop_id = $1 AND rule = 'lapsed' ON CONFLICT DO NOTHING`, [shopId],
  ));
  const found = await withTenant(shopId, (tx) => tx.query<{ id: string }>('SELECT customer_id AS id FROM profiles ORDER BY orders DESC LIMIT 1'));
  await closeFactory();
  return { customerId: Number(found.rows[0]?.id ?? 0) };
}
