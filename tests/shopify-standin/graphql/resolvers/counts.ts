import { servedType } from '../serving.ts';
import type { Args, Rows, ServedType } from '../serving.ts';

interface Count {
  count: number;
  precision: 'EXACT' | 'AT_LEAST';
}

/** Counts rows up to `limit` (10,000 unless told; null: all). */
export function countRows<Row>(rows: Rows<Row>, args: Args): Count {
  const limit = args.limit === null ? Infinity : typeof args.limit === 'number' ? args.limit : 10_000;
  let count = 0;
  if (rows.keep === null) count = rows.list.length;
  else for (const row of rows.list) if (rows.keep(row)) count += 1;
  return count > limit ? { count: limit, precision: 'AT_LEAST' } : { count, precision: 'EXACT' };
}

export const countTypes: Record<string, ServedType> = {
  Count: servedType<Count>({ count: (count) => count.count, precision: (count) => count.precision }),
};
