import type { TenantTransaction } from '../database/tenant.server.ts';
import type { Cell } from './cells.ts';
import { ownersNow } from './gone-guard.server.ts';
import type { OrderChildren } from './order-children.server.ts';
import { ORDER_CUSTOMER } from './order-state.ts';
import { ordersWithoutPerson } from './redactions.server.ts';
import { lineWithoutPerson, orderWithoutPerson, refundWithoutPerson } from './without-person.ts';

/** How orders on their way are to be written, as far as people are concerned. */
export interface OrderOwners {
  /** An order of somebody who was merged into another is the other's; one of somebody who was redacted is nobody's, and says nothing of anybody. */
  order(id: string, cells: readonly Cell[]): Cell[];
  /** What stands below it, accordingly. */
  children(children: OrderChildren): OrderChildren;
}

/** Looks up the customers whom these orders name. */
export async function orderOwners(tx: TenantTransaction, orders: readonly { id: string; customerId: string | null }[]): Promise<OrderOwners> {
  const owners = await ownersNow(tx, orders.flatMap((one) => one.customerId ?? []));
  const ownerOf = (customerId: string | null): string | null => (customerId === null ? null : owners.get(customerId) ?? customerId);
  const withoutPerson = await ordersWithoutPerson(tx, orders.map(({ id, customerId }) => ({ id, customerId: ownerOf(customerId) })));
  return {
    order: (id, cells) => {
      if (withoutPerson.has(id)) return orderWithoutPerson(cells);
      return cells.map((cell, at) => (at === ORDER_CUSTOMER ? ownerOf(cell) : cell));
    },
    children: (children) => (withoutPerson.has(children.orderId)
      ? { ...children, lines: children.lines.map(lineWithoutPerson), refunds: children.refunds.map(refundWithoutPerson) }
      : children),
  };
}
