import type { CustomerSort, SortDirection } from './customer-list.ts';

/** Where a page begins or ends: the sorted value and the id of a customer. */
export interface CustomerCursor {
  value: string | number;
  id: number;
}

/** The cursor as a word for an address. It says which order it belongs to, so that it is not taken for another's. */
export function writeCursor(sort: CustomerSort, direction: SortDirection, cursor: CustomerCursor): string {
  const bytes = new TextEncoder().encode(JSON.stringify([sort, direction, cursor.value, cursor.id]));
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Null for a word that is no cursor of this order: the list then begins at its first page. */
export function readCursor(sort: CustomerSort, direction: SortDirection, word: string | undefined): CustomerCursor | null {
  if (word === undefined || word.length > 2_000) return null;
  try {
    const bytes = Uint8Array.from(atob(word.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));
    const read: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (!Array.isArray(read) || read[0] !== sort || read[1] !== direction) return null;
    const [, , value, id] = read as [unknown, unknown, unknown, unknown];
    const valueFits = sort === 'name' ? typeof value === 'string' && !value.includes('\0') : Number.isSafeInteger(value);
    return valueFits && Number.isSafeInteger(id) ? { value: value as string | number, id: id as number } : null;
  } catch {
    return null;
  }
}
