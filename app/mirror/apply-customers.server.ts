import type { TenantTransaction } from '../database/tenant.server.ts';
import { tagMarkKey, takeCustomer, takeFact, takeFullCustomer, takeTags, type KnownCustomer } from './customer-state.ts';
import type { FullRow } from './full-rows.ts';
import type { FullOutcome } from './full-outcome.ts';
import { goneUntil } from './gone-guard.server.ts';
import { loadKnownCustomers, saveCustomerRows, saveEarlyFacts, saveTagMarks } from './known-customers.server.ts';
import type { MirrorEventOf } from './mirror-event.ts';
import type { ReadMoment } from './read-moment.ts';

type CustomerEvent = MirrorEventOf<'customer'> | MirrorEventOf<'tags'> | MirrorEventOf<'fact'>;

/**
 * What events say of customers: the customer, tags, consent, totals.
 * @returns whose profiles may change: consent and totals are in none
 */
export async function applyCustomerEvents(tx: TenantTransaction, events: readonly CustomerEvent[], outcomes: Map<number, 'applied' | 'stale'>): Promise<string[]> {
  if (events.length === 0) return [];
  const ids = [...new Set(events.map(customerOf))];
  const known = await loadKnownCustomers(tx, ids);
  const gone = await goneUntil(tx, 'customer', ids);
  const early = [...known.values()].some((one) => one.early.size > 0);
  const rows = new Set<KnownCustomer>();
  const marks = new Map<string, Set<string>>();
  const profiles = new Set<string>();
  for (const event of events) {
    const id = customerOf(event);
    const one = known.get(id);
    const goneAt = gone.get(id);
    const taken = one !== undefined && !(one.row === null && goneAt !== undefined && instantOf(event) <= goneAt) && take(one, event);
    outcomes.set(event.eventId, taken ? 'applied' : 'stale');
    if (!taken) continue;
    if (one.row !== null) rows.add(one);
    if (event.kind === 'tags') marks.set(id, new Set([...(marks.get(id) ?? []), ...event.change.tags.map(tagMarkKey)]));
    if (event.kind !== 'fact') profiles.add(id);
  }
  await saveCustomerRows(tx, [...rows], null);
  if (marks.size > 0) await saveTagMarks(tx, [...known.values()].filter((one) => marks.has(one.id)), marks);
  if (early || events.some((event) => event.kind === 'fact' && known.get(event.fact.customerId)?.row === null)) await saveEarlyFacts(tx, [...known.values()]);
  // Tags of somebody who is not there yet change no profile.
  return [...profiles].filter((id) => known.get(id)?.row !== null);
}

function take(one: KnownCustomer, event: CustomerEvent): boolean {
  switch (event.kind) {
    case 'customer':
      return takeCustomer(one, event.payload, event.triggeredAt);
    case 'tags':
      return takeTags(one, event.change);
    case 'fact':
      return takeFact(one, event.fact);
  }
}

function customerOf(event: CustomerEvent): string {
  return event.kind === 'customer' ? event.payload.id : event.kind === 'tags' ? event.change.customerId : event.fact.customerId;
}

/** When what it tells was so. */
function instantOf(event: CustomerEvent): number {
  return event.kind === 'customer' ? event.payload.updatedAt : event.kind === 'tags' ? event.change.at : event.fact.at;
}

/**
 * Customers read in full.
 * @param options.runId of the import that read them
 * @returns what became of each; whoever calls reports the change of those that were inserted or updated
 */
export async function writeFullCustomers(tx: TenantTransaction, customers: readonly FullRow[], options: { moment: ReadMoment; runId?: number | null }): Promise<Map<string, FullOutcome>> {
  const outcomes = new Map<string, FullOutcome>();
  if (customers.length === 0) return outcomes;
  const ids = customers.map((one) => one.id);
  const known = await loadKnownCustomers(tx, ids);
  const gone = await goneUntil(tx, 'customer', ids);
  const early = [...known.values()].filter((one) => one.early.size > 0);
  const marked = [...known.values()].filter((one) => one.tagMarks.size > 0);
  const written: KnownCustomer[] = [];
  for (const read of customers) {
    const one = known.get(read.id);
    if (one === undefined) continue;
    const isGone = read.updatedAt <= (gone.get(read.id) ?? -Infinity);
    const outcome = isGone ? 'gone' : takeFullCustomer(one, read, options.moment);
    outcomes.set(read.id, outcome);
    // One that stands as it is keeps the import that wrote it.
    if (outcome !== 'gone' && outcome !== 'stale' && outcome !== 'same') written.push(one);
  }
  await saveCustomerRows(tx, written, options.runId ?? null);
  if (marked.length > 0) await saveTagMarks(tx, marked);
  if (early.length > 0) await saveEarlyFacts(tx, early);
  return outcomes;
}
