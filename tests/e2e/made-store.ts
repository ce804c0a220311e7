import { loadStore } from '../shopify-standin/store/load-store.ts';
import type { LoadedStore } from '../shopify-standin/store/load-store.ts';
import type { StoreCustomer, StoreOrder } from '../shopify-standin/store/model.ts';

/** Names and tags as people have them, and as somebody has them who tries to break the page. */
export const HOSTILE = {
  script: '<script>alert("name")</script>',
  rightToLeft: 'שָׁלוֹם עולם',
  emoji: '👩🏽‍🚀 Ада 🎉',
  tag: '"><img src=x onerror=alert(1)>',
  longTag: 'x'.repeat(255),
};

export interface MadeStore extends LoadedStore {
  /** The customers who have the names above. */
  hostile: { script: StoreCustomer; rightToLeft: StoreCustomer; emoji: StoreCustomer; nameless: StoreCustomer };
}

/** A generated store in which some customers have names and tags that are hard to show. */
export async function madeStore(options: { customers: number; seed: number; shopDomain?: string }): Promise<MadeStore> {
  const loaded = await loadStore({ source: 'generated', ...options });
  const [script, rightToLeft, emoji, nameless] = [...loaded.store.customers.values()].filter((customer) => customer.orders.length > 0);
  if (!script || !rightToLeft || !emoji || !nameless) throw new Error('The store has too few buyers.');
  Object.assign(script, { firstName: HOSTILE.script, lastName: "O'Brien & Söhne" });
  script.tags.push(HOSTILE.tag, HOSTILE.longTag);
  Object.assign(rightToLeft, { firstName: HOSTILE.rightToLeft, lastName: null });
  Object.assign(emoji, { firstName: HOSTILE.emoji, lastName: 'w'.repeat(80) });
  Object.assign(nameless, { firstName: null, lastName: null, email: null });
  return { ...loaded, hostile: { script, rightToLeft, emoji, nameless } };
}

/** Takes every order away, as in a shop that has sold nothing yet. */
export function withoutOrders(loaded: LoadedStore): LoadedStore {
  loaded.store.orders.clear();
  for (const customer of loaded.store.customers.values()) customer.orders = [];
  return loaded;
}

/** Leaves each customer one order at most, as in a shop to which nobody has come back yet. */
export function onlyFirstOrders(loaded: LoadedStore): LoadedStore {
  for (const customer of loaded.store.customers.values()) {
    const [first, ...later] = [...customer.orders].sort((left, right) => left.processedAt - right.processedAt || left.id - right.id);
    for (const order of later) loaded.store.orders.delete(order.id);
    customer.orders = first === undefined ? [] : [first];
  }
  return loaded;
}

/** A customer's orders, the newest first, as the app lists them. */
export function newestFirst(customer: StoreCustomer): StoreOrder[] {
  return [...customer.orders].sort((left, right) => right.processedAt - left.processedAt || right.id - left.id);
}
