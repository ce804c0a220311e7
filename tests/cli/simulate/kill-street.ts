/**
 * The local Shopify with some shops whose buyers do not stop, in a process of its own that is not killed: what it was told
 * is stored (HTTP 200) and what it saw the app do is held against the app afterwards.
 */
import process from 'node:process';
import { startStandIn, type StandInApp, type StandInShop } from '../../shopify-standin/server.ts';
import { placeOrder } from '../../shopify-standin/store/place-order.ts';

export interface KillStreetOptions {
  shops: number;
  customers: number;
  app: StandInApp;
}

export type KillStreetWish = { buy: number } | { stop: true } | { flush: true } | { look: true };

/** A webhook that the app answered with 200. */
export interface AckedEvent {
  shopDomain: string;
  topic: string;
  eventId: string;
}

export type KillStreetMessage =
  | { ready: { apiUrl: string; appPublicUrl: string; shopDomains: string[] } }
  | { stopped: { orders: number; newcomers: number } }
  /** Webhooks that are still to be answered. */
  | { flushed: { waiting: number } }
  | { looked: { acked: AckedEvent[]; doubled: string[]; untagged: number; appTags: number } }
  | { failed: string };

const ONE_IN = 3;
const tell = (message: KillStreetMessage): void => void process.send?.(message);
process.once('disconnect', () => process.exit(0));
process.once('message', (options) => {
  open(options as KillStreetOptions).catch((error: unknown) => tell({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }));
});

async function open({ shops, customers, app }: KillStreetOptions): Promise<void> {
  const now = Date.now();
  const store = (index: number) => ({ source: 'generated', customers, seed: index + 1, now, shopDomain: `killed-${index + 1}.myshopify.com` });
  const standIn = await startStandIn({ store: store(0), moreStores: Array.from({ length: shops - 1 }, (_, index) => store(index + 1)), app, plan: 'plus', delivery: { concurrency: 32, keepOrder: 'none' } });
  const street = new KillStreet(standIn.shops());
  tell({ ready: { apiUrl: standIn.apiUrl, appPublicUrl: standIn.appPublicUrl ?? '', shopDomains: standIn.shops().map((shop) => shop.shopDomain) } });
  process.on('message', (message) => {
    const wish = message as KillStreetWish;
    if ('buy' in wish) street.begin(wish.buy);
    else if ('stop' in wish) tell({ stopped: street.stop() });
    else if ('flush' in wish) tell({ flushed: { waiting: street.flush() } });
    else tell({ looked: street.look() });
  });
}

class KillStreet {
  private readonly shops: readonly StandInShop[];
  private readonly acked = new Map<string, AckedEvent>();
  private readonly newcomers: { shop: StandInShop; id: number }[] = [];
  private readonly flowFrom: number[];
  private timer: NodeJS.Timeout | undefined;
  private orders = 0;

  constructor(shops: readonly StandInShop[]) {
    this.shops = shops;
    this.flowFrom = shops.map(() => 0);
    setInterval(() => this.collect(), 500).unref();
  }

  begin(rate: number): void {
    this.shops.forEach((shop, index) => (this.flowFrom[index] = shop.live.flowLog().length));
    this.timer = setInterval(() => this.buy(), 1_000 / rate);
  }

  stop(): { orders: number; newcomers: number } {
    clearInterval(this.timer);
    return { orders: this.orders, newcomers: this.newcomers.length };
  }

  private buy(): void {
    const shop = this.shops[this.orders % this.shops.length] as StandInShop;
    const isNew = Math.floor(this.orders / this.shops.length) % ONE_IN === 0;
    const known = [...shop.live.store.customers.values()].find((customer) => customer.orders.length > 2);
    const variant = [...shop.live.store.products.values()].find((product) => !product.isGiftCard)?.variants[0];
    if (variant === undefined) throw new Error(`${shop.shopDomain} has nothing to sell.`);
    const placed = placeOrder(shop.live, {
      customer: isNew || known === undefined ? { firstName: 'Nora', lastName: `Newcomer ${this.orders}`, email: `newcomer-${this.orders}@example.com` } : known.id,
      lines: [{ variantId: variant.id, quantity: 1, unitPrice: 4_000 }],
    });
    this.orders += 1;
    if (isNew && placed.customer !== null) this.newcomers.push({ shop, id: placed.customer.id });
  }

  private collect(): void {
    for (const shop of this.shops) {
      for (const { state, topic, eventId, shopDomain } of shop.webhooks.letters()) if (state === 'delivered') this.acked.set(`${shopDomain} ${eventId} ${topic}`, { shopDomain, topic, eventId });
    }
  }

  flush(): number {
    for (const shop of this.shops) shop.webhooks.flush();
    return this.shops.reduce((sum, shop) => sum + shop.webhooks.letters().filter((letter) => ['queued', 'sending', 'waiting'].includes(letter.state)).length, 0);
  }

  look(): Extract<KillStreetMessage, { looked: unknown }>['looked'] {
    this.collect();
    const doubled: string[] = [];
    let appTags = 0;
    this.shops.forEach((shop, index) => {
      const standing = new Set<string>();
      for (const entry of shop.live.flowLog().slice(this.flowFrom[index])) {
        if (entry.source === null) continue;
        appTags += 1;
        for (const tag of entry.detail.split(', ')) {
          const key = `${shop.shopDomain} customer ${entry.customerId}: ${tag}`;
          if (entry.trigger.endsWith('removed')) standing.delete(key);
          else if (standing.has(key)) doubled.push(key);
          else standing.add(key);
        }
      }
    });
    const untagged = this.newcomers.filter(({ shop, id }) => !(shop.live.customer(id)?.tags ?? []).includes('New')).length;
    return { acked: [...this.acked.values()], doubled, untagged, appTags };
  }
}
