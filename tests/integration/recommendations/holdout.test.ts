import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant } from '#app/database/tenant.server.ts';
import { changeHoldout } from '#app/recommendations/change-holdout.server.ts';
import { listHoldouts, loadHoldout } from '#app/recommendations/holdout-store.server.ts';
import { lookAtTheme } from '#app/recommendations/look-at-theme.server.ts';
import { publishHoldout } from '#app/recommendations/publish-holdout.server.ts';
import { holdoutPrefixes } from '#app/recommendations/holdout.ts';
import { factoryPool } from '#tests/factories/made-mirror.ts';
import { allScopes } from '#tests/shopify-standin/graphql/scopes.ts';
import { STAFF, TaggedShop } from '../tags/tagged-shop.ts';

let shop: TaggedShop;

beforeAll(async () => {
  shop = await TaggedShop.open({ customers: 3 });
});
afterAll(async () => {
  await shop.close();
});

const standing = () => withTenant(shop.shopId, loadHoldout);
const change = (percent: number, drawAgain = false) => changeHoldout({ shopId: shop.shopId, by: STAFF, percent, drawAgain });

/** What Liquid would read. */
async function atShopify(): Promise<{ salt: string; prefixes: string[] } | null> {
  const answer = await fetch(`https://${shop.standIn.shopDomain}/admin/api/2026-10/graphql.json`, {
    method: 'POST', headers: { 'content-type': 'application/json', 'x-shopify-access-token': shop.standIn.apps.directUseToken(shop.standIn.shopDomain, [...allScopes]) },
    body: JSON.stringify({ query: '{ currentAppInstallation { metafield(namespace: "regulars", key: "holdout") { type value } } }' }),
  });
  const { data } = (await answer.json()) as { data: { currentAppInstallation: { metafield: { type: string; value: string } | null } } };
  const { metafield } = data.currentAppInstallation;
  return metafield === null ? null : (JSON.parse(metafield.value) as { salt: string; prefixes: string[] });
}

describe('the holdout', () => {
  it('is set up once, at 10 percent, and stands at Shopify for the theme to read', async () => {
    expect(await standing()).toBeNull();
    await Promise.all([publishHoldout({ shopId: shop.shopId }), publishHoldout({ shopId: shop.shopId })]);
    const holdout = await standing();
    expect(holdout).toMatchObject({ percent: 10, by: '', publishedAt: expect.any(Date) as Date });
    expect(await atShopify()).toEqual({ salt: holdout?.salt, prefixes: holdoutPrefixes(10) });
    await publishHoldout({ shopId: shop.shopId });
    expect(await withTenant(shop.shopId, (tx) => listHoldouts(tx, 10))).toHaveLength(1);
  });

  it('keeps its salt when the share changes, takes another only when asked, and each change is an experiment of its own', async () => {
    const before = await standing();
    await change(20);
    expect(await standing()).toMatchObject({ percent: 20, salt: before?.salt, by: STAFF, publishedAt: null });
    await publishHoldout({ shopId: shop.shopId });
    expect((await atShopify())?.prefixes).toEqual(holdoutPrefixes(20));
    await change(20);
    expect(await withTenant(shop.shopId, (tx) => listHoldouts(tx, 10))).toHaveLength(2);
    await change(20, true);
    expect((await standing())?.salt).not.toBe(before?.salt);
    await change(0);
    await publishHoldout({ shopId: shop.shopId });
    expect((await atShopify())?.prefixes).toEqual([]);
    const { rowCount } = await factoryPool().query("SELECT FROM pgboss.job WHERE name = 'publish-holdout' AND data->>'shopId' = $1", [String(shop.shopId)]);
    expect(rowCount).toBeGreaterThan(0);
  });

  it.each([-1, 51, 10.5, Number.NaN])('is not of %d percent', async (percent) => {
    await expect(change(percent)).rejects.toMatchObject({ code: 'holdout-percent' });
  });
});

describe('the theme in use', () => {
  it('is looked at for blocks that stand in it, read only', async () => {
    const before = await lookAtTheme({ shopDomain: shop.standIn.shopDomain });
    expect(before).toMatchObject({ state: 'read', theme: 'Local theme', placed: { together: [], also: [] } });
    await shop.grant(['read_products']);
    await expect(lookAtTheme({ shopDomain: shop.standIn.shopDomain })).rejects.toMatchObject({ code: 'access-denied' });
    await shop.grant(allScopes);
  });
});
