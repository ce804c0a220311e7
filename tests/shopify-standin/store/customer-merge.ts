/**
 * Shopify's rules for merging two customers: which of them is kept, and what goes over. The documentation says the first;
 * whether an order's updatedAt moves with it, it does not say. Here it stays, which is the harder case for whoever
 * follows changes by it.
 */
import type { Store, StoreCustomer } from './model.ts';
import { addToTags, MAX_TAGS } from './tag-rules.ts';

/** What the merge may be told to keep, by the customer's id. */
export interface MergeOverrides {
  emailOf?: number;
  firstNameOf?: number;
  lastNameOf?: number;
  phoneOf?: number;
  note?: string;
  tags?: string[];
}

/**
 * Which of two is kept: whose e-mail was chosen; the only one with an e-mail; by account state and consent where both
 * have one; the second otherwise.
 */
export function keptCustomer(one: StoreCustomer, two: StoreCustomer, overrides: MergeOverrides = {}): StoreCustomer {
  const chosen = [one, two].find((customer) => customer.id === overrides.emailOf);
  if (chosen !== undefined) return chosen;
  if ((one.email === null) !== (two.email === null)) return one.email === null ? two : one;
  if (one.email === null) return two;
  if ((one.state === 'ENABLED') !== (two.state === 'ENABLED')) return one.state === 'ENABLED' ? one : two;
  const consents = (customer: StoreCustomer): boolean => customer.emailMarketingState === 'SUBSCRIBED' || customer.emailMarketingState === 'PENDING';
  if (consents(one) !== consents(two)) return consents(one) ? one : two;
  if ((one.state === 'INVITED') !== (two.state === 'INVITED')) return one.state === 'INVITED' ? one : two;
  return two;
}

/** Merges `goneId` into `keptId`: orders, tags, metafields that the kept one lacks, and the first customer's day. */
export function mergeInto(store: Store, goneId: number, keptId: number, overrides: MergeOverrides): StoreCustomer {
  const [gone, kept] = [store.customers.get(goneId), store.customers.get(keptId)];
  if (gone === undefined || kept === undefined || gone === kept) throw new Error(`The journal merges customer ${goneId} into ${keptId}, and the store does not hold the two.`);
  const both = [gone, kept];
  const from = (id: number | undefined): StoreCustomer | undefined => both.find((one) => one.id === id);
  kept.firstName = (from(overrides.firstNameOf) ?? kept).firstName ?? gone.firstName;
  kept.lastName = (from(overrides.lastNameOf) ?? kept).lastName ?? gone.lastName;
  kept.phone = (from(overrides.phoneOf) ?? kept).phone ?? gone.phone;
  kept.email ??= gone.email;
  kept.note = overrides.note ?? (kept.note === null ? gone.note : gone.note === null ? kept.note : `${kept.note}\n${gone.note}`);
  kept.tags = overrides.tags ?? addToTags(kept.tags, gone.tags.slice(0, MAX_TAGS - kept.tags.length)).tags;
  kept.metafields.push(...gone.metafields.filter((field) => !kept.metafields.some((own) => own.namespace === field.namespace && own.key === field.key)));
  kept.createdAt = Math.min(kept.createdAt, gone.createdAt);
  for (const order of gone.orders) order.customer = kept;
  kept.orders = [...kept.orders, ...gone.orders].sort((a, b) => a.processedAt - b.processedAt || a.id - b.id);
  store.customers.delete(goneId);
  return kept;
}
