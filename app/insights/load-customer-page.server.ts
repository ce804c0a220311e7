import type { CustomerView } from '../customers/customer-view.ts';
import { loadCustomer } from '../customers/load-customer.server.ts';
import type { CustomerTag } from '../tags/customer-tag.ts';
import { loadCustomerTags } from '../tags/load-customer-tags.server.ts';

/** A customer with their tags; null when the mirror does not know them. */
export async function loadCustomerPage(options: { shopId: number; customerId: number; ordersAfter?: string; ordersBefore?: string }): Promise<{ view: CustomerView; tags: CustomerTag[] } | null> {
  const { shopId, customerId } = options;
  const [view, tags] = await Promise.all([loadCustomer(options), loadCustomerTags({ shopId, customerId })]);
  return view === null ? null : { view, tags: tags ?? [] };
}
