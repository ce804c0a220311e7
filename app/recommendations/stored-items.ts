import type { ListedReason } from './reasons.ts';
import type { ListItem } from './work-out-lists.ts';

/**
 * A list as its row keeps it: JSON of `[[product, score, why, ...the numbers of the reason]]`, products as numbers. Some 45
 * bytes an item, where objects with names would be 120. Scores have four digits: a list that came out the same is not
 * written again for the sixth.
 */
export function storedItems(items: readonly ListItem[]): string {
  return JSON.stringify(items.map(({ product, score, reason }) => [Number(product), Number(score.toPrecision(4)), reason.kind, ...numbersOf(reason)]));
}

/** The same back again. What is not of that form is left out: a row of another version is no reason to show nothing. */
export function itemsOf(stored: unknown): ListItem[] {
  if (!Array.isArray(stored)) return [];
  const items: ListItem[] = [];
  for (const row of stored as unknown[]) {
    if (!Array.isArray(row)) continue;
    const [product, score, kind, a, b, c] = row as unknown[];
    if (!Number.isSafeInteger(product) || typeof score !== 'number' || !isNumber(a) || !isNumber(b) || !isNumber(c)) continue;
    const reason = reasonOf(kind, a ?? 0, b ?? 0, c ?? 0);
    if (reason !== null) items.push({ product: String(product), score, reason });
  }
  return items;
}

const isNumber = (value: unknown): value is number | undefined => value === undefined || typeof value === 'number';

function numbersOf(reason: ListedReason): number[] {
  switch (reason.kind) {
    case 'you-reorder':
      return [reason.baskets, reason.everyDays, reason.lastDaysAgo];
    case 'you-bought':
      return [reason.lastDaysAgo];
    case 'bought-with':
    case 'also-bought':
      return [Number(reason.product), reason.by, reason.ofBuyers];
    case 'rising':
      return [reason.times, reason.baskets];
    case 'popular':
      return [reason.baskets, reason.days];
    case 'new':
      return [reason.daysAgo, reason.baskets];
  }
}

function reasonOf(kind: unknown, a: number, b: number, c: number): ListedReason | null {
  switch (kind) {
    case 'you-reorder':
      return { kind, baskets: a, everyDays: b, lastDaysAgo: c };
    case 'you-bought':
      return { kind, lastDaysAgo: a };
    case 'bought-with':
    case 'also-bought':
      return { kind, product: String(a), by: b, ofBuyers: c };
    case 'rising':
      return { kind, times: a, baskets: b };
    case 'popular':
      return { kind, baskets: a, days: b };
    case 'new':
      return { kind, daysAgo: a, baskets: b };
    default:
      return null;
  }
}
