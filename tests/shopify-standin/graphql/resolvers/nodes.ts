/** `node(id)` and `nodes(ids)`: from a GID to the object it names. */
import { gidNumber } from '../../store/model.ts';
import type { StoreLine, StoreOrder, StoreRefund, StoreReturn } from '../../store/model.ts';
import type { LiveStore } from '../../store/live-store.ts';
import { AccessDenied, BadRequest, NotServed } from '../errors.ts';
import { Typed, withArgs } from '../serving.ts';
import type { ServedField, Serving } from '../serving.ts';
import { hasScope, readScope } from '../scopes.ts';
import { orderById, orderVisible } from './order-rows.ts';

/** Most ids that `nodes` takes, as at Shopify. */
const mostIds = 250;

interface PartsOfOrders {
  lines: Map<number, { order: StoreOrder; line: StoreLine }>;
  refunds: Map<number, { order: StoreOrder; refund: StoreRefund }>;
  returns: Map<number, { order: StoreOrder; return: StoreReturn }>;
}

const partsByStore = new WeakMap<LiveStore, PartsOfOrders>();

/** Lines, refunds and returns by id: made at the first question, and kept up with what happens to orders from then on. */
function partsOf(live: LiveStore): PartsOfOrders {
  const known = partsByStore.get(live);
  if (known !== undefined) return known;
  const parts: PartsOfOrders = { lines: new Map(), refunds: new Map(), returns: new Map() };
  for (const order of live.store.orders.values()) addParts(parts, order);
  partsByStore.set(live, parts);
  live.onChange((change) => {
    if (change.kind === 'order' && change.did === 'deleted') removeParts(parts, change.order);
    else if (change.kind === 'order' || change.kind === 'order-edit' || change.kind === 'refund') addParts(parts, change.order);
  });
  return parts;
}

function addParts(parts: PartsOfOrders, order: StoreOrder): void {
  for (const line of order.lines) parts.lines.set(line.id, { order, line });
  for (const refund of order.refunds) parts.refunds.set(refund.id, { order, refund });
  for (const one of order.returns) parts.returns.set(one.id, { order, return: one });
}

function removeParts(parts: PartsOfOrders, order: StoreOrder): void {
  for (const line of order.lines) parts.lines.delete(line.id);
  for (const refund of order.refunds) parts.refunds.delete(refund.id);
  for (const one of order.returns) parts.returns.delete(one.id);
}

function partOfOrder(kind: 'lines' | 'refunds' | 'returns', id: number, serving: Serving): { order: StoreOrder } | null {
  const part = partsOf(serving.live)[kind].get(id);
  return part !== undefined && orderVisible(part.order, serving) ? part : null;
}

const finders: Record<string, (id: number, gid: string, serving: Serving) => unknown> = {
  Customer: (id, _, serving) => serving.live.customer(id),
  Order: (_, gid, serving) => orderById(gid, serving),
  Product: (id, _, serving) => serving.live.product(id),
  ProductVariant: (id, _, serving) => serving.live.variant(id),
  LineItem: (id, _, serving) => partOfOrder('lines', id, serving),
  Refund: (id, _, serving) => partOfOrder('refunds', id, serving),
  Return: (id, _, serving) => partOfOrder('returns', id, serving),
  BulkOperation: (id, _, serving) => serving.services.bulk.get(id, serving.app.clientId),
  WebhookSubscription: (id, _, serving) => serving.services.webhooks.of(serving.app.clientId).find((one) => one.id === id),
  Segment: (id, _, serving) => serving.live.segments().get(id),
  Shop: (id, _, serving) => (serving.live.store.shop.id === id ? serving.live.store.shop : null),
};

/** The object that a GID names, with its type; null when there is none. Refused for kinds that are not served. */
export function findNode(gid: string, serving: Serving, field: string): Typed | null {
  const type = /^gid:\/\/shopify\/([A-Za-z]+)\/\d+/.exec(gid)?.[1];
  const id = type === undefined ? null : gidNumber(type, gid);
  if (type === undefined || id === null) throw new BadRequest(`Invalid global id '${gid}'`);
  const find = finders[type];
  if (find === undefined) throw new NotServed(`${field}(${gid})`);
  const scope = readScope(type);
  if (scope !== null && !hasScope(serving.app.scopes, scope)) throw new AccessDenied(field, scope);
  const object = find(id, gid, serving) ?? null;
  return object === null ? null : new Typed(type, object);
}

export const nodeRoots: Record<string, ServedField<unknown>> = {
  node: withArgs(['id'], (_, args, serving) => findNode(String(args.id), serving, 'node')),
  nodes: withArgs(['ids'], (_, args, serving) => {
    const ids = Array.isArray(args.ids) ? args.ids.map(String) : [];
    if (ids.length > mostIds) throw new BadRequest(`The input array size of ${ids.length} is greater than the maximum allowed of ${mostIds}.`);
    return ids.map((id) => findNode(id, serving, 'nodes'));
  }),
  refund: withArgs(['id'], (_, args, serving) => findNode(String(args.id), serving, 'refund')?.object ?? null),
  return: withArgs(['id'], (_, args, serving) => findNode(String(args.id), serving, 'return')?.object ?? null),
};
