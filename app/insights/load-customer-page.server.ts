import type { CustomerView, GoneCustomer } from '../customers/customer-view.ts';
import { loadCustomer } from '../customers/load-customer.server.ts';
import { loadGoneCustomer } from '../customers/load-gone-customer.server.ts';
import type { TimelineChoice } from '../customers/timeline.ts';
import type { CustomerTag } from '../tags/customer-tag.ts';
import { loadCustomerTags } from '../tags/load-customer-tags.server.ts';

/** A customer with their tags; or what became of one whom the mirror does not hold; null where it never did. */
export async function loadCustomerPage(
  options: { shopId: number; customerId: number; choice?: TimelineChoice; after?: string; before?: string },
): Promise<{ view: CustomerView; tags: CustomerTag[] } | { gone: GoneCustomer } | null> {
  const { shopId, customerId } = options;
  const [view, tags] = await Promise.all([loadCustomer(options), loadCustomerTags({ shopId, customerId })]);
  if (view !== null) return { view, tags: tags ?? [] };
  const gone = await loadGoneCustomer({ shopId, customerId });
  return gone === null ? null : { gone };
}
