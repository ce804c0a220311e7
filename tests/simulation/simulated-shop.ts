import { zstdCompressSync } from 'node:zlib';
import { systemPool } from '#app/database/pools.server.ts';
import { withTenant } from '#app/database/tenant.server.ts';
import { claimEvents } from '#app/inbox/claim-events.server.ts';
import { isWebhookTopic } from '#app/inbox/inbox-event.ts';
import { settleEvents } from '#app/inbox/settle-events.server.ts';
import { writeSorted } from '#app/metafields/follow-customers.server.ts';
import { switchMetafieldsOn } from '#app/metafields/switch-metafields.server.ts';
import { eraseFields } from '#app/metafields/erase-fields.server.ts';
import { writeMetafields } from '#app/metafields/write-metafields.server.ts';
import { completeOrders } from '#app/mirror/complete-orders.server.ts';
import { reconcileShop } from '#app/mirror/reconcile-shop.server.ts';
import { EVENT_TOPICS, handleEvents } from '#app/pipeline-events.server.ts';
import { followChanges, followFoundMerges } from '#app/pipeline-follow.server.ts';
import { rebuildProfiles } from '#app/profiles/rebuild-profiles.server.ts';
import { adminClient, type AdminClient } from '#app/shopify/admin-client.server.ts';
import { findShop } from '#app/shops/shop-store.server.ts';
import { approveAutomatically } from '#app/tags/approve-automatically.server.ts';
import { approveTags } from '#app/tags/approve-tags.server.ts';
import { setSafetyBrake, switchAutomaticOn } from '#app/tags/change-writing.server.ts';
import { observeTags } from '#app/tags/observe-tags.server.ts';
import { proposeTags } from '#app/tags/propose-tags.server.ts';
import { writeTags } from '#app/tags/write-tags.server.ts';
import { openShop, smallStore, type ImportingShop } from '#tests/integration/mirror/importing-shop.ts';
import { Random } from '#tests/shopify-standin/store/random.ts';
import { shopAtRandom } from '#tests/shopify-standin/store/random-shopping.ts';
import { webhookEvents } from '#tests/shopify-standin/webhooks/events.ts';
import { FaultyNetwork, type NetworkRates } from './faulty-network.ts';
import { forecastEverybody } from './made-forecast.ts';
import { TagOwners } from './tag-owners.ts';

const STAFF = '42';
const MINUTE = 60_000;
/** Rounds after which a shop that is left alone has to have come to rest. */
const MOST_ROUNDS = 6;

interface Sent {
  topic: string;
  triggeredAt: number;
  eventId: string;
  body: Buffer;
}

export interface SimulationRates extends NetworkRates {
  /** Requests to Shopify that are refused as too many. */
  throttle: number;
  /** Turns in which the worker dies after the mirror was changed and before that is noted. */
  die: number;
}

/**
 * A shop at the local Shopify and in the app, in one process, where all that happens is drawn from a seed: what buyers and
 * the merchant do, what becomes of each webhook, and when the app comes round to which of its work.
 */
export class SimulatedShop {
  readonly shop: ImportingShop;
  readonly owners: TagOwners;
  readonly network: FaultyNetwork<Sent>;
  readonly done: Record<string, number> = {};
  private readonly draw: Random;
  private readonly shopping: Random;
  private readonly rates: SimulationRates;
  private readonly fits: Random;
  /** The forecast is fitted some time after a rebuild: events go on meanwhile, against the model that is in force. */
  private fitIsDue = false;
  private step = 0;
  private told = 0;

  private constructor(shop: ImportingShop, seed: number, rates: SimulationRates) {
    this.shop = shop;
    this.rates = rates;
    this.draw = new Random(seed, 'what comes next');
    this.shopping = new Random(seed, 'shopping');
    this.fits = new Random(seed, 'fits');
    this.network = new FaultyNetwork(new Random(seed, 'network'), rates);
    this.owners = new TagOwners(shop.api.live);
  }

  /** Imports a small store, approves its first tags by hand and switches automatic writing on, of tags and of customers' fields. */
  static async open(options: { seed: number; customers: number; rates: SimulationRates }): Promise<SimulatedShop> {
    const { seed, customers, rates } = options;
    const refusals = new Random(seed, 'refusals');
    let mayRefuse = false;
    const shop = await openShop({
      loaded: await smallStore({ customers, seed, shopDomain: `simulated-${seed}.myshopify.com` }),
      faults: { beforeRespond: () => (mayRefuse && refusals.chance(rates.throttle) ? 'throttle' : null) },
    });
    await shop.import();
    const { shopId } = shop;
    await rebuildProfiles({ shopId, now: simulatedNow() });
    await forecastEverybody({ shopId, now: simulatedNow() });
    const { proposalId } = await proposeTags({ shopId });
    if (proposalId !== null) {
      await approveTags({ shopId, by: STAFF });
      await setSafetyBrake({ shopId, percent: 100, customers: 1_000 });
      await writeTags({ shopId });
      await switchAutomaticOn({ shopId, by: STAFF });
    }
    await switchMetafieldsOn({ shopId, by: STAFF });
    await writeMetafields({ shopId });
    const simulated = new SimulatedShop(shop, seed, rates);
    simulated.listen();
    mayRefuse = true;
    return simulated;
  }

  get shopId(): number {
    return this.shop.shopId;
  }

  private get domain(): string {
    return this.shop.api.live.store.shop.domain;
  }

  private listen(): void {
    const { live } = this.shop.api;
    live.onChange((change) => {
      for (const event of webhookEvents(change, live, 'https://pictures.example.com')) {
        if (!isWebhookTopic(event.topic)) continue;
        this.told += 1;
        this.network.send({ topic: event.topic, triggeredAt: live.now(), eventId: `event-${this.told}`, body: Buffer.from(JSON.stringify(event.payload())) }, this.step, event.topic !== 'customers/redact');
      }
    });
  }

  /** One thing that may happen next. */
  async advance(): Promise<void> {
    this.step += 1;
    // Shopify's versions have whole seconds, and the app may read between any two steps.
    this.later(2_000);
    const { draw } = this;
    const kind = draw.uniform();
    if (kind < 0.72) this.count(shopAtRandom(this.shop.api.live, this.shopping) ?? 'nothing');
    else if (kind < 0.9) await this.turn({ dies: draw.chance(this.rates.die) });
    else if (kind < 0.93) await this.rebuild();
    else if (kind < 0.96) await this.look();
    else this.later(draw.between(1, 180) * MINUTE);
    await this.receive();
    if (this.fits.chance(0.3)) await this.fit();
  }

  /** What has arrived stands in the inbox, each event once. */
  private async receive(upTo = this.step): Promise<void> {
    for (const { message, again } of this.network.arrivals(upTo)) {
      await systemPool().query(
        `INSERT INTO inbox_events (shop_domain, topic, event_id, webhook_id, api_version, triggered_at, received_at, payload, payload_bytes)
         VALUES ($1, $2, $3, $3, '2026-10', $4, now(), $5, $6) ON CONFLICT (shop_domain, event_id, topic) DO NOTHING`,
        [this.domain, message.topic, again ? `${message.eventId}-again` : message.eventId, new Date(message.triggeredAt), zstdCompressSync(message.body), message.body.length],
      );
    }
  }

  /** A worker's turn: events, and what follows from them. @returns how many events it took */
  private async turn({ dies = false, most = 50 }: { dies?: boolean; most?: number } = {}): Promise<number> {
    const found = await findShop(this.domain);
    if (found === null) throw new Error('The simulated shop is not installed.');
    const events = await claimEvents({ shopDomain: this.domain, topics: EVENT_TOPICS, most });
    const outcomes = await handleEvents(found, events, new AbortController().signal);
    this.count(dies ? 'a turn that died' : 'turn');
    if (dies) return events.length;
    await settleEvents(outcomes);
    await this.follow();
    return events.length;
  }

  private async follow(): Promise<void> {
    const { shopId } = this;
    await completeOrders({ shopId });
    while ((await followChanges({ shopId, patient: true })).taken > 0);
    await writeTags({ shopId });
    await this.writeFields();
  }

  /** Without the wait for a half-full bucket: Shopify throttles here by the seed, whatever is left. */
  private async writeFields(): Promise<void> {
    const client = adminClient(this.domain);
    const patient: AdminClient = { ...client, request: (document, variables, options) => client.request(document, variables, options?.signal === undefined ? {} : { signal: options.signal }) };
    await eraseFields({ shopId: this.shopId, client: patient, signal: new AbortController().signal });
    await writeMetafields({ shopId: this.shopId, client: patient });
  }

  private async rebuild(): Promise<void> {
    const { shopId } = this;
    this.count('rebuild');
    await followFoundMerges({ shopId });
    await observeTags({ shopId });
    await rebuildProfiles({ shopId, now: simulatedNow() });
    this.fitIsDue = true;
    await proposeTags({ shopId });
  }

  private async fit(): Promise<void> {
    if (!this.fitIsDue) return;
    this.count('fit');
    await forecastEverybody({ shopId: this.shopId, now: simulatedNow() });
    this.fitIsDue = false;
  }

  private async look(): Promise<void> {
    this.count('look');
    await reconcileShop({ shopId: this.shopId, wish: { cause: 'asked' } });
    await followFoundMerges({ shopId: this.shopId });
    await this.follow();
  }

  private later(ms: number): void {
    const { live } = this.shop.api;
    live.setNow(live.now() + ms);
  }

  private count(what: string): void {
    this.done[what] = (this.done[what] ?? 0) + 1;
  }

  /** Shopping ends, what is under way arrives, and the app does its work until nothing is left of it. */
  async comeToRest(): Promise<boolean> {
    await this.receive(Number.POSITIVE_INFINITY);
    await this.fit();
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      while ((await this.turn()) > 0);
      this.later(15 * MINUTE);
      const before = this.told;
      await this.look();
      await this.receive(Number.POSITIVE_INFINITY);
      if (this.told === before && !(await this.hasNewEvents())) return true;
    }
    return false;
  }

  /** The shop's night: merchants' own tag edits are taken note of, everybody is sorted anew, what follows is written. */
  async night(): Promise<void> {
    await this.rebuild();
    await approveAutomatically({ shopId: this.shopId });
    await writeTags({ shopId: this.shopId });
    await writeSorted({ shopId: this.shopId });
    await this.writeFields();
  }

  private async hasNewEvents(): Promise<boolean> {
    const { rowCount } = await systemPool().query("SELECT FROM inbox_events WHERE shop_domain = $1 AND state = 'new' AND topic = ANY ($2::text[]) LIMIT 1", [this.domain, EVENT_TOPICS]);
    return rowCount !== 0;
  }

  async rows<Row extends Record<string, unknown>>(sql: string): Promise<Row[]> {
    return withTenant(this.shopId, async (tx) => (await tx.query<Row>(sql)).rows);
  }

  async failedEvents(): Promise<{ topic: string; reason: string | null }[]> {
    return (await systemPool().query<{ topic: string; reason: string | null }>("SELECT topic, concat_ws(': ', reason_code, reason) AS reason FROM inbox_events WHERE shop_domain = $1 AND state = 'failed'", [this.domain])).rows;
  }

  async close(): Promise<void> {
    await this.shop.close();
  }
}

/** The business day of every simulation: later than anything that a simulated store does. */
export function simulatedNow(): number {
  return Date.parse(process.env['REGULARS_NOW'] ?? '');
}
