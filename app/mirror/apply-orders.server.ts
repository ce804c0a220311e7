import type { TenantTransaction } from '../database/tenant.server.ts';
import type { Cell } from './cells.ts';
import type { FullOutcome } from './full-outcome.ts';
import type { FullRow } from './full-rows.ts';
import { goneUntil } from './gone-guard.server.ts';
import type { MirrorEventOf } from './mirror-event.ts';
import { ORDERS } from './mirror-tables.ts';
import { writeOrderChildren, type OrderChildren } from './order-children.server.ts';
import { orderOwners } from './order-owners.server.ts';
import { noteOrderSessions } from './order-sessions.server.ts';
import { isPending, mayHaveRefunds, orderAfterPayload, ORDER_CUSTOMER } from './order-state.ts';
import { isConclusive, type ReadMoment } from './read-moment.ts';
import { payloadIsNewer, readIsNewer } from './row-version.ts';
import { sameCells } from './same-cells.ts';
import { lockRows, versionCells, VERSION_COLUMNS, writeRows, type StandingRow } from './versioned-rows.server.ts';

/** What events changed: the customers before and after, and whether an order is to be read through the Admin API soon. */
export interface OrdersChanged {
  customers: (string | null)[];
  pending: boolean;
}

/**
 * Orders as payloads tell them. Of several events of one order the newest is written; the others are told to be stale.
 * All orders are locked in the order of their ids, as an import locks them.
 */
export async function applyOrderEvents(tx: TenantTransaction, events: readonly MirrorEventOf<'order'>[], outcomes: Map<number, 'applied' | 'stale'>): Promise<OrdersChanged> {
  const changed: OrdersChanged = { customers: [], pending: false };
  if (events.length === 0) return changed;
  const newest = new Map<string, MirrorEventOf<'order'>>();
  for (const event of events) {
    outcomes.set(event.eventId, 'stale');
    const known = newest.get(event.payload.id);
    if (known === undefined || known.payload.updatedAt < event.payload.updatedAt || (known.payload.updatedAt === event.payload.updatedAt && known.triggeredAt < event.triggeredAt)) newest.set(event.payload.id, event);
  }
  const ids = [...newest.keys()];
  const standing = await lockRows(tx, ORDERS, ids);
  const gone = await goneUntil(tx, 'order', ids);
  const owners = await orderOwners(tx, [...newest].map(([id, { payload }]) => ({ id, customerId: payload.cells[ORDER_CUSTOMER] ?? null })));
  const rows: Cell[][] = [];
  const children: OrderChildren[] = [];
  const sessions: { id: string; session: string | null }[] = [];
  for (const [id, { eventId, payload, triggeredAt }] of newest) {
    const before = standing.get(id) ?? null;
    if (payload.updatedAt <= (gone.get(id) ?? -Infinity) || !payloadIsNewer(before, { updatedAt: payload.updatedAt, triggeredAt })) continue;
    const cells = owners.order(id, orderAfterPayload(before?.cells ?? null, payload));
    rows.push([...cells, ...versionCells({ updatedAt: payload.updatedAt, partial: true, payloadAt: triggeredAt }, null)]);
    children.push(owners.children({ orderId: id, isNew: before === null, hadRefunds: mayHaveRefunds(before?.cells ?? null), lines: payload.lines, refunds: payload.refunds, details: payload.details }));
    sessions.push({ id, session: payload.session });
    outcomes.set(eventId, 'applied');
    changed.customers.push(before?.cells[ORDER_CUSTOMER] ?? null, cells[ORDER_CUSTOMER] ?? null);
    changed.pending ||= isPending(cells);
  }
  await writeRows(tx, ORDERS, VERSION_COLUMNS, rows);
  await writeOrderChildren(tx, children);
  await noteOrderSessions(tx, sessions);
  return changed;
}

/**
 * Refunds and edits tell that an order's numbers have changed, without the order: it is marked to be read. One that was read in full
 * since, or has the refund already, is left.
 */
export async function applyOrderHints(tx: TenantTransaction, events: readonly MirrorEventOf<'order-hint'>[], outcomes: Map<number, 'applied' | 'stale'>): Promise<boolean> {
  if (events.length === 0) return false;
  const { rows } = await tx.query<{ place: number }>(
    `WITH hint AS (SELECT * FROM unnest($2::bigint[], $3::bigint[], $4::timestamptz[]) WITH ORDINALITY AS h(order_id, refund_id, at, place)),
          wanted AS (
            SELECT h.place, o.id FROM hint h JOIN orders o ON o.shop_id = $1 AND o.id = h.order_id
             WHERE (o.partial OR o.updated_at < h.at - interval '1 second')
               AND NOT (NOT o.partial AND EXISTS (SELECT FROM refunds r WHERE r.shop_id = $1 AND r.order_id = o.id AND r.id = h.refund_id))),
          marked AS (UPDATE orders o SET partial = true, details_pending = true, import_run_id = NULL FROM (SELECT DISTINCT id FROM wanted) w WHERE o.shop_id = $1 AND o.id = w.id)
     SELECT place::integer FROM wanted`,
    [tx.shopId, events.map((event) => event.orderId), events.map((event) => event.refundId), events.map((event) => new Date(event.triggeredAt))],
  );
  for (const event of events) outcomes.set(event.eventId, 'stale');
  for (const { place } of rows) {
    const event = events[place - 1];
    if (event !== undefined) outcomes.set(event.eventId, 'applied');
  }
  return rows.length > 0;
}

/** Orders read in full. @returns what became of each, and what changed with those that were inserted or updated */
export async function writeFullOrders(tx: TenantTransaction, orders: readonly FullRow[], options: { moment: ReadMoment }): Promise<{ outcomes: Map<string, FullOutcome> } & OrdersChanged> {
  const outcomes = new Map<string, FullOutcome>();
  const changed: OrdersChanged = { customers: [], pending: false };
  if (orders.length === 0) return { outcomes, ...changed };
  const ids = orders.map((one) => one.id);
  const standing = await lockRows(tx, ORDERS, ids);
  const gone = await goneUntil(tx, 'order', ids);
  const owners = await orderOwners(tx, orders.map(({ id, cells }) => ({ id, customerId: cells[ORDER_CUSTOMER] ?? null })));
  const rows: Cell[][] = [];
  const children: OrderChildren[] = [];
  const taken: { read: FullRow; before: StandingRow | null; cells: Cell[] }[] = [];
  for (const read of orders) {
    const before = standing.get(read.id) ?? null;
    const isGone = read.updatedAt <= (gone.get(read.id) ?? -Infinity);
    if (isGone || !readIsNewer(before, { updatedAt: read.updatedAt, moment: options.moment })) {
      outcomes.set(read.id, isGone ? 'gone' : 'stale');
      continue;
    }
    const cells = owners.order(read.id, read.cells);
    const partial = !isConclusive(options.moment, read.updatedAt);
    const payloadAt = before?.updatedAt === read.updatedAt ? before.payloadAt : null;
    // One that stands as it is, whole, keeps its import and its refunds, which were read with it.
    if (before === null || before.partial || !sameCells(ORDERS, before.cells, cells, ['details_pending'])) rows.push([...cells, ...versionCells({ updatedAt: read.updatedAt, partial, payloadAt }, null)]);
    children.push(owners.children({ orderId: read.id, isNew: before === null, hadRefunds: mayHaveRefunds(before?.cells ?? null), lines: read.children, refunds: read.inside, details: [] }));
    taken.push({ read, before, cells });
  }
  await writeRows(tx, ORDERS, VERSION_COLUMNS, rows);
  const differing = await writeOrderChildren(tx, children);
  await noteOrderSessions(tx, taken.map(({ read }) => ({ id: read.id, session: read.session ?? null })));
  for (const { read, before, cells } of taken) {
    const same = before !== null && !differing.has(read.id) && sameCells(ORDERS, before.cells, cells, ['details_pending']);
    outcomes.set(read.id, before === null ? 'inserted' : !same ? 'updated' : before.partial ? 'completed' : 'same');
    changed.pending ||= isPending(cells) && !(same && !before.partial);
    if (!same) changed.customers.push(before?.cells[ORDER_CUSTOMER] ?? null, cells[ORDER_CUSTOMER] ?? null);
  }
  return { outcomes, ...changed };
}
