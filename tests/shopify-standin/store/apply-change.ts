/** What a journalled change does to the resources of a store. */
import type { JournalEntry, TaggableType } from './journal.ts';
import { gidNumber } from './model.ts';
import type { MetafieldOwnerType, Store, StoreCustomer, StoreOrder, StoreProduct } from './model.ts';
import { addToTags, removeFromTags } from './tag-rules.ts';

export type Taggable = StoreCustomer | StoreOrder | StoreProduct;

export function taggable(store: Store, type: TaggableType, id: number): Taggable | undefined {
  if (type === 'Customer') return store.customers.get(id);
  return type === 'Order' ? store.orders.get(id) : store.products.get(id);
}

export function metafieldOwner(store: Store, ownerGid: string): { type: MetafieldOwnerType; owner: StoreCustomer | StoreProduct } | null {
  for (const type of ['Customer', 'Product'] as const) {
    const id = gidNumber(type, ownerGid);
    const owner = id === null ? undefined : type === 'Customer' ? store.customers.get(id) : store.products.get(id);
    if (owner !== undefined) return { type, owner };
  }
  return null;
}

/** Tags added or removed, with the line that Flow logs of it. @returns the resource that changed @throws {Error} when the store does not hold it */
export function applyTags(store: Store, entry: Extract<JournalEntry, { kind: 'tagsAdd' | 'tagsRemove' }>): Taggable {
  const resource = taggable(store, entry.type, entry.id);
  if (resource === undefined) throw missing(entry.type, entry.id);
  const change = entry.kind === 'tagsAdd' ? addToTags(resource.tags, entry.tags) : removeFromTags(resource.tags, entry.tags);
  resource.tags = change.tags;
  const orderCustomer = entry.type === 'Order' ? (resource as StoreOrder).customer : null;
  store.flowLog.push({
    id: store.flowLog.length + 1,
    at: entry.at,
    trigger: `${entry.type} tags ${entry.kind === 'tagsAdd' ? 'added' : 'removed'}`,
    customerId: entry.type === 'Customer' ? resource.id : (orderCustomer?.id ?? null),
    detail: entry.tags.join(', '),
    source: entry.source,
  });
  return resource;
}

/** A metafield created or overwritten. @returns its owner @throws {Error} when the store does not hold it */
export function applyMetafield(store: Store, entry: Extract<JournalEntry, { kind: 'metafieldSet' }>): StoreCustomer | StoreProduct {
  const owner = entry.type === 'Customer' ? store.customers.get(entry.id) : store.products.get(entry.id);
  if (owner === undefined) throw missing(entry.type, entry.id);
  const at = owner.metafields.findIndex((one) => one.id === entry.metafield.id);
  if (at < 0) owner.metafields.push(entry.metafield);
  else owner.metafields[at] = entry.metafield;
  return owner;
}

/** A metafield that is gone. @returns its owner @throws {Error} when the store does not hold it */
export function applyMetafieldDelete(store: Store, entry: Extract<JournalEntry, { kind: 'metafieldDelete' }>): StoreCustomer | StoreProduct {
  const owner = entry.type === 'Customer' ? store.customers.get(entry.id) : store.products.get(entry.id);
  if (owner === undefined) throw missing(entry.type, entry.id);
  owner.metafields = owner.metafields.filter((one) => one.id !== entry.metafieldId);
  return owner;
}

function missing(type: string, id: number): Error {
  return new Error(`The journal changes ${type} ${id}, which this store does not hold: the directory belongs to another store. Remove it to start afresh.`);
}
