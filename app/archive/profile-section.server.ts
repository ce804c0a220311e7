import { exportProfiles } from '../profiles/export-profiles.server.ts';
import { money, number, text, type ExportColumn, type ExportRow } from './export-column.ts';
import { ROWS_A_FETCH, type ExportSection } from './export-section.server.ts';

const columns: readonly ExportColumn[] = [
  number('customer_id', 'The customer'), text('tier', 'Tier; empty for a customer whom you excluded'), text('stage', 'Stage'), number('r', 'Recency, 1 to 5'), number('f', 'Frequency, 1 to 5'), number('m', 'Money, 1 to 5'),
  text('first_purchase', 'Day of the first purchase'), text('last_purchase', 'Day of the last purchase'), number('days_since_last_purchase', 'Days since then'), number('orders', 'Orders that count'), number('purchases', 'Those of them with a value left'),
  money('net_spend', 'Spent in all: after discounts and refunds, without tax, shipping and gift cards'), text('reason', 'Why this stage and tier, in English, with the numbers in it'),
];

/** What the app makes of each customer, through the same code that the screens show. Room profiles. */
export const PROFILE_SECTION: ExportSection = {
  file: 'profiles', what: 'What Regulars makes of each customer: scores, tier, stage and the reason.', columns, tables: ['profiles'],
  count: async (tx) => {
    // Without a model there is nothing to score by, and the export below is empty.
    const { rows } = await tx.query<{ count: number }>('SELECT count(*) AS count FROM profiles WHERE shop_id = $1 AND EXISTS (SELECT FROM shop_summaries WHERE shop_id = $1)', [tx.shopId]);
    return rows[0]?.count ?? 0;
  },
  rows: async function* (tx) {
    let batch: ExportRow[] = [];
    for await (const one of exportProfiles(tx)) {
      const cells = [
        one.customerId, one.tier, one.stage, one.r, one.f, one.m, one.firstPurchase, one.lastPurchase, one.recencyDays, one.orders, one.purchases, one.netSpend, one.reason,
      ];
      batch.push(cells.map((cell) => (cell === null ? null : String(cell))));
      if (batch.length < ROWS_A_FETCH) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  },
};
