import { Checkbox } from '@shopify/polaris';
import type { CustomerLine, CustomerQuery, CustomerSort } from '../customers/customer-list.ts';
import { customersAddress, sortedBy } from './customer-address.ts';
import { PersonName } from './PersonName.tsx';
import { RecordTable, type RecordColumn } from './RecordTable.tsx';
import { TagList } from './TagList.tsx';
import { TierBadge } from './TierBadge.tsx';
import type { Marks } from './use-marks.ts';
import { useFormats, useWords } from './words/WordsProvider.tsx';

/** The list itself; a heading sorts by its column, and each customer can be marked. */
export function CustomersTable({ rows, query, view, marks, busy }: { rows: readonly CustomerLine[]; query: CustomerQuery; view: number | null; marks: Marks; busy: boolean }) {
  const words = useWords();
  const { number, money } = useFormats();
  const page = words.customersPage;
  const sort = (by: CustomerSort): RecordColumn['sort'] => ({
    to: customersAddress(sortedBy(query, by), { view }),
    direction: query.sort !== by ? 'none' : query.direction === 'asc' ? 'ascending' : 'descending',
  });
  return (
    <RecordTable
      caption={page.caption}
      busy={busy}
      columns={[
        { key: 'name', heading: page.column.name, sort: sort('name') },
        { key: 'tier', heading: page.column.tier, sort: sort('tier'), nowrap: true },
        { key: 'lastOrder', heading: page.column.lastOrder, sort: sort('last-order'), nowrap: true },
        { key: 'orders', heading: page.column.orders, sort: sort('orders'), numeric: true },
        { key: 'netSpend', heading: page.column.netSpend, sort: sort('net-spend'), numeric: true },
        { key: 'tags', heading: page.column.tags, wide: true },
      ]}
      // Keyed by place: when a search comes in, rows change what they say, and none flies to another place.
      rows={rows.map((row, place) => ({
        key: String(place),
        cells: {
          name: (
            <div className="rg-marked">
              <Checkbox label={page.marks.mark(row.name ?? row.email ?? words.customerNumber(row.id))} labelHidden checked={marks.has(row.id)} onChange={() => marks.toggle(row.id)} />
              <div><PersonName id={row.id} name={row.name} email={row.email} linked /></div>
            </div>
          ),
          tier: <TierBadge tier={row.tier} />,
          lastOrder: row.lastPurchaseDay === null ? page.noOrder : page.lastOrder(row.lastPurchaseDay),
          orders: number(row.orders),
          netSpend: money(row.netSpend),
          tags: row.tags.length === 0 ? null : <TagList tags={row.tags} />,
        },
      }))}
    />
  );
}
