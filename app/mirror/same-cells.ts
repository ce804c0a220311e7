import { arrayItems } from './array-literal.ts';
import type { Cell } from './cells.ts';
import type { MirrorTable } from './mirror-tables.ts';

/** Whether two rows of a table say the same, however their cells are written. `besides`: columns that are not compared. */
export function sameCells(table: MirrorTable, one: readonly Cell[], other: readonly Cell[], besides: readonly string[] = []): boolean {
  return table.columns.every(([name, type], at) => besides.includes(name) || sameCell(type, one[at] ?? null, other[at] ?? null));
}

function sameCell(type: string, one: Cell, other: Cell): boolean {
  if (one === other) return true;
  if (one === null || other === null) return type === 'text[]' && arrayItems(one).length === 0 && arrayItems(other).length === 0;
  switch (type) {
    case 'timestamptz':
      return Date.parse(one) === Date.parse(other);
    case 'boolean':
      return one.startsWith('t') === other.startsWith('t');
    case 'text[]':
      return arrayItems(one).join('\0') === arrayItems(other).join('\0');
    case 'jsonb':
      return sorted(JSON.parse(one)) === sorted(JSON.parse(other));
    default:
      return false;
  }
}

/** JSON with its keys in order: jsonb has an order of its own. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner);
}
