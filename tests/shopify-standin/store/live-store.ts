/**
 * A store that is being served: the only thing that changes a `Store` once it is loaded. Every change has an instant
 * of its own, is journalled before it is answered, and is told to listeners.
 */
import { join } from 'node:path';
import { AppData } from './app-data.ts';
import { applyMetafield, applyMetafieldDelete, applyTags, taggable } from './apply-change.ts';
import { JournalWriter, replayJournal } from './journal.ts';
import { mergeInto } from './customer-merge.ts';
import type { MergeOverrides } from './customer-merge.ts';
import type { JournalEntry, TaggableType } from './journal.ts';
import { MetafieldDesk } from './metafield-desk.ts';
import type { FlowLogEntry, Store, StoreCustomer, StoreOrder, StoreProduct, StoreVariant } from './model.ts';
import { NextIds } from './next-ids.ts';
import { addToOrders, putCustomer, putOrder, putProduct, removeRow } from './row-records.ts';
import type { RowRecords, RowType } from './row-records.ts';
import { SegmentBook } from './segment-book.ts';
import type { StoreSegment } from './segment-book.ts';
import { SortedLists } from './sorted-lists.ts';
import type { Listed, ListKind, SortKey } from './sorted-lists.ts';
import { recordsOf } from './step-records.ts';
import type { StoreChange, StoreStep } from './store-change.ts';
import { StoreClock } from './store-clock.ts';
import { addToTags, removeFromTags } from './tag-rules.ts';
import type { TagResult } from './tag-rules.ts';

export type { TaggableType } from './journal.ts';
export type { MetafieldOwnerType } from './model.ts';
export type { StoreChange, StoreStep } from './store-change.ts';

export interface LiveStoreOptions {
  store: Store;
  /** Holds journal.jsonl; left out, nothing outlives the process. */
  dir?: string;
  /** The store's clock at the start, in milliseconds since the epoch. */
  now: number;
  /** The clock stands still except for what changes need. */
  frozen?: boolean;
  /** Milliseconds from one change to the next at least (1). Shopify shows whole seconds: by 1000 no two changes show the same. */
  step?: number;
}

export class LiveStore {
  readonly store: Store;
  /** Ids for what comes new. */
  readonly ids: NextIds;
  /** Metafields and their definitions. */
  readonly metafields: MetafieldDesk;
  /** What apps keep on their own installation. */
  readonly appData: AppData;
  readonly #clock: StoreClock;
  readonly #deletions: { type: RowType; id: number; at: number }[] = [];
  readonly #lists: SortedLists;
  readonly #segments = new SegmentBook();
  readonly #listeners = new Set<(change: StoreChange) => void>();
  readonly #clockListeners = new Set<() => void>();
  #journal: JournalWriter | null = null;
  #variants: Map<number, StoreVariant> | null = null;

  private constructor(options: LiveStoreOptions) {
    this.store = options.store;
    this.#clock = new StoreClock(options.now, { frozen: options.frozen ?? false, step: options.step ?? 1 });
    this.ids = new NextIds(options.store);
    this.#lists = new SortedLists(options.store);
    this.appData = new AppData({ nextInstant: () => this.#clock.nextInstant(), record: (entry) => this.#record(entry) });
    this.metafields = new MetafieldDesk({ store: options.store, nextInstant: () => this.#clock.nextInstant(), record: (entry) => this.#record(entry), tell: (change) => this.#tell(change) });
  }

  /** Replays the directory's journal over the loaded store, and from then on writes every change to it. */
  static async open(options: LiveStoreOptions): Promise<LiveStore> {
    const live = new LiveStore(options);
    if (options.dir !== undefined) {
      const path = join(options.dir, 'journal.jsonl');
      replayJournal(path, (entry) => live.#apply(entry));
      live.#journal = new JournalWriter(path);
    }
    return live;
  }

  /** Milliseconds since the epoch: the start's `now` plus the time that has passed, never before the last change. */
  now(): number {
    return this.#clock.now();
  }

  /** Moves the clock. It cannot go behind the last change, for an updatedAt must never go back. */
  setNow(at: number): void {
    this.#record({ kind: 'clock', at: this.#clock.notBeforeLastChange(at) });
    for (const listener of this.#clockListeners) listener();
  }

  /** Calls `listener` after the clock was moved. */
  onClock(listener: () => void): void {
    this.#clockListeners.add(listener);
  }

  customer(id: number): StoreCustomer | undefined {
    return this.store.customers.get(id);
  }

  order(id: number): StoreOrder | undefined {
    return this.store.orders.get(id);
  }

  product(id: number): StoreProduct | undefined {
    return this.store.products.get(id);
  }

  variant(id: number): StoreVariant | undefined {
    if (this.#variants === null) {
      this.#variants = new Map();
      for (const product of this.store.products.values()) {
        for (const variant of product.variants) this.#variants.set(variant.id, variant);
      }
    }
    return this.#variants.get(id);
  }

  /** What was deleted since the store was loaded, oldest first. */
  deletions(): readonly { type: RowType; id: number; at: number }[] {
    return this.#deletions;
  }

  /**
   * One step of the shop's life, which `work` does to the rows at the instant it is given; every row that it names stands
   * as of then. Throwing before it has changed anything, it changes nothing.
   */
  change<Result>(work: (at: number) => { step: StoreStep; result: Result }): Result {
    const at = this.#clock.nextInstant();
    const { step, result } = work(at);
    for (const kind of ['customers', 'products', 'orders'] as const) for (const row of step[kind] ?? []) row.updatedAt = Math.max(row.updatedAt, at);
    this.#journal?.append({ kind: 'rows', at, ...recordsOf(step) });
    for (const customer of step.customers ?? []) this.#put('customers', this.store.customers, customer);
    for (const product of step.products ?? []) this.#put('products', this.store.products, product);
    for (const order of step.orders ?? []) {
      this.#put('orders', this.store.orders, order);
      if (order.customer !== null) addToOrders(order.customer, order);
    }
    this.#drop(step.gone ?? [], at);
    this.#clock.changed(at);
    for (const change of step.tell) this.#tell(change);
    return result;
  }

  /** Everything of a kind, ascending by the key and then by id. Do not change the array; it is cached. */
  list<K extends ListKind>(kind: K, sortKey: SortKey): readonly Listed<K>[] {
    return this.#lists.list(kind, sortKey);
  }

  /** Saved segments. Reading only: `setSegment` and `deleteSegment` change them. */
  segments(): Pick<SegmentBook, 'all' | 'get'> {
    return this.#segments;
  }

  /** Saves a segment, new or as changed, under a name that no other has. The caller has checked name and query. */
  setSegment(change: { id?: number; name: string; query: string }): StoreSegment {
    const standing = change.id === undefined ? undefined : this.#segments.get(change.id);
    const at = this.#clock.nextInstant();
    const id = standing?.id ?? this.#segments.nextId();
    const segment: StoreSegment = { id, name: this.#segments.freeName(change.name, id), query: change.query, createdAt: standing?.createdAt ?? at, editedAt: at };
    this.#record({ kind: 'segmentSet', at, segment });
    return segment;
  }

  /** @returns whether there was one */
  deleteSegment(id: number): boolean {
    if (this.#segments.get(id) === undefined) return false;
    this.#record({ kind: 'segmentDelete', at: this.#clock.nextInstant(), id });
    return true;
  }

  flowLog(): readonly FlowLogEntry[] {
    return this.store.flowLog;
  }

  /** Calls `listener` after each change that a mutation made (not for the replay); the answer takes it away again. */
  onChange(listener: (change: StoreChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Adds tags by Shopify's rules; `source` is the app's client id, or null for the merchant. */
  addTags(type: TaggableType, id: number, tags: string[], source: string | null): TagResult {
    return this.#changeTags('tagsAdd', type, id, tags, source);
  }

  /** Removes tags by Shopify's rules; a tag that does not stand changes nothing. */
  removeTags(type: TaggableType, id: number, tags: string[], source: string | null): TagResult {
    return this.#changeTags('tagsRemove', type, id, tags, source);
  }

  /** customerMerge. Both must be there. @returns its instant */
  mergeCustomers(goneId: number, keptId: number, overrides: MergeOverrides = {}): number {
    const at = this.#clock.nextInstant();
    this.#record({ kind: 'customerMerge', at, goneId, keptId, overrides });
    this.#tell({ kind: 'merge', goneId, keptId, at });
    return at;
  }

  close(): void {
    this.#journal?.close();
    this.#journal = null;
  }

  #changeTags(kind: 'tagsAdd' | 'tagsRemove', type: TaggableType, id: number, tags: string[], source: string | null): TagResult {
    const resource = taggable(this.store, type, id);
    if (resource === undefined) return 'not-found';
    const change = kind === 'tagsAdd' ? addToTags(resource.tags, tags) : removeFromTags(resource.tags, tags);
    if (change.changed.length > 0) {
      const at = this.#clock.nextInstant();
      this.#record({ kind, at, type, id, tags: change.changed, source });
      const added = kind === 'tagsAdd' ? change.changed : [];
      const removed = kind === 'tagsRemove' ? change.changed : [];
      this.#tell({ kind: 'tags', type, id, added, removed, at, source });
    }
    return { changed: change.changed, userErrors: change.userErrors };
  }

  #record(entry: JournalEntry): void {
    this.#journal?.append(entry);
    this.#apply(entry);
  }

  #apply(entry: JournalEntry): void {
    switch (entry.kind) {
      case 'clock':
        this.#clock.put(entry.at);
        return;
      case 'appData':
        this.appData.put(entry.app, entry.metafields);
        this.#clock.changed(entry.at);
        return;
      case 'segmentSet':
        this.#segments.put(entry.segment);
        this.#clock.changed(entry.at);
        return;
      case 'segmentDelete':
        this.#segments.remove(entry.id);
        this.#clock.changed(entry.at);
        return;
      case 'rows':
        this.#applyRows(entry, entry.at);
        return;
      case 'customerMerge':
        this.ids.note('Customer', entry.goneId);
        this.#touch('Customer', mergeInto(this.store, entry.goneId, entry.keptId, entry.overrides), entry.at);
        this.#lists.lost('customers');
        return;
      case 'metafieldSet':
        this.metafields.apply(entry);
        this.#touch(entry.type, applyMetafield(this.store, entry), entry.at);
        return;
      case 'metafieldDelete':
        this.#touch(entry.type, applyMetafieldDelete(this.store, entry), entry.at);
        return;
      case 'definitionSet':
      case 'definitionDelete':
        this.metafields.apply(entry);
        this.#clock.changed(entry.at);
        return;
      case 'tagsAdd':
      case 'tagsRemove':
        this.#touch(entry.type, applyTags(this.store, entry), entry.at);
    }
  }

  #applyRows(records: RowRecords, at: number): void {
    for (const record of records.customers ?? []) this.ids.note('Customer', putCustomer(this.store, record).id);
    for (const record of records.products ?? []) this.ids.noteProduct(putProduct(this.store, record));
    this.#variants = null;
    for (const record of records.orders ?? []) this.ids.noteOrder(putOrder(this.store, record, (id) => this.variant(id)));
    for (const kind of ['customers', 'products', 'orders'] as const) if (records[kind] !== undefined) this.#lists.lost(kind);
    this.#drop(records.gone ?? [], at);
    this.#clock.changed(at);
  }

  #put<K extends ListKind>(kind: K, rows: Map<number, Listed<K>>, row: Listed<K>): void {
    if (rows.get(row.id) === row) {
      this.#lists.touched(kind);
      return;
    }
    rows.set(row.id, row);
    this.#lists.gained(kind, row);
    if (kind === 'products') this.#variants = null;
  }

  #drop(gone: readonly { type: RowType; id: number }[], at: number): void {
    for (const { type, id } of gone) {
      // No id is given out twice, those of what goes with the row included.
      const [order, product] = [type === 'Order' ? this.order(id) : undefined, type === 'Product' ? this.product(id) : undefined];
      if (order !== undefined) this.ids.noteOrder(order);
      if (product !== undefined) this.ids.noteProduct(product);
      this.ids.note(type, id);
      removeRow(this.store, type, id);
      this.#deletions.push({ type, id, at });
      this.#lists.lost(listOf[type]);
      if (type === 'Product') this.#variants = null;
    }
  }

  #touch(type: TaggableType, resource: { updatedAt: number }, at: number): void {
    resource.updatedAt = Math.max(resource.updatedAt, at);
    this.#clock.changed(at);
    this.#lists.touched(listOf[type]);
  }

  #tell(change: StoreChange): void {
    for (const listener of this.#listeners) listener(change);
  }
}

const listOf = { Customer: 'customers', Order: 'orders', Product: 'products' } as const;
