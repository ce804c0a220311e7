import { FIELD_KEYS, type FieldValues } from '#app/metafields/customer-field.ts';
import { rebuildProfiles } from '#app/profiles/rebuild-profiles.server.ts';
import { tagKey } from '#app/profiles/tag-key.ts';
import { proposeTags } from '#app/tags/propose-tags.server.ts';
import { differences } from '#tests/integration/mirror/mirror-truth.ts';
import { BAD_DAY } from './faulty-network.ts';
import { differencesFromRebuilt, differencesFromScratch } from '#tests/factories/derived-rows.ts';
import { forecastEverybody } from './made-forecast.ts';
import { SimulatedShop, simulatedNow, type SimulationRates } from './simulated-shop.ts';

export const BAD_RATES: SimulationRates = { ...BAD_DAY, throttle: 0.03, die: 0.15 };

export interface SeedReport {
  seed: number;
  /** What is not as it should be at rest; empty: all holds. */
  faults: string[];
  done: Record<string, number>;
  network: Record<string, number>;
}

/**
 * A shop's history by a seed, through a bad network and a worker that dies, and what holds when all is at rest: the mirror
 * is what Shopify has, what is derived (forecasts too) is what a rebuild at the same model would give, no tag of the merchant's was
 * touched, the ledgers of tags and of customers' fields are settled and agree with Shopify, no event failed and nothing is left to do.
 */
export async function runSeed(options: { seed: number; steps: number; customers?: number; rates?: SimulationRates }): Promise<SeedReport> {
  const { seed, steps, customers = 12, rates = BAD_RATES } = options;
  const simulated = await SimulatedShop.open({ seed, customers, rates });
  try {
    for (let step = 0; step < steps; step += 1) await simulated.advance();
    const rests = await simulated.comeToRest();
    const faults = rests ? [] : ['The shop does not come to rest.'];
    faults.push(...(await differencesBesidesRedacted(simulated)).map((line) => `Mirror: ${line}`));
    const { shopId } = simulated;
    const now = simulatedNow();
    faults.push(...await withoutForecast(simulated), ...await differencesFromRebuilt({ shopId, now, follow: async () => {
      await forecastEverybody({ shopId, now });
      await proposeTags({ shopId });
    } }));
    await simulated.night();
    if (!(await simulated.comeToRest())) faults.push('The shop does not come to rest after its night.');
    faults.push(...await differencesFromScratch({ shopId, rebuild: async () => void (await rebuildProfiles({ shopId, now })) }));
    faults.push(...await unsettled(simulated));
    faults.push(...simulated.owners.violations);
    return { seed, faults, done: simulated.done, network: simulated.network.counts };
  } catch (error) {
    return { seed, faults: [`It threw: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`], done: simulated.done, network: simulated.network.counts };
  } finally {
    await simulated.close();
  }
}

/**
 * What differs between the mirror and Shopify, people who are to be forgotten and their orders left out: Shopify keeps a row
 * without a name, and the app none.
 */
async function differencesBesidesRedacted(simulated: SimulatedShop): Promise<string[]> {
  const people = new Set((await simulated.rows<{ id: number }>('SELECT customer_id AS id FROM redactions')).map((row) => row.id));
  const orders = new Set((await simulated.rows<{ id: number }>('SELECT order_id AS id FROM redacted_orders')).map((row) => row.id));
  return (await differences(simulated.shop)).filter((line) => {
    const [table = '', id = ''] = line.split(/[ :]/);
    return !(table === 'customers' ? people : orders).has(Number(id));
  });
}

/** Who has bought has a forecast: were there none, none would differ. */
async function withoutForecast(simulated: SimulatedShop): Promise<string[]> {
  const rows = await simulated.rows<{ id: number }>('SELECT customer_id AS id FROM profiles p WHERE purchases > 0 AND NOT excluded AND NOT EXISTS (SELECT FROM customer_forecasts f WHERE f.customer_id = p.customer_id)');
  return rows.map(({ id }) => `Customer ${id} has bought, and no forecast.`);
}

async function unsettled(simulated: SimulatedShop): Promise<string[]> {
  const faults: string[] = [];
  const { live } = simulated.shop.api;
  for (const { topic, reason } of await simulated.failedEvents()) faults.push(`An event ${topic} failed: ${reason ?? ''}`);
  for (const { count } of await simulated.rows<{ count: number }>('SELECT count(*)::int AS count FROM customer_changes')) if (count > 0) faults.push(`${count} changes of customers are not followed up.`);
  for (const run of await simulated.rows<{ id: number; state: string }>("SELECT id, state FROM tag_runs WHERE state IN ('approved', 'running', 'failed')")) faults.push(`Run ${run.id} of tags is ${run.state}.`);
  for (const change of await simulated.rows<{ customer_id: number; tag: string; state: string }>("SELECT customer_id, tag_key AS tag, state FROM tag_changes c WHERE state = 'sent'")) faults.push(`The change of "${change.tag}" at customer ${change.customer_id} is ${change.state}.`);
  for (const entry of await simulated.rows<{ customer_id: number; tag_key: string }>("SELECT customer_id, tag_key FROM tag_ledger WHERE state = 'written'")) {
    const customer = live.customer(entry.customer_id);
    if (customer !== undefined && !customer.tags.some((tag) => tagKey(tag) === entry.tag_key)) faults.push(`The ledger says "${entry.tag_key}" is written at customer ${entry.customer_id}, and Shopify does not have it.`);
  }
  faults.push(...await unsettledFields(simulated));
  return faults;
}

/** Fields of customers that are on their way, or not as the ledger says, or that a customer has who should have none. */
async function unsettledFields(simulated: SimulatedShop): Promise<string[]> {
  const { live } = simulated.shop.api;
  const faults: string[] = [];
  const ledger = await simulated.rows<{ customer_id: number; stands: FieldValues; unsure: boolean; intended: FieldValues | null; refused: FieldValues | null }>('SELECT customer_id, stands, unsure, intended, refused FROM metafield_ledger');
  const buyers = new Set((await simulated.rows<{ id: number }>('SELECT customer_id AS id FROM profiles WHERE purchases > 0 AND NOT excluded')).map((row) => row.id));
  const known = new Map(ledger.map((row) => [row.customer_id, row]));
  for (const { customer_id: id, unsure, intended, refused } of ledger) if (unsure || intended !== null || refused !== null) faults.push(`The fields of customer ${id} are not settled.`);
  for (const customer of live.store.customers.values()) {
    const own = customer.metafields.filter(({ namespace }) => /^app--\d+--regulars$/.test(namespace));
    const stands = known.get(customer.id)?.stands ?? {};
    if (own.length !== Object.keys(stands).length || own.some(({ key, value }) => stands[key as keyof FieldValues] !== value)) faults.push(`The ledger says ${JSON.stringify(stands)} of customer ${customer.id}, and Shopify has ${JSON.stringify(own.map(({ key, value }) => [key, value]))}.`);
    if (buyers.has(customer.id) !== FIELD_KEYS.some((key) => stands[key] !== undefined)) faults.push(`Customer ${customer.id} has ${buyers.has(customer.id) ? 'bought, and has no fields' : 'not bought, and has fields'}.`);
  }
  return faults;
}
