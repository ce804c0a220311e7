import type { RowType } from './row-records.ts';
import type { Store, StoreOrder, StoreProduct } from './model.ts';

export type IdKind = RowType | 'ProductVariant' | 'LineItem' | 'Refund' | 'Return' | 'ReturnLineItem' | 'OrderNumber' | 'Checkout' | 'DataRequest';

/** Ids for what comes new into a store: above every one that it holds or has ever held. */
export class NextIds {
  readonly #store: Store;
  readonly #highest = new Map<IdKind, number>();
  #read = false;

  constructor(store: Store) {
    this.#store = store;
  }

  next(kind: IdKind): number {
    // Not before something new comes: a store of a million orders takes a moment to look through.
    if (!this.#read) this.#readStore();
    const id = (this.#highest.get(kind) ?? 1_000_000) + 1;
    this.#highest.set(kind, id);
    return id;
  }

  /** An id that was there: it is never given out again, whatever became of its row. */
  note(kind: IdKind, id: number): void {
    if (id > (this.#highest.get(kind) ?? 0)) this.#highest.set(kind, id);
  }

  noteProduct(product: StoreProduct): void {
    this.note('Product', product.id);
    for (const variant of product.variants) this.note('ProductVariant', variant.id);
  }

  noteOrder(order: StoreOrder): void {
    this.note('Order', order.id);
    const number = Number(/\d+/.exec(order.name)?.[0] ?? 0);
    // A number as long as an id is an invoice of another system, not a count of orders.
    if (number < 1e9) this.note('OrderNumber', number);
    for (const line of order.lines) this.note('LineItem', line.id);
    for (const refund of order.refunds) this.note('Refund', refund.id);
    for (const one of order.returns) {
      this.note('Return', one.id);
      for (const line of one.lines) this.note('ReturnLineItem', line.id);
    }
  }

  #readStore(): void {
    this.#read = true;
    this.note('OrderNumber', 1000);
    for (const id of this.#store.customers.keys()) this.note('Customer', id);
    for (const product of this.#store.products.values()) this.noteProduct(product);
    for (const order of this.#store.orders.values()) this.noteOrder(order);
  }
}
