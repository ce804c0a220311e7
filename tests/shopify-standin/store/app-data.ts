/** App-data metafields: what an app keeps on its own installation, which nobody else sees, and Liquid reads as `app.metafields`. */
import { checkMetafields } from './metafield-rules.ts';
import type { MetafieldError, MetafieldInput } from './metafield-rules.ts';
import type { StoreMetafield } from './model.ts';

const FIRST_ID = 930_000_001;

export interface AppDataHooks {
  nextInstant(): number;
  /** Journals what stands then, and puts it. */
  record(entry: { kind: 'appData'; at: number; app: number; metafields: StoreMetafield[] }): void;
}

export class AppData {
  readonly #kept = new Map<number, StoreMetafield[]>();
  readonly #hooks: AppDataHooks;
  #nextId = FIRST_ID;

  constructor(hooks: AppDataHooks) {
    this.#hooks = hooks;
  }

  /** @param app the app's number */
  of(app: number): readonly StoreMetafield[] {
    return this.#kept.get(app) ?? [];
  }

  /** metafieldsSet of the app's own installation: all or none. */
  set(app: number, inputs: readonly MetafieldInput[]): { metafields: StoreMetafield[]; userErrors: MetafieldError[] } {
    const metafields = [...this.of(app)];
    const userErrors = checkMetafields(inputs.map((input) => ({ ...input, definedType: null, foreign: false, hasProduct: () => false })), inputs.map(() => ({ metafields })));
    if (userErrors.length > 0) return { metafields: [], userErrors };
    const at = this.#hooks.nextInstant();
    const made = inputs.map(({ namespace, key, type, value }): StoreMetafield => {
      const place = metafields.findIndex((one) => one.namespace === namespace && one.key === key);
      const old = metafields[place];
      const metafield = { id: old?.id ?? this.#nextId++, namespace, key, type: type ?? old?.type ?? '', value, createdAt: old?.createdAt ?? at, updatedAt: at };
      metafields.splice(place < 0 ? metafields.length : place, place < 0 ? 0 : 1, metafield);
      return metafield;
    });
    this.#hooks.record({ kind: 'appData', at, app, metafields });
    return { metafields: made, userErrors };
  }

  /** An uninstall takes all of it. */
  forget(app: number): void {
    if (this.of(app).length > 0) this.#hooks.record({ kind: 'appData', at: this.#hooks.nextInstant(), app, metafields: [] });
  }

  /** Of the journal. */
  put(app: number, metafields: StoreMetafield[]): void {
    this.#kept.set(app, metafields);
    for (const { id } of metafields) this.#nextId = Math.max(this.#nextId, id + 1);
  }
}
