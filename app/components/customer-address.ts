import { CUSTOMER_SORTS, LONGEST_SEARCH, LONGEST_TAG, RISKS, type CustomerQuery, type CustomerSort, type SortDirection } from '../customers/customer-list.ts';
import { STAGES, type Stage } from '../profiles/stage.ts';
import { TIERS, type Tier } from '../profiles/tier.ts';
import { TAG_RULES } from '../tags/tag-rule.ts';

/** The order that suits a first look at each sort: the newest, the most, the best. */
const FIRST_DIRECTION: Readonly<Record<CustomerSort, SortDirection>> = { 'last-order': 'desc', 'net-spend': 'desc', orders: 'desc', name: 'asc', tier: 'asc', value: 'desc', risk: 'desc', 'next-order': 'asc' };

/** The list that an address asks for. What it does not understand is left out, so that an old link still shows something. */
export function readCustomerQuery(parameters: URLSearchParams): CustomerQuery {
  const sort = CUSTOMER_SORTS.find((one) => one === parameters.get('sort')) ?? 'last-order';
  const direction = parameters.get('direction');
  const tag = parameters.get('tag')?.trim() ?? '';
  return {
    search: (parameters.get('search') ?? '').trim().slice(0, LONGEST_SEARCH),
    tiers: TIERS.filter((tier) => parameters.getAll('tier').includes(tier)),
    stages: STAGES.filter((stage) => parameters.getAll('stage').includes(stage)),
    tag: tag === '' ? null : tag.slice(0, LONGEST_TAG),
    fits: TAG_RULES.filter((rule) => parameters.getAll('fits').includes(rule)),
    risks: RISKS.filter((risk) => parameters.getAll('risk').includes(risk)),
    due: parameters.get('due') === 'week',
    sort,
    direction: direction === 'asc' || direction === 'desc' ? direction : FIRST_DIRECTION[sort],
  };
}

/** The saved view that an address was opened from; null where it was none. */
export function readViewId(parameters: URLSearchParams): number | null {
  const text = parameters.get('view') ?? '';
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null;
}

/** The address of a list; defaults are left out. */
export function customersAddress(query: CustomerQuery, page: { after?: string | null; before?: string | null; view?: number | null } = {}): string {
  const parameters = new URLSearchParams();
  if (query.search !== '') parameters.set('search', query.search);
  for (const tier of query.tiers) parameters.append('tier', tier);
  for (const stage of query.stages) parameters.append('stage', stage);
  if (query.tag !== null) parameters.set('tag', query.tag);
  for (const rule of query.fits) parameters.append('fits', rule);
  for (const risk of query.risks) parameters.append('risk', risk);
  if (query.due) parameters.set('due', 'week');
  if (query.sort !== 'last-order') parameters.set('sort', query.sort);
  if (query.direction !== FIRST_DIRECTION[query.sort]) parameters.set('direction', query.direction);
  if (page.view) parameters.set('view', String(page.view));
  if (page.after) parameters.set('after', page.after);
  if (page.before) parameters.set('before', page.before);
  const text = parameters.toString();
  return text === '' ? '/app/customers' : `/app/customers?${text}`;
}

/** The same list sorted by another column, or the other way round where it is sorted by this one already. */
export function sortedBy(query: CustomerQuery, sort: CustomerSort): CustomerQuery {
  const direction = query.sort !== sort ? FIRST_DIRECTION[sort] : query.direction === 'asc' ? 'desc' : 'asc';
  return { ...query, sort, direction };
}

/** The list without anything that narrows it, in the same order. */
export function unnarrowed({ sort, direction }: CustomerQuery): CustomerQuery {
  return { search: '', tiers: [], stages: [], tag: null, fits: [], risks: [], due: false, sort, direction };
}

/** Whether anything narrows the list. */
export function isNarrowed(query: CustomerQuery): boolean {
  return query.search !== '' || query.tiers.length > 0 || query.stages.length > 0 || query.tag !== null || query.fits.length > 0 || query.risks.length > 0 || query.due;
}

/** With a value taken in, or out where it was in. */
export function toggled<Value extends Tier | Stage>(values: readonly Value[], value: Value): Value[] {
  return values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
}
