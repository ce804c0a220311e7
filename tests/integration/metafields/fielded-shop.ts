import { FIELD_KEYS, type FieldKey, type FieldValues } from '#app/metafields/customer-field.ts';
import type { LedgerRow } from '#app/metafields/field-ledger.ts';
import { writeMetafields } from '#app/metafields/write-metafields.server.ts';
import type { MetafieldStep } from '#app/metafields/write-step.ts';
import { rebuildProfiles } from '#app/profiles/rebuild-profiles.server.ts';
import { factoryPool } from '#tests/factories/made-mirror.ts';
import type { StoreMetafield } from '#tests/shopify-standin/store/model.ts';
import { TaggedShop } from '../tags/tagged-shop.ts';

// The business clock of the shop that is tagged: what happens to a customer happens then.
process.env['REGULARS_NOW'] = '2026-06-15T12:00:00.000Z';

export class Crash extends Error {}

/** A shop at the local Shopify and in the app, whose first customers have bought once. */
export class FieldedShop {
  readonly shop: TaggedShop;

  private constructor(shop: TaggedShop) {
    this.shop = shop;
  }

  /** @param options.buyers how many of the customers have bought */
  static async open(options: { customers: number; buyers: number }): Promise<FieldedShop> {
    const opened = new FieldedShop(await TaggedShop.open({ customers: options.customers }));
    // What the generated store has of its own is nobody's business here.
    for (const customer of opened.shop.standIn.live.store.customers.values()) customer.metafields = [];
    await opened.shop.setRhythm('new', opened.buyers(0, options.buyers));
    await opened.sort();
    return opened;
  }

  get shopId(): number {
    return this.shop.shopId;
  }

  buyers(from: number, to: number): number[] {
    return this.shop.customerIds.slice(from, to);
  }

  sort(): Promise<unknown> {
    return rebuildProfiles({ shopId: this.shopId, now: this.shop.now() });
  }

  /** Puts a forecast of these customers in the place of whatever was expected of them. */
  async expect(customerIds: readonly number[], forecast: { clv: number; pBuy: number; nextOrderDay: number | null }): Promise<void> {
    const band = forecast.pBuy > 0.67 ? 'low' : forecast.pBuy < 0.34 ? 'high' : 'medium';
    await factoryPool().query('DELETE FROM customer_forecasts WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[])', [this.shopId, customerIds]);
    await factoryPool().query(
      `INSERT INTO customer_forecasts (shop_id, customer_id, clv_12m, clv_low, clv_high, expected_spend_90d, expected_purchases_12m, p_alive, p_buy, p_buy_90d, for_day, next_order_day, past_line, risk_line, churn_band)
       SELECT $1, id, $3, 0, $3, 0, 1, 1, $4, $4, 20600, $5, false, 66, $6 FROM unnest($2::bigint[]) id`,
      [this.shopId, customerIds, forecast.clv, forecast.pBuy, forecast.nextOrderDay, band],
    );
  }

  /** Lets the writer work until it has nothing left; `onStep` may throw a Crash. @returns the step at which it crashed */
  async write(onStep?: (step: MetafieldStep) => void): Promise<MetafieldStep | null> {
    let last: MetafieldStep | null = null;
    try {
      await writeMetafields({ shopId: this.shopId, onStep: (step) => {
        last = step;
        onStep?.(step);
      } });
      return null;
    } catch (error) {
      if (error instanceof Crash) return last;
      throw error;
    }
  }

  /** The app's fields of a customer as the local Shopify has them. */
  valuesOf(customerId: number): FieldValues {
    return Object.fromEntries(this.ownFields(customerId).map(({ key, value }) => [key, value]));
  }

  typesOf(customerId: number): Partial<Record<FieldKey, string>> {
    return Object.fromEntries(this.ownFields(customerId).map(({ key, type }) => [key, type]));
  }

  private ownFields(customerId: number): StoreMetafield[] {
    return (this.shop.standIn.live.customer(customerId)?.metafields ?? []).filter(({ namespace }) => /^app--\d+--regulars$/.test(namespace));
  }

  /** How many customers have fields of the app at Shopify. */
  withFields(): number {
    return this.shop.customerIds.filter((id) => this.ownFields(id).length > 0).length;
  }

  definitions(): string[] {
    return this.shop.standIn.live.metafields.definitions().all().map(({ key }) => key);
  }

  async ledger(): Promise<(LedgerRow & { refusal: string | null })[]> {
    return this.shop.query<LedgerRow & { refusal: string | null } & Record<string, unknown>>('SELECT customer_id AS "customerId", stands, unsure, intended, refused, refusal FROM metafield_ledger ORDER BY customer_id');
  }

  /** What is not settled, or not as it is at Shopify. */
  async unsettled(): Promise<string[]> {
    const faults: string[] = [];
    const ledger = await this.ledger();
    for (const row of ledger) {
      if (row.intended !== null || row.unsure) faults.push(`${row.customerId} is not settled.`);
      else if (!FIELD_KEYS.every((key) => row.stands[key] === this.valuesOf(row.customerId)[key])) faults.push(`${row.customerId} has ${JSON.stringify(this.valuesOf(row.customerId))}, not ${JSON.stringify(row.stands)}.`);
    }
    const known = new Set(ledger.map((row) => row.customerId));
    faults.push(...this.shop.customerIds.filter((id) => this.ownFields(id).length > 0 && !known.has(id)).map((id) => `${id} has fields that the ledger does not know.`));
    for (const { kind } of await this.shop.query<{ kind: string }>("SELECT kind FROM customer_changes WHERE kind = 'metafields'")) faults.push(`A note of ${kind} is left.`);
    for (const { state } of await this.shop.query<{ state: string }>("SELECT state FROM metafield_runs WHERE state IN ('waiting', 'running') UNION ALL SELECT state FROM metafield_batches WHERE state <> 'done'")) faults.push(`Something is ${state}.`);
    return faults;
  }

  async runs(): Promise<{ kind: string; cause: string; state: string; customers: number; looked: number; written: number; failed: number }[]> {
    return this.shop.query('SELECT kind, cause, state, customers, looked, written, failed FROM metafield_runs ORDER BY id');
  }

  /** Everything as before the fields were first switched on. */
  async startOver(): Promise<void> {
    const { live } = this.shop.standIn;
    for (const definition of [...live.metafields.definitions().all()]) live.metafields.undefine(definition, true);
    for (const table of ['metafield_ledger', 'metafield_runs', 'metafield_batches', 'metafield_writing', 'customer_forecasts']) await factoryPool().query(`DELETE FROM ${table} WHERE shop_id = $1`, [this.shopId]);
    await factoryPool().query("DELETE FROM customer_changes WHERE shop_id = $1 AND kind = 'metafields'", [this.shopId]);
    this.shop.requests.length = 0;
  }

  close(): Promise<void> {
    return this.shop.close();
  }
}
