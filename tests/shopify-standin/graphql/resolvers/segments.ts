/** Customer segments: saved queries, and the customers whom a query holds for now. */
import { GraphQLError } from 'graphql';
import { gid, gidNumber } from '../../store/model.ts';
import type { StoreCustomer } from '../../store/model.ts';
import type { StoreSegment } from '../../store/segment-book.ts';
import { compileSegmentQuery, NotKnown } from '../../store/segment-query.ts';
import { amountSpent } from '../../store/order-money.ts';
import { AccessDenied, BadRequest, NotServed } from '../errors.ts';
import { connection, page, pagingArgs } from '../paging.ts';
import { compileSearch, numberFilter, textFilter } from '../search.ts';
import type { Filters } from '../search.ts';
import { hasScope, writeScope } from '../scopes.ts';
import { dateTime, servedType, withArgs } from '../serving.ts';
import type { Args, Rows, ServedField, ServedType, Serving } from '../serving.ts';
import { countRows } from './counts.ts';

interface UserError {
  field: string[];
  message: string;
}
interface Payload {
  segment: StoreSegment | null;
  userErrors: UserError[];
}

const filters: Filters<StoreSegment> = { id: numberFilter('id', (one) => one.id), name: textFilter('name', (one) => one.name) };
const sortValues = { CREATION_DATE: (one: StoreSegment) => one.createdAt, ID: (one: StoreSegment) => one.id, LAST_EDIT_DATE: (one: StoreSegment) => one.editedAt } as const;

function segmentRows(_: unknown, args: Args, serving: Serving): Rows<StoreSegment> {
  const sortKey = String(args.sortKey ?? 'CREATION_DATE');
  if (!Object.hasOwn(sortValues, sortKey)) throw new NotServed(`segments(sortKey: ${sortKey})`);
  const value = sortValues[sortKey as keyof typeof sortValues];
  const list = [...serving.live.segments().all()].sort((left, right) => value(left) - value(right) || left.id - right.id);
  return { list, id: (one) => one.id, value, keep: compileSearch(args.query, filters, 'segments'), reverse: args.reverse === true };
}

function standing(id: unknown, serving: Serving): StoreSegment | undefined {
  const number = gidNumber('Segment', String(id));
  if (number === null) throw new BadRequest(`Invalid global id '${String(id)}'`);
  return serving.live.segments().get(number);
}

const missing = (): GraphQLError => new GraphQLError('Segment does not exist', { extensions: { code: 'NOT_FOUND' } });

/** The test of a query that was taken; @throws what Shopify says of another, or NotServed by name. */
function compile(query: string): ReturnType<typeof compileSegmentQuery> {
  try {
    return compileSegmentQuery(query);
  } catch (error) {
    if (error instanceof NotKnown) throw new NotServed(error.message);
    throw error;
  }
}

function members(args: Args, serving: Serving): Rows<StoreCustomer> {
  if (args.queryId !== undefined && args.queryId !== null) throw new NotServed('customerSegmentMembers(queryId:)');
  const saved = args.segmentId === undefined || args.segmentId === null ? undefined : standing(args.segmentId, serving);
  if (args.segmentId !== undefined && args.segmentId !== null && saved === undefined) throw missing();
  const query = saved?.query ?? args.query;
  if (typeof query !== 'string') throw new BadRequest('customerSegmentMembers needs one of segmentId, queryId and query.');
  const compiled = compile(query);
  if ('errors' in compiled) throw new BadRequest(compiled.errors.map((error) => error.message).join(' '));
  const value = (customer: StoreCustomer): number => customer.createdAt;
  return { list: serving.live.list('customers', 'CREATED_AT').filter((customer) => compiled.test(customer.tags)), id: (customer) => customer.id, value, keep: null, reverse: args.reverse === true };
}

function mayWrite(field: string, serving: Serving): void {
  const scope = writeScope('Segment');
  if (scope !== null && !hasScope(serving.app.scopes, scope)) throw new AccessDenied(field, scope);
}

function wrong(change: { name?: string; query?: string }): UserError[] {
  const errors: UserError[] = change.name?.trim() === '' ? [{ field: ['name'], message: "Name can't be blank" }] : [];
  const compiled = change.query === undefined ? null : compile(change.query);
  if (compiled !== null && 'errors' in compiled) errors.push(...compiled.errors.map(({ message }) => ({ field: ['query'], message })));
  return errors;
}

const gone: Payload = { segment: null, userErrors: [{ field: ['id'], message: 'Segment does not exist' }] };

export const segmentRoots: Record<string, ServedField<unknown>> = {
  segment: withArgs(['id'], (_, args, serving) => {
    const found = standing(args.id, serving);
    if (found === undefined) throw missing();
    return found;
  }),
  segments: connection(segmentRows, ['query', 'sortKey']),
  segmentsCount: withArgs(['limit'], (root, args, serving) => countRows(segmentRows(root, {}, serving), args)),
  customerSegmentMembers: withArgs([...pagingArgs, 'segmentId', 'query', 'queryId'], (_, args, serving) => {
    const rows = members(args, serving);
    return Object.assign(page(rows, args), { totalCount: rows.list.length });
  }),
};

export const segmentMutations: Record<string, ServedField<unknown>> = {
  segmentCreate: withArgs(['name', 'query'], (_, args, serving): Payload => {
    mayWrite('segmentCreate', serving);
    const change = { name: String(args.name), query: String(args.query) };
    const userErrors = wrong(change);
    return { segment: userErrors.length > 0 ? null : serving.live.setSegment(change), userErrors };
  }),
  segmentUpdate: withArgs(['id', 'name', 'query'], (_, args, serving): Payload => {
    mayWrite('segmentUpdate', serving);
    const found = standing(args.id, serving);
    if (found === undefined) return gone;
    const change = { ...(typeof args.name === 'string' ? { name: args.name } : {}), ...(typeof args.query === 'string' ? { query: args.query } : {}) };
    const userErrors = wrong(change);
    return { segment: userErrors.length > 0 ? null : serving.live.setSegment({ id: found.id, name: change.name ?? found.name, query: change.query ?? found.query }), userErrors };
  }),
  segmentDelete: withArgs(['id'], (_, args, serving): Payload => {
    mayWrite('segmentDelete', serving);
    const found = standing(args.id, serving);
    if (found === undefined) return gone;
    serving.live.deleteSegment(found.id);
    return { segment: found, userErrors: [] };
  }),
};

const payload = servedType<Payload>({ segment: (one) => one.segment, userErrors: (one) => one.userErrors });

export const segmentTypes: Record<string, ServedType> = {
  Segment: servedType<StoreSegment>({
    id: (one) => gid('Segment', one.id),
    name: (one) => one.name,
    query: (one) => one.query,
    creationDate: (one) => dateTime(one.createdAt),
    lastEditDate: (one) => dateTime(one.editedAt),
  }),
  CustomerSegmentMemberConnection: servedType<{ totalCount: number }>({ totalCount: (one) => one.totalCount }),
  CustomerSegmentMember: servedType<StoreCustomer>({
    id: (customer) => gid('CustomerSegmentMember', customer.id),
    firstName: (customer, _, serving) => (serving.protectedFields === 'none' ? null : customer.firstName),
    lastName: (customer, _, serving) => (serving.protectedFields === 'none' ? null : customer.lastName),
    amountSpent: (customer, _, serving) => ({ minor: amountSpent(customer, serving.live.store.shop.currencyCode), currency: serving.live.store.shop.currencyCode }),
    numberOfOrders: (customer) => String(customer.orders.length),
    note: (customer) => customer.note,
  }),
  SegmentCreatePayload: payload,
  SegmentUpdatePayload: payload,
  SegmentDeletePayload: servedType<Payload>({
    deletedSegmentId: (one) => (one.segment === null ? null : gid('Segment', one.segment.id)),
    userErrors: (one) => one.userErrors,
  }),
};
