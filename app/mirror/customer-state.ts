import { arrayItems } from './array-literal.ts';
import { textArray, type Cell } from './cells.ts';
import { FACT_KINDS, type CustomerFact, type CustomerPayload, type FactKind } from './customer-payload.ts';
import type { FullRow } from './full-rows.ts';
import { CUSTOMERS } from './mirror-tables.ts';
import { coveredUntil, type ReadMoment } from './read-moment.ts';
import { payloadIsNewer, readIsNewer, type RowVersion } from './row-version.ts';
import { sameCells } from './same-cells.ts';

/**
 * What the mirror knows of one customer, and what an event makes of it. A customer comes by several topics, each with its
 * own instant: the customer by its version, tags one by one, consent, totals. Of each the latest wins, in whatever order
 * they arrive; a full read says all of it as of its own version.
 */
export interface KnownCustomer {
  id: string;
  /** Null: the mirror does not hold them (yet, or any more). */
  row: CustomerRow | null;
  /** By tag key: the last event about each tag since the tags were read. */
  tagMarks: Map<string, TagMark>;
  /** What was told before the customer was. */
  early: Map<FactKind, CustomerFact>;
}

export interface CustomerRow extends RowVersion {
  /** In the order of CUSTOMERS.columns. */
  cells: Cell[];
  /** What happened to each before this instant is in the row. Tags: in the last read of them; events from then on count on top. */
  until: Record<FactKind | 'tags', number>;
  /** The version that the tags show. */
  tagsSeenAt: number;
}

export interface TagMark {
  tag: string;
  added: boolean;
  at: number;
}

/** Shopify's updatedAt counts whole seconds. */
const ONE_SECOND = 1_000;

const place = (column: string): number => CUSTOMERS.columns.findIndex(([name]) => name === column);
const TAGS = place('tags');
const ZERO = [place('amount_spent'), place('number_of_orders')];
const CURRENCY = place('amount_spent_currency');
const FACT_COLUMNS: Readonly<Record<FactKind, readonly string[]>> = {
  email: ['email_marketing_state', 'email_marketing_opt_in_level', 'email_marketing_updated_at'],
  sms: ['sms_marketing_state', 'sms_marketing_opt_in_level', 'sms_marketing_updated_at'],
  totals: ['amount_spent', 'amount_spent_currency', 'number_of_orders'],
};

/** What two tags are compared by here; Shopify compares them trimmed and without case. */
export function tagMarkKey(tag: string): string {
  return tag.trim().normalize('NFC').toLowerCase();
}

export function unknownCustomer(id: string): KnownCustomer {
  return { id, row: null, tagMarks: new Map(), early: new Map() };
}

/** customers/create, customers/update. @returns whether it changed anything */
export function takeCustomer(known: KnownCustomer, payload: CustomerPayload, triggeredAt: number): boolean {
  const standing = known.row;
  if (!payloadIsNewer(standing, { updatedAt: payload.updatedAt, triggeredAt })) return false;
  const cells = payload.cells.map((cell, at) => (cell === undefined ? standing?.cells[at] ?? null : cell));
  const version = { updatedAt: payload.updatedAt, partial: true, payloadAt: triggeredAt };
  if (standing !== null) {
    known.row = { ...standing, ...version, cells };
    return true;
  }
  cells[TAGS] = '{}';
  for (const column of ZERO) cells[column] = '0';
  cells[CURRENCY] ??= payload.currency ?? '';
  known.row = { ...version, cells, until: { tags: 0, email: 0, sms: 0, totals: 0 }, tagsSeenAt: 0 };
  addTagMarks(known, known.row);
  takeEarlyFacts(known);
  return true;
}

/** customer.tags_added, customer.tags_removed. @returns whether it changed anything */
export function takeTags(known: KnownCustomer, change: { tags: readonly string[]; added: boolean; at: number }): boolean {
  let taken = false;
  const { row } = known;
  for (const tag of change.tags) {
    // What the last read shows comes after it.
    if (row !== null && change.at < row.until.tags) continue;
    const key = tagMarkKey(tag);
    const last = known.tagMarks.get(key);
    // Of two at one instant the addition counts: any rule will do, as long as the order of arrival has no part in it.
    if (last !== undefined && (last.at > change.at || (last.at === change.at && (last.added || !change.added)))) continue;
    const mark = { tag, added: change.added, at: change.at };
    known.tagMarks.set(key, mark);
    if (row !== null) setTag(row, key, mark);
    taken = true;
  }
  return taken;
}

/** An answer about tags alone, of some version. @returns whether it changed anything */
export function takeTagsRead(known: KnownCustomer, read: { tags: readonly string[]; updatedAt: number }): boolean {
  const { row } = known;
  // Its version is not before what was read last; of the same second the later answer is taken, as it comes later.
  if (row === null || read.updatedAt + ONE_SECOND < row.until.tags) return false;
  const tags = textArray(read.tags, 'tags');
  // The answer may have come before the end of its second. What only confirms a read that is sure takes nothing from it.
  row.until = { ...row.until, tags: tags === tagsCell(row) ? Math.max(read.updatedAt, row.until.tags) : read.updatedAt };
  row.cells[TAGS] = tags;
  row.tagsSeenAt = Math.max(row.tagsSeenAt, read.updatedAt);
  for (const [key, mark] of known.tagMarks) if (mark.at < row.until.tags) known.tagMarks.delete(key);
  addTagMarks(known, row);
  return true;
}

/** The tags of a row, as a cell. */
export function tagsCell(row: CustomerRow): Cell {
  return row.cells[TAGS] ?? '{}';
}

/** Consent or totals. @returns whether it changed anything */
export function takeFact(known: KnownCustomer, fact: CustomerFact): boolean {
  const { row } = known;
  if (row === null) {
    const early = known.early.get(fact.kind);
    if (early !== undefined && early.at >= fact.at) return false;
    known.early.set(fact.kind, fact);
    return true;
  }
  if (fact.at < row.until[fact.kind]) return false;
  for (const column of FACT_COLUMNS[fact.kind]) row.cells[place(column)] = fact.cells[column] ?? null;
  row.until = { ...row.until, [fact.kind]: fact.at + 1 };
  return true;
}

export type ReadOutcome = 'inserted' | 'updated' | 'completed' | 'same' | 'stale';

/**
 * A full read. Tags, consent and totals that events told later than it are laid over it.
 * @returns 'completed': nothing differs, and the row is now known to be whole
 */
export function takeFullCustomer(known: KnownCustomer, read: Pick<FullRow, 'cells' | 'updatedAt'>, moment: ReadMoment): ReadOutcome {
  const standing = known.row;
  if (!readIsNewer(standing, { updatedAt: read.updatedAt, moment })) return 'stale';
  const until = coveredUntil(moment, read.updatedAt);
  const row: CustomerRow = {
    cells: [...read.cells],
    updatedAt: read.updatedAt,
    partial: until === read.updatedAt,
    payloadAt: standing?.updatedAt === read.updatedAt ? standing.payloadAt : null,
    until: { tags: until, email: until, sms: until, totals: until },
    tagsSeenAt: read.updatedAt,
  };
  for (const kind of FACT_KINDS) {
    if (standing === null || standing.until[kind] <= until) continue;
    for (const column of FACT_COLUMNS[kind]) row.cells[place(column)] = standing.cells[place(column)] ?? null;
    row.until[kind] = standing.until[kind];
  }
  for (const [key, mark] of known.tagMarks) if (mark.at < until) known.tagMarks.delete(key);
  addTagMarks(known, row);
  known.row = row;
  takeEarlyFacts(known);
  if (standing === null) return 'inserted';
  if (sameCells(CUSTOMERS, standing.cells, row.cells)) return standing.partial && !row.partial ? 'completed' : 'same';
  return 'updated';
}

function takeEarlyFacts(known: KnownCustomer): void {
  const facts = [...known.early.values()];
  known.early.clear();
  for (const fact of facts) takeFact(known, fact);
}

/** Lays the marks over the tags that were read, oldest first. */
function addTagMarks(known: KnownCustomer, row: CustomerRow): void {
  for (const [key, mark] of [...known.tagMarks].sort(([a, one], [b, other]) => one.at - other.at || (a < b ? -1 : 1))) setTag(row, key, mark);
}

function setTag(row: CustomerRow, key: string, mark: TagMark): void {
  const tags = arrayItems(row.cells[TAGS] ?? null);
  const standing = tags.findIndex((tag) => tagMarkKey(tag) === key);
  if (mark.added && standing === -1) tags.push(mark.tag);
  if (!mark.added && standing !== -1) tags.splice(standing, 1);
  row.cells[TAGS] = textArray(tags, 'tags');
  row.tagsSeenAt = Math.max(row.tagsSeenAt, mark.at);
}
