import type { CustomerQuery } from './customer-list.ts';

/** A list under a name: its search, filters and sorting. */
export interface SavedView {
  id: number;
  name: string;
  query: CustomerQuery;
}

export const LONGEST_VIEW_NAME = 60;
/** Tabs that somebody can still look through. */
export const MOST_VIEWS = 30;

/** Lists that every shop has, by what a merchant would ask for. */
export const BUILT_IN_VIEWS = ['all', 'vips-slipping', 'new', 'won-back', 'lapsed-big-spenders'] as const;
export type BuiltInView = (typeof BUILT_IN_VIEWS)[number];

/** What those are called on the screens, in each language: two tabs of one name could not be told apart by anybody in the shop. In lower case. */
export const BUILT_IN_NAMES: ReadonlySet<string> = new Set([
  'all', 'vips slipping', 'new', 'won back', 'lapsed big spenders',
  'alle', 'gefährdete vips', 'neu', 'zurückgewonnen', 'abgewandert mit hohem umsatz',
  'tous', 'vip qui s’éloignent', 'nouveaux', 'reconquis', 'gros acheteurs perdus de vue',
]);

/** Every customer, the latest buyers first. */
export const EVERYBODY: CustomerQuery = { search: '', tiers: [], stages: [], tag: null, fits: [], risks: [], due: false, sort: 'last-order', direction: 'desc' };

export function builtInQuery(view: BuiltInView): CustomerQuery {
  switch (view) {
    case 'all': return EVERYBODY;
    case 'vips-slipping': return { ...EVERYBODY, fits: ['vip'], stages: ['At risk', 'Lapsed'], sort: 'net-spend' };
    case 'new': return { ...EVERYBODY, tiers: ['New'] };
    case 'won-back': return { ...EVERYBODY, stages: ['Won back'] };
    case 'lapsed-big-spenders': return { ...EVERYBODY, tiers: ['Previously loyal'], sort: 'net-spend' };
  }
}

/** Whether two queries ask for the same list in the same order. */
export function sameQuery(one: CustomerQuery, other: CustomerQuery): boolean {
  const written = (query: CustomerQuery): string =>
    JSON.stringify([query.search, query.tiers.toSorted(), query.stages.toSorted(), query.tag?.toLowerCase() ?? null, query.fits.toSorted(), query.risks.toSorted(), query.due, query.sort, query.direction]);
  return written(one) === written(other);
}
