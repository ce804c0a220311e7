import { withTenant } from '../database/tenant.server.ts';
import { formatDay, shopCalendar } from '../profiles/calendar.ts';
import { now } from '../runtime/clock.server.ts';
import { loadShopDetails } from '../shops/shop-store.server.ts';
import type { CustomerSelection } from './customer-selection.ts';
import type { CustomersCsvLayout } from './customers-csv.ts';
import { downloadLink } from './download-link.server.ts';
import { logExport } from './export-store.server.ts';
import { listCustomers } from './list-customers.server.ts';

/**
 * Writes down that somebody wants the list, or some of it, as a file, and gives the address from which their browser can
 * have it. Nothing is made until it asks.
 */
export async function requestCustomersExport(
  options: { shopId: number; by: string; selection: CustomerSelection; layout: Omit<CustomersCsvLayout, 'currency'> },
): Promise<{ exportId: number; link: string }> {
  const { shopId, selection } = options;
  const details = await withTenant(shopId, loadShopDetails);
  const matching = selection.ids?.length ?? (await listCustomers({ shopId, query: selection.query, limit: 1 })).matching;
  const layout: CustomersCsvLayout = { ...options.layout, currency: details?.currencyCode ?? 'EUR' };
  const day = shopCalendar(details?.ianaTimezone ?? 'UTC').dayOf(now());
  const exportId = await logExport({
    shopId, wanted: { kind: 'customers', fileName: `customers-${formatDay(day)}.csv`, filter: selection, layout, requestedBy: options.by, rowsExpected: matching },
  });
  return { exportId, link: downloadLink({ shopId, exportId }) };
}
