import { Checkbox } from '@shopify/polaris';
import { FORECAST_SORTS, type CustomerLine, type CustomerQuery, type CustomerSort } from '../customers/customer-list.ts';
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
  const { number, money, day } = useFormats();
  const page = words.customersPage;
  // Where the list goes by them, in the place of orders and tags: all together would crowd out the names.
  const expected = FORECAST_SORTS.includes(query.sort) || query.risks.length > 0 || query.due;
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
        ...(expected ? [] : [{ key: 'orders', heading: page.column.orders, sort: sort('orders'), numeric: true }]),
        { key: 'netSpend', heading: page.column.netSpend, sort: sort('net-spend'), numeric: true },
        ...(expected ? [
          { key: 'value', heading: page.column.value, sort: sort('value'), numeric: true },
          { key: 'risk', heading: page.column.risk, sort: sort('risk'), nowrap: true },
          { key: 'nextOrder', heading: page.column.nextOrder, sort: sort('next-order'), nowrap: true },
        ] : [{ key: 'tags', heading: page.column.tags, wide: true }]),
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
          value: row.forecast === null ? words.none : money(row.forecast.clv12m),
          risk: row.forecast === null ? words.none : page.riskName[row.forecast.churnBand],
          nextOrder: row.due !== null ? <>{day(row.due.day)}{row.due.product === null ? null : <small className="rg-small">{row.due.product}</small>}</> : row.forecast === null || row.forecast.nextOrderDay === null ? words.none : day(row.forecast.nextOrderDay),
          tags: row.tags.length === 0 ? null : <TagList tags={row.tags} />,
        },
      }))}
    />
  );
}
