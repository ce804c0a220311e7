/** A day in the shop, drawn from a seeded source: whatever buyers and the merchant might do next. */
import { cancelOrder, closeReturn, deleteOrder, editOrder, fulfilOrder, payOrder, refundOrder, returnOrder } from './after-sale.ts';
import { abandonCheckout } from './checkouts.ts';
import { keptCustomer } from './customer-merge.ts';
import { createCustomer, deleteCustomer, redactCustomer, setConsent, updateCustomer } from './customer-desk.ts';
import type { LiveStore } from './live-store.ts';
import type { StoreCustomer, StoreOrder, StoreVariant } from './model.ts';
import { currentQuantity } from './order-money.ts';
import { placeOrder } from './place-order.ts';
import { createProduct, deleteProduct, updateProduct } from './product-desk.ts';
import type { Random } from './random.ts';
import { Refused } from './store-change.ts';

type Step = (live: LiveStore, random: Random) => void;

/** Each with how often it is drawn. */
const steps: Record<string, [weight: number, step: Step]> = {
  order: [30, (live, random) => void placeOrder(live, {
    customer: random.chance(0.1) ? null : random.chance(0.15) ? { firstName: 'New', lastName: `Buyer ${random.below(1e6)}`, email: `new${random.uint32()}@example.com` } : someone(live, random).id,
    lines: basket(live, random),
    ...(random.chance(0.2) ? { discountCode: random.chance(0.5) ? { code: 'LIVE10', percentage: 10 } : { code: 'LESS', amount: random.between(50, 900) } } : {}),
    paid: random.chance(0.15) ? random.pick(['PENDING', 'AUTHORIZED'] as const) : 'PAID',
    test: random.chance(0.03),
    sourceName: random.chance(0.2) ? 'pos' : 'web',
  })],
  pay: [6, (live, random) => void payOrder(live, anOrder(live, random).id)],
  fulfil: [8, (live, random) => void fulfilOrder(live, anOrder(live, random).id)],
  edit: [8, (live, random) => {
    const order = anOrder(live, random);
    const units = someUnits(order, random);
    void editOrder(live, order.id, random.chance(0.5) ? { remove: units } : { add: basket(live, random).slice(0, 1), ...(random.chance(0.3) ? { remove: units } : {}) });
  }],
  refund: [10, (live, random) => {
    const order = anOrder(live, random);
    const kind = random.uniform();
    void refundOrder(live, order.id, kind < 0.3 ? { units: 'all', shipping: true } : kind < 0.8 ? { units: someUnits(order, random), restock: random.chance(0.6) } : { goodwill: random.between(50, 400), note: 'Goodwill' });
  }],
  cancel: [4, (live, random) => void cancelOrder(live, anOrder(live, random).id, { refund: random.chance(0.8) })],
  return: [3, (live, random) => {
    const order = anOrder(live, random);
    void returnOrder(live, order.id, { units: someUnits(order, random) });
  }],
  closeReturn: [2, (live, random) => {
    const order = live.list('orders', 'ID').find((one) => one.returns.some((candidate) => candidate.status === 'OPEN'));
    const open = order?.returns.find((one) => one.status === 'OPEN');
    if (order !== undefined && open !== undefined && random.chance(0.8)) void closeReturn(live, order.id, open.id);
  }],
  deleteOrder: [2, (live, random) => deleteOrder(live, anOrder(live, random).id)],
  checkout: [3, (live, random) => void abandonCheckout(live, { customer: random.chance(0.5) ? null : someone(live, random).id, lines: basket(live, random) })],
  newCustomer: [4, (live, random) => void createCustomer(live, { firstName: 'Vi', lastName: `Sitor ${random.below(1e6)}`, email: `visitor${random.uint32()}@example.com`, phone: random.chance(0.4) ? `+3538${random.below(1e8)}` : null })],
  changeCustomer: [6, (live, random) => void updateCustomer(live, someone(live, random).id, random.chance(0.5) ? { note: `Note ${random.below(1000)}` } : { lastName: `Name ${random.below(1000)}`, city: random.pick(['Cork', 'Galway', null]) })],
  consent: [6, (live, random) => void setConsent(live, someone(live, random).id, random.chance(0.7) ? 'email' : 'sms', random.pick(['SUBSCRIBED', 'UNSUBSCRIBED', 'NOT_SUBSCRIBED'] as const))],
  tag: [10, (live, random) => {
    const customer = someone(live, random);
    if (customer.tags.length > 0 && random.chance(0.4)) live.removeTags('Customer', customer.id, [random.pick(customer.tags)], null);
    else live.addTags('Customer', customer.id, [random.pick(['vip', 'Friend', 'late payer', 'Loyal', 'newsletter'])], null);
  }],
  merge: [2, (live, random) => {
    const [one, two] = [someone(live, random), someone(live, random)];
    if (one === two) throw new Refused('Nobody is merged with themselves.');
    const kept = keptCustomer(one, two);
    live.mergeCustomers(kept === one ? two.id : one.id, kept.id);
  }],
  deleteCustomer: [2, (live, random) => deleteCustomer(live, someone(live, random).id)],
  redact: [1, (live, random) => void redactCustomer(live, someone(live, random).id)],
  newProduct: [2, (live, random) => void createProduct(live, { title: `Novelty ${random.below(1e6)}`, price: random.between(100, 5000) })],
  changeProduct: [3, (live, random) => void updateProduct(live, aVariant(live, random).product.id, random.chance(0.5) ? { price: random.between(100, 5000) } : { title: `Renamed ${random.below(1e6)}` })],
  deleteProduct: [1, (live, random) => {
    if (live.store.products.size > 5) deleteProduct(live, aVariant(live, random).product.id);
  }],
};

const wholeWeight = Object.values(steps).reduce((sum, [weight]) => sum + weight, 0);

/** Does one step. @returns its name, or null where what was drawn could not be done: the store is then as it was */
export function shopAtRandom(live: LiveStore, random: Random, only?: readonly string[]): string | null {
  let left = random.below(wholeWeight);
  for (const [name, [weight, step]] of Object.entries(steps)) {
    left -= weight;
    if (left >= 0) continue;
    if (only !== undefined && !only.includes(name)) return null;
    try {
      step(live, random);
      return name;
    } catch (error) {
      if (error instanceof Refused) return null;
      throw error;
    }
  }
  return null;
}

function someone(live: LiveStore, random: Random): StoreCustomer {
  return oneOf(live.list('customers', 'ID'), random, 'customer');
}

/** Mostly one of the last, as in life. */
function anOrder(live: LiveStore, random: Random): StoreOrder {
  const all = live.list('orders', 'ID');
  return random.chance(0.7) ? oneOf(all.slice(-20), random, 'order') : oneOf(all, random, 'order');
}

function aVariant(live: LiveStore, random: Random): StoreVariant {
  return oneOf(oneOf(live.list('products', 'ID'), random, 'product').variants, random, 'variant');
}

function basket(live: LiveStore, random: Random): { variantId: number; quantity: number }[] {
  return Array.from({ length: random.between(1, 3) }, () => ({ variantId: aVariant(live, random).id, quantity: random.between(1, 4) }));
}

function someUnits(order: StoreOrder, random: Random): { lineId: number; quantity: number }[] {
  const line = oneOf(order.lines, random, 'line');
  return [{ lineId: line.id, quantity: random.between(1, Math.max(1, currentQuantity(line))) }];
}

function oneOf<T>(list: readonly T[], random: Random, what: string): T {
  if (list.length === 0) throw new Refused(`There is no ${what}.`);
  return random.pick(list);
}
