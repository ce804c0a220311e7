/** `deletionEvents`: what became of products that are gone. Collections are not among what the store holds. */
import { gid } from '../../store/model.ts';
import { NotServed } from '../errors.ts';
import { connection } from '../paging.ts';
import { compileSearch, timeFilter } from '../search.ts';
import type { Filters } from '../search.ts';
import { dateTime, servedType } from '../serving.ts';
import type { Args, Rows, ServedField, ServedType, Serving } from '../serving.ts';

interface Deletion {
  /** Its place among all deletions of the store. */
  place: number;
  id: number;
  at: number;
}

const filters: Filters<Deletion> = { occurred_at: timeFilter('occurred_at', (deletion) => deletion.at) };

function rows(_: unknown, args: Args, serving: Serving): Rows<Deletion> {
  const sortKey = String(args.sortKey ?? 'ID');
  if (sortKey !== 'ID' && sortKey !== 'CREATED_AT') throw new NotServed(`deletionEvents(sortKey: ${sortKey})`);
  const types = Array.isArray(args.subjectTypes) ? args.subjectTypes : null;
  const list = types !== null && !types.includes('PRODUCT') ? [] : serving.live.deletions()
    .map(({ type, id, at }, place) => ({ type, id, at, place })).filter(({ type }) => type === 'Product');
  const place = (deletion: Deletion): number => deletion.place;
  return { list, id: place, value: sortKey === 'ID' ? place : (deletion) => deletion.at, keep: compileSearch(args.query, filters, 'deletionEvents'), reverse: args.reverse === true };
}

export const deletionRoots: Record<string, ServedField<unknown>> = {
  deletionEvents: connection(rows, ['query', 'sortKey', 'subjectTypes']),
};

export const deletionTypes: Record<string, ServedType> = {
  DeletionEvent: servedType<Deletion>({
    occurredAt: (deletion) => dateTime(deletion.at),
    subjectId: (deletion) => gid('Product', deletion.id),
    subjectType: () => 'PRODUCT',
  }),
};
