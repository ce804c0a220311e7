import { FIELD_PLACES, LIST_FIELDS, listOf, valueOf, type FieldTarget, type ListField } from '#app/product-fields/product-field.ts';
import { writeProductFields } from '#app/product-fields/write-product-fields.server.ts';
import type { ProductFieldStep } from '#app/product-fields/write-step.ts';
import { storedItems } from '#app/recommendations/stored-items.ts';
import { factoryPool } from '#tests/factories/made-mirror.ts';
import type { StoreProduct } from '#tests/shopify-standin/store/model.ts';
import { TaggedShop } from '../tags/tagged-shop.ts';

// The business clock of the shop that is tagged.
process.env['REGULARS_NOW'] = '2026-06-15T12:00:00.000Z';

export class Crash extends Error {}

/** A shop at the local Shopify and in the app, whose products have lists. */
export class ListedProducts {
  readonly shop: TaggedShop;
  /** Products that have lists, by number. */
  readonly ids: readonly number[];

  private constructor(shop: TaggedShop, ids: readonly number[]) {
    this.shop = shop;
    this.ids = ids;
  }

  /** @param options.products how many of the store's have lists, of each field six of the others */
  static async open(options: { products: number }): Promise<ListedProducts> {
    const shop = await TaggedShop.open({ customers: 10 });
    const all = [...shop.standIn.live.store.products.values()].filter(({ isGiftCard }) => !isGiftCard).sort((a, b) => a.id - b.id);
    for (const product of all) product.metafields = [];
    await factoryPool().query(
      "INSERT INTO products SELECT (jsonb_populate_record(NULL::products, n)).* FROM jsonb_array_elements($1::jsonb) n ON CONFLICT DO NOTHING",
      [JSON.stringify(all.map(({ id, title, handle }) => ({
        shop_id: shop.shopId, id, title, handle, product_type: '', vendor: 'Maker', status: 'ACTIVE', tags: [], is_gift_card: false, created_at: '2025-01-01', updated_at: '2025-01-01', published_at: '2025-01-01', partial: false,
      })))],
    );
    const opened = new ListedProducts(shop, all.slice(0, options.products).map(({ id }) => id));
    await opened.workOut();
    return opened;
  }

  get shopId(): number {
    return this.shop.shopId;
  }

  /** The lists as the shop's orders first have them. */
  async workOut(): Promise<void> {
    await this.setLists(this.ids.flatMap((id, at) => LIST_FIELDS.map((field) => ({ id, field, list: this.others(at, field === 'also' ? 1 : 7) }))));
    await factoryPool().query('INSERT INTO list_versions (shop_id, run, as_of, read_at, choice) VALUES ($1, 1, 20600, now(), $2) ON CONFLICT (shop_id) DO NOTHING', [this.shopId, '{}']);
  }

  /** Six other products, from some places after one on. */
  others(at: number, from: number): number[] {
    return Array.from({ length: 6 }, (_, step) => this.ids[(at + from + step) % this.ids.length] as number);
  }

  setList(id: number, field: ListField, list: readonly number[]): Promise<void> {
    return this.setLists([{ id, field, list }]);
  }

  async setLists(lists: readonly { id: number; field: ListField; list: readonly number[] }[]): Promise<void> {
    const rows = lists.map(({ id, field, list }) => {
      const items = storedItems(list.map((product, place) => ({ product: String(product), score: 1 / (1 + place), reason: { kind: 'bought-with', product: String(id), by: 3, ofBuyers: 9 } })));
      return { product_id: id, kind: field, items: JSON.parse(items) as unknown };
    });
    await factoryPool().query(
      `INSERT INTO product_lists (shop_id, product_id, kind, items) SELECT $1, product_id, kind, items FROM jsonb_to_recordset($2::jsonb) AS n (product_id bigint, kind text, items jsonb)
       ON CONFLICT (shop_id, product_id, kind) DO UPDATE SET items = EXCLUDED.items`, [this.shopId, JSON.stringify(rows)]);
  }

  /** Lets the writer work until it has nothing left; `onStep` may throw a Crash. @returns the step at which it crashed */
  async write(onStep?: (step: ProductFieldStep) => void): Promise<ProductFieldStep | null> {
    let last: ProductFieldStep | null = null;
    try {
      await writeProductFields({ shopId: this.shopId, onStep: (step) => {
        last = step;
        onStep?.(step);
      } });
      return null;
    } catch (error) {
      if (error instanceof Crash) return last;
      throw error;
    }
  }

  private product(id: number): StoreProduct {
    const product = this.shop.standIn.live.product(id);
    if (product === undefined) throw new Error(`No product ${id} stands at the local Shopify.`);
    return product;
  }

  /** A field's value at the local Shopify; null: none. */
  valueAt(id: number, field: ListField, target: FieldTarget = 'own'): string | null {
    const { namespace, keys } = FIELD_PLACES[target];
    const tail = namespace.replace('$app:', '--');
    return this.product(id).metafields.find((one) => one.key === keys[field] && (target === 'own' ? one.namespace.endsWith(tail) : one.namespace === namespace))?.value ?? null;
  }

  listAt(id: number, field: ListField, target: FieldTarget = 'own'): number[] | null {
    const value = this.valueAt(id, field, target);
    return value === null ? null : listOf(value);
  }

  /** Everything that stands in these fields of all products, as text. */
  standing(target: FieldTarget): string[] {
    return this.ids.flatMap((id) => LIST_FIELDS.map((field) => this.valueAt(id, field, target) ?? '-'));
  }

  /** The merchant, or another app, sets a standard field; null takes it off. */
  merchantSets(id: number, field: ListField, list: readonly number[] | null): void {
    const { namespace, keys } = FIELD_PLACES.standard;
    const { metafields } = this.shop.standIn.live;
    metafields.enable({ ownerType: 'Product', namespace, key: keys[field] });
    const place = { ownerId: `gid://shopify/Product/${id}`, namespace, key: keys[field] };
    if (list === null) metafields.remove([place]);
    else {
      const { userErrors } = metafields.set([{ ...place, type: null, value: valueOf(list) }], 'app--1');
      if (userErrors.length > 0) throw new Error(JSON.stringify(userErrors));
    }
  }

  definitions(): string[] {
    return this.shop.standIn.live.metafields.definitions().all().map(({ key }) => key).sort();
  }

  /** What is under way, or not known as it is at Shopify. */
  async unsettled(target: FieldTarget = 'own'): Promise<string[]> {
    const ledger = await this.shop.query<{ id: number; field: ListField; stands: number[] | null; theirs: boolean; intended: number[] | null }>('SELECT product_id AS id, field, stands, theirs, intended FROM product_field_ledger ORDER BY product_id, field');
    const faults = ledger.flatMap((row) => {
      if (row.intended !== null) return [`${row.id} ${row.field} is under way.`];
      const standing = this.listAt(row.id, row.field, target);
      return !row.theirs && JSON.stringify(row.stands) !== JSON.stringify(standing) ? [`${row.id} ${row.field} has ${JSON.stringify(standing)}, not ${JSON.stringify(row.stands)}.`] : [];
    });
    const known = new Set(ledger.map(({ id, field }) => `${id} ${field}`));
    if (target === 'own') for (const id of this.ids) for (const field of LIST_FIELDS) if (this.valueAt(id, field) !== null && !known.has(`${id} ${field}`)) faults.push(`${id} ${field} is not known.`);
    for (const { state } of await this.shop.query<{ state: string }>("SELECT state FROM product_field_runs WHERE state IN ('waiting', 'running')")) faults.push(`A run is ${state}.`);
    return faults;
  }

  async runs(): Promise<{ id: number; kind: string; cause: string; state: string; products: number; looked: number; written: number; theirs: number; failed: number }[]> {
    return this.shop.query('SELECT id, kind, cause, state, products, looked, written, theirs, failed FROM product_field_runs ORDER BY id');
  }

  async lastRun(): Promise<number> {
    return (await this.runs()).at(-1)?.id ?? 0;
  }

  /** Everything as before anything was first switched on. */
  async startOver(): Promise<void> {
    const { live } = this.shop.standIn;
    for (const definition of [...live.metafields.definitions().all()]) live.metafields.undefine(definition, true);
    for (const id of this.ids) this.product(id).metafields = [];
    for (const table of ['product_field_writing', 'product_field_ledger', 'product_field_runs', 'product_field_changes', 'recommendation_rules']) await factoryPool().query(`DELETE FROM ${table} WHERE shop_id = $1`, [this.shopId]);
    await factoryPool().query("UPDATE products SET status = 'ACTIVE', published_at = '2025-01-01', is_gift_card = false WHERE shop_id = $1", [this.shopId]);
    await this.workOut();
    this.shop.requests.length = 0;
    this.shop.meddle = null;
  }

  close(): Promise<void> {
    return this.shop.close();
  }
}
