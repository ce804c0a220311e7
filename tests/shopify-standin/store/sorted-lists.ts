/**
 * The lists that connections page through, by kind and sort key. Sorted once and kept until something they depend on
 * changes; a list that was handed out is never sorted under its reader.
 */
import type { Store, StoreCustomer, StoreOrder, StoreProduct } from './model.ts';

export interface ListedByKind {
  customers: StoreCustomer;
  orders: StoreOrder;
  products: StoreProduct;
}
export type ListKind = keyof ListedByKind;
export type Listed<K extends ListKind> = ListedByKind[K];
/** PROCESSED_AT is for orders, NAME for customers and orders, TITLE for products. */
export type SortKey = 'ID' | 'CREATED_AT' | 'UPDATED_AT' | 'PROCESSED_AT' | 'NAME' | 'TITLE';
type Row = StoreCustomer | StoreOrder | StoreProduct;

export class SortedLists {
  readonly #store: Store;
  readonly #cache = new Map<string, { rows: Row[]; stale: boolean; added: Row[] }>();

  constructor(store: Store) {
    this.#store = store;
  }

  list<K extends ListKind>(kind: K, sortKey: SortKey): readonly Listed<K>[] {
    const name = `${kind} ${sortKey}`;
    const cached = this.#cache.get(name);
    if (cached !== undefined && !cached.stale) return cached.rows as Listed<K>[];
    // The old order is nearly right, and sorting what is nearly sorted takes one pass.
    const rows: Row[] = cached === undefined ? [...(this.#store[kind] as Map<number, Row>).values()] : [...cached.rows, ...cached.added];
    sortRows(rows, kind, sortKey);
    this.#cache.set(name, { rows, stale: false, added: [] });
    return rows as Listed<K>[];
  }

  /** A row of this kind is new. */
  gained(kind: ListKind, row: Row): void {
    for (const [name, cached] of this.#cache) {
      if (!name.startsWith(`${kind} `)) continue;
      cached.added.push(row);
      cached.stale = true;
    }
  }

  /** A row of this kind is gone. */
  lost(kind: ListKind): void {
    for (const name of this.#cache.keys()) if (name.startsWith(`${kind} `)) this.#cache.delete(name);
  }

  /** A row of this kind has another updatedAt. */
  touched(kind: ListKind): void {
    const cached = this.#cache.get(`${kind} UPDATED_AT`);
    if (cached !== undefined) cached.stale = true;
  }
}

function sortRows(rows: Row[], kind: ListKind, sortKey: SortKey): void {
  switch (sortKey) {
    case 'ID':
      rows.sort((a, b) => a.id - b.id);
      return;
    case 'CREATED_AT':
      rows.sort((a, b) => a.createdAt - b.createdAt || a.id - b.id);
      return;
    case 'UPDATED_AT':
      rows.sort((a, b) => a.updatedAt - b.updatedAt || a.id - b.id);
      return;
    case 'PROCESSED_AT':
      if (kind !== 'orders') break;
      (rows as StoreOrder[]).sort((a, b) => a.processedAt - b.processedAt || a.id - b.id);
      return;
    case 'NAME':
      if (kind === 'products') break;
      sortByText(rows, kind === 'customers' ? (row) => customerSortName(row as StoreCustomer) : (row) => (row as StoreOrder).name);
      return;
    case 'TITLE':
      if (kind !== 'products') break;
      sortByText(rows, (row) => (row as StoreProduct).title);
      return;
  }
  throw new Error(`The stand-in cannot sort ${kind} by ${sortKey}.`);
}

/** Last name, then first name, as the admin's customer list does. */
export function customerSortName(customer: StoreCustomer): string {
  return `${customer.lastName ?? ''}, ${customer.firstName ?? ''}`.toLowerCase();
}

function sortByText(rows: Row[], text: (row: Row) => string): void {
  rows.sort((a, b) => {
    const x = text(a);
    const y = text(b);
    return x < y ? -1 : x > y ? 1 : a.id - b.id;
  });
}
