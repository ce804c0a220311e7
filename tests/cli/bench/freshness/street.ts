/**
 * The local Shopify with a street of shops and their buyers, in a process of its own. One order in five is a new buyer's
 * first, whom the app is to tag; the others are of customers who have their tags.
 */
import process from 'node:process';
import { startStandIn, type StandInApp, type StandInShop } from '../../../shopify-standin/server.ts';
import { placeOrder } from '../../../shopify-standin/store/place-order.ts';

export interface StreetOptions {
  shops: number;
  customers: number;
  app: StandInApp;
}

export interface Shopping {
  /** Orders a second, over all shops. */
  rate: number;
  seconds: number;
  /** Percent of them in the first shop; 0: all shops alike. */
  hot: number;
}

export interface Shopped {
  orders: number;
  /** What the orders and the tags that followed made Shopify send. */
  webhooks: number;
  /** Milliseconds from a new buyer's order to their tag; `others`: of all shops but the first. */
  latencies: number[];
  others: number[];
  /** New buyers who had no tag when all was quiet. */
  missing: number;
  /** By this machine's clock: first and last order. */
  from: number;
  until: number;
}

export type StreetMessage = { ready: { apiUrl: string; appPublicUrl: string; shopDomains: string[] } } | { shopped: Shopped } | { failed: string };

/** New buyers: one order in so many. */
const ONE_IN = 5;
/** How long tags are waited for after the last order. */
const PATIENCE_MS = 30_000;

const tell = (message: StreetMessage): void => void process.send?.(message);
process.once('disconnect', () => process.exit(0));
process.once('message', (options) => {
  open(options as StreetOptions).catch((error: unknown) => tell({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }));
});

async function open({ shops, customers, app }: StreetOptions): Promise<void> {
  const now = Date.now();
  const store = (index: number) => ({ source: 'generated', customers, seed: index + 1, now, shopDomain: `street-${index + 1}.myshopify.com` });
  const standIn = await startStandIn({
    store: store(0), moreStores: Array.from({ length: shops - 1 }, (_, index) => store(index + 1)), app, plan: 'plus',
    // Shopify carries webhooks without regard to one another.
    delivery: { concurrency: 64, keepOrder: 'none' },
  });
  tell({ ready: { apiUrl: standIn.apiUrl, appPublicUrl: standIn.appPublicUrl ?? '', shopDomains: standIn.shops().map((shop) => shop.shopDomain) } });
  process.on('message', (shopping) => {
    shopFor(standIn.shops(), shopping as Shopping).then((shopped) => tell({ shopped }), (error: unknown) => tell({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }));
  });
}

async function shopFor(shops: readonly StandInShop[], { rate, seconds, hot }: Shopping): Promise<Shopped> {
  const placedAt = new Map<string, number>();
  const latencies: number[] = [];
  const others: number[] = [];
  let webhooks = 0;
  const stopListening = shops.map((shop, index) => shop.live.onChange((change) => {
    webhooks += 1;
    if (change.kind !== 'tags' || change.type !== 'Customer' || change.source === null || change.added.length === 0) return;
    const key = `${index} ${change.id}`;
    const at = placedAt.get(key);
    if (at === undefined) return;
    placedAt.delete(key);
    latencies.push(performance.now() - at);
    if (index !== 0) others.push(performance.now() - at);
  }));
  const regulars = shops.map((shop) => [...shop.live.store.customers.values()].filter((customer) => customer.orders.length > 2).map((customer) => customer.id));
  const variants = shops.map((shop) => [...shop.live.store.products.values()].filter((product) => !product.isGiftCard).flatMap((product) => product.variants).slice(0, 20));
  const buy = (order: number): void => {
    const index = hot > 0 && order % 100 < hot ? 0 : hot > 0 ? 1 + (order % (shops.length - 1)) : order % shops.length;
    const shop = shops[index] as StandInShop;
    const variant = variants[index]?.[order % 20] ?? variants[index]?.[0];
    if (variant === undefined) throw new Error(`${shop.shopDomain} has nothing to sell.`);
    // Each shop has its share of new buyers, and not all at one moment.
    const isNew = (hot > 0 ? order : index + Math.floor(order / shops.length)) % ONE_IN === 0;
    const known = regulars[index]?.[order % Math.max(1, regulars[index]?.length ?? 0)];
    const customer = isNew || known === undefined ? { firstName: 'Nora', lastName: `Newcomer ${order}`, email: `newcomer-${Date.now()}-${order}@example.com` } : known;
    const at = performance.now();
    const placed = placeOrder(shop.live, { customer, lines: [{ variantId: variant.id, quantity: 1, unitPrice: 4_000 }] });
    if (typeof customer === 'object' && placed.customer !== null) placedAt.set(`${index} ${placed.customer.id}`, at);
  };
  const from = Date.now();
  const began = performance.now();
  let orders = 0;
  for (const total = Math.round(rate * seconds); orders < total; ) {
    // All that are due by now: a pause that took longer is made up for, as buyers do not wait for one another.
    const due = Math.min(total, Math.floor(((performance.now() - began) / 1000) * rate));
    for (; orders < due; orders += 1) buy(orders);
    await new Promise((done) => setTimeout(done, 5));
  }
  const until = Date.now();
  for (const waited = performance.now(); placedAt.size > 0 && performance.now() - waited < PATIENCE_MS; ) await new Promise((done) => setTimeout(done, 50));
  for (const stop of stopListening) stop();
  return { orders, webhooks, latencies, others, missing: placedAt.size, from, until };
}
