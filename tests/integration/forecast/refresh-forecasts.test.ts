import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closePools } from '#app/database/pools.server.ts';
import { withTenant, withTenantRepeated } from '#app/database/tenant.server.ts';
import { fitShopForecast } from '#app/forecast/fit-shop-forecast.server.ts';
import { loadCurrentForecast } from '#app/forecast/forecast-store.server.ts';
import { forecastLine } from '#app/forecast/forecast-columns.server.ts';
import { forecastRow } from '#app/forecast/forecast-row.ts';
import { predictorOver } from '#app/forecast/predict-customer.ts';
import { loadProfileView } from '#app/forecast/shop-histories.server.ts';
import { followChanges } from '#app/pipeline-follow.server.ts';
import { rebuildProfiles } from '#app/profiles/rebuild-profiles.server.ts';
import { closeFactory, factoryPool, putInMirror, removeCustomers } from '#tests/factories/made-mirror.ts';
import { forecastableShop, NOW, TODAY } from './forecastable-shop.ts';

const CUSTOMERS = 600;
let shopId: number;

beforeAll(async () => {
  process.env['REGULARS_NOW'] = new Date(NOW).toISOString();
  ({ shopId } = await forecastableShop({ customers: CUSTOMERS, days: 560, seed: 8, shop: { scoring: { excludedTags: ['staff'] } } }));
  await rebuildProfiles({ shopId, now: NOW });
  expect(await fitShopForecast({ shopId, now: NOW })).toMatchObject({ state: 'shown' });
}, 300_000);

afterAll(async () => {
  delete process.env['REGULARS_NOW'];
  await closePools();
  await closeFactory();
});

const COLUMNS = 'customer_id, clv_12m, clv_low, clv_high, expected_spend_90d, expected_purchases_12m, p_alive, p_buy, p_buy_90d, next_order_day, churn_band';

async function stored(): Promise<string[]> {
  const { rows } = await withTenant(shopId, (tx) => tx.query<Record<string, string | number | null>>(`SELECT ${COLUMNS}, for_day FROM customer_forecasts WHERE shop_id = $1 ORDER BY customer_id`, [shopId]));
  return rows.map((row) => Object.values(row).map((cell) => cell ?? '\\N').join(' '));
}

/** What the model in force says of everybody by their profiles as they are, as a fit would write it. */
async function saidAnew(): Promise<string[]> {
  return withTenant(shopId, async (tx) => {
    const model = (await loadCurrentForecast(tx))?.model;
    if (model === null || model === undefined) throw new Error('There is no model.');
    const { view, customerIds } = await loadProfileView(tx, TODAY);
    const predict = predictorOver(model, view);
    // Where somebody stands towards the risk line depends on where they stood: risk-events.test.ts.
    const nowhere = { pastLine: false, riskLine: 0, crossedFrom: null };
    return Array.from(customerIds, (id, i) => `${forecastLine({ ...forecastRow(id, predict(i)), ...nowhere }).split('\t').slice(0, COLUMNS.split(', ').length).join(' ')} ${TODAY}`);
  });
}

const report = (ids: readonly number[]) => factoryPool().query("INSERT INTO customer_changes (shop_id, customer_id, kind, changed_at) SELECT $1, id, 'mirror', now() FROM unnest($2::bigint[]) id", [shopId, ids]);

const someone = fc.integer({ min: 1, max: 40 });
const order = fc.record({
  id: fc.integer({ min: 900_000, max: 900_020 }), customerId: fc.option(someone, { freq: 8 }),
  processedAt: fc.integer({ min: 0, max: 300 * 24 }).map((hours) => new Date(NOW - hours * 3_600_000).toISOString()),
  lines: fc.array(fc.record({ net: fc.integer({ min: 0, max: 9_000 }) }), { minLength: 1, maxLength: 2 }),
  refunds: fc.array(fc.record({ uncarried: fc.integer({ min: 0, max: 3_000 }) }), { maxLength: 1 }),
  discounts: fc.constantFrom(0, 100), currencyCode: fc.constantFrom('GBP', 'GBP', 'EUR'),
});

describe('what is expected of a customer after an event', () => {
  it('is what the model in force says of everybody anew, whatever happened to orders, refunds, tags and customers', async () => {
    expect(await stored()).toEqual(await saidAnew());
    const owners = new Map<number, number | null>();
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(order, someone, fc.constantFrom([], ['staff'])), { minLength: 1, maxLength: 4 }), fc.option(someone, { freq: 3 }), async (changes, gone) => {
      for (const [one, customer, tags] of changes) {
        const touched = [customer, one.customerId, owners.get(one.id)].filter((id) => id !== null && id !== undefined);
        owners.set(one.id, one.customerId);
        await putInMirror(shopId, { orders: [one], customers: [{ id: customer, tags: [...tags] }] });
        await report(touched);
      }
      if (gone !== null) {
        await removeCustomers(shopId, [gone]);
        await report([gone]);
      }
      while ((await followChanges({ shopId, patient: true })).taken > 0);
      expect(await stored()).toEqual(await saidAnew());
    }), { numRuns: 12, endOnFailure: true });
  }, 300_000);

  it('costs two statements where the model is known, and none of it is written by a model that is no longer in force', async () => {
    const { refreshForecasts } = await import('#app/forecast/refresh-forecasts.server.ts');
    const statements: string[] = [];
    const customers = [{ customerId: 41, excluded: false, orders: 1, discountedOrders: 0, refundedValue: 0, purchaseDays: [TODAY - 20], purchaseValues: [5_000] }];
    const refresh = () => withTenantRepeated(shopId, (tx) => refreshForecasts({ ...tx, query: (text, values) => {
      statements.push(typeof text === 'string' ? text : String(text.name));
      return tx.query(text, values);
    } }, { customerIds: [41], customers, day: TODAY, now: NOW }));
    await refresh();
    statements.length = 0;
    await refresh();
    expect(statements).toEqual(['risk-standing', 'refresh-forecasts']);
    // Another process has put another fit in force, which shows nothing.
    await factoryPool().query(`INSERT INTO forecast_models (shop_id, version, fitted_at, for_day, state, progress) SELECT shop_id, version + 1, now(), for_day, 'loses', progress FROM forecast_models WHERE shop_id = $1 ORDER BY version DESC LIMIT 1`, [shopId]);
    statements.length = 0;
    await refresh();
    expect(statements).toEqual(['risk-standing', 'refresh-forecasts', 'current-forecast', 'refresh-forecasts']);
    expect((await stored()).filter((line) => line.startsWith('41 '))).toEqual([]);
  });
});
