import { customerRecord, orderRecord, productRecord } from './row-records.ts';
import type { RowRecords } from './row-records.ts';
import type { StoreStep } from './store-change.ts';

/** A step's rows as they stand after it. */
export function recordsOf(step: Pick<StoreStep, 'customers' | 'products' | 'orders' | 'gone'>): RowRecords {
  return {
    ...(step.customers === undefined ? {} : { customers: step.customers.map(customerRecord) }),
    ...(step.products === undefined ? {} : { products: step.products.map(productRecord) }),
    ...(step.orders === undefined ? {} : { orders: step.orders.map(orderRecord) }),
    ...(step.gone === undefined ? {} : { gone: step.gone }),
  };
}
