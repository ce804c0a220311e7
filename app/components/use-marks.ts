import { useState } from 'react';
import { MOST_MARKED } from '../customers/customer-list.ts';

/** Which customers of a list are marked: some by their ids, over all its pages, or all that match. */
export interface Marks {
  /** Null: all that match. */
  ids: readonly string[] | null;
  has(id: string): boolean;
  toggle(id: string): void;
  /** Marks or unmarks those shown. */
  markShown(shown: readonly string[], marked: boolean): void;
  markAll(): void;
  clear(): void;
  /** No more can be marked one by one. */
  full: boolean;
}

/** Marks last from page to page, and end with the list: another search or filter is another list. @param list what tells it from others */
export function useMarks(list: string): Marks {
  const [marked, setMarked] = useState<{ list: string; ids: ReadonlySet<string> | null }>({ list, ids: new Set() });
  const ids = marked.list === list ? marked.ids : new Set<string>();
  const put = (next: ReadonlySet<string> | null) => setMarked({ list, ids: next });
  return {
    ids: ids === null ? null : [...ids],
    has: (id) => ids === null || ids.has(id),
    // Taking one away from "all" leaves no list of the others: marking begins anew.
    toggle: (id) => {
      const next = new Set(ids ?? []);
      if (!next.delete(id) && next.size < MOST_MARKED) next.add(id);
      put(next);
    },
    markShown: (shown, wanted) => {
      const next = new Set(ids ?? []);
      for (const id of shown) {
        if (!wanted) next.delete(id);
        else if (next.size < MOST_MARKED) next.add(id);
      }
      put(next);
    },
    markAll: () => put(null),
    clear: () => put(new Set()),
    full: ids !== null && ids.size >= MOST_MARKED,
  };
}
