/** What apps do with metafields and their definitions: all checks, and the changes that the live store then journals. */
import { metafieldOwner } from './apply-change.ts';
import type { JournalEntry } from './journal.ts';
import { checkDefinition, DefinitionBook, isAnApps, isOwn, isShopifys, STANDARD_DEFINITIONS, type DefinitionError, type NewDefinition, type StoreMetafieldDefinition } from './metafield-definitions.ts';
import { checkMetafields, highestMetafieldId, type MetafieldInput, type MetafieldResult } from './metafield-rules.ts';
import type { MetafieldOwnerType, Store, StoreCustomer, StoreMetafield, StoreProduct } from './model.ts';
import type { StoreChange } from './store-change.ts';

/** What the desk needs of the store that it stands in. */
export interface DeskHooks {
  store: Store;
  nextInstant(): number;
  record(entry: JournalEntry): void;
  tell(change: StoreChange): void;
}

export type MetafieldIdentifier = Pick<MetafieldInput, 'ownerId' | 'namespace' | 'key'>;

export class MetafieldDesk {
  readonly #definitions = new DefinitionBook();
  readonly #hooks: DeskHooks;
  #nextId: number;

  constructor(hooks: DeskHooks) {
    this.#hooks = hooks;
    this.#nextId = highestMetafieldId(hooks.store) + 1;
  }

  definitions(): Pick<DefinitionBook, 'all' | 'get' | 'find'> {
    return this.#definitions;
  }

  /** metafieldsSet: creates or overwrites up to 25 metafields of customers and products, all or none. @param own as for `define` */
  set(inputs: readonly MetafieldInput[], own: string): MetafieldResult {
    const { store } = this.#hooks;
    const owners = inputs.map((input) => metafieldOwner(store, input.ownerId));
    const typed = inputs.map((input, at) => {
      const owner = owners[at];
      const definition = owner === null || owner === undefined ? undefined : this.#definitions.find(owner.type, input.namespace, input.key);
      const foreign = (isAnApps(input.namespace) && !isOwn(input.namespace, own)) || (isShopifys(input.namespace) && definition === undefined);
      return { ...input, definedType: definition?.type ?? null, foreign, hasProduct: (id: number) => store.products.has(id) };
    });
    const userErrors = checkMetafields(typed, owners.map((owner) => owner?.owner ?? null));
    if (userErrors.length > 0) return { metafields: [], userErrors };
    const metafields: MetafieldResult['metafields'] = [];
    const changed = new Map<StoreCustomer | StoreProduct, StoreChange>();
    typed.forEach((input, place) => {
      const found = owners[place];
      if (found === null || found === undefined) return;
      const old = found.owner.metafields.find((one) => one.namespace === input.namespace && one.key === input.key);
      const at = this.#hooks.nextInstant();
      const metafield: StoreMetafield = {
        id: old?.id ?? this.#nextId, namespace: input.namespace, key: input.key, type: input.definedType ?? input.type ?? old?.type ?? '', value: input.value,
        createdAt: old?.createdAt ?? at, updatedAt: at,
      };
      this.#hooks.record({ kind: 'metafieldSet', at, type: found.type, id: found.owner.id, metafield });
      metafields.push({ ownerType: found.type, ownerId: found.owner.id, metafield });
      if (old?.value !== metafield.value) changed.set(found.owner, { kind: 'metafield', type: found.type, id: found.owner.id, at });
    });
    // One call is one change of each owner, however many of its metafields it sets; the same values again are none.
    for (const change of changed.values()) this.#hooks.tell(change);
    return { metafields, userErrors };
  }

  /** metafieldsDelete. @returns for each identifier whether there was such a metafield */
  remove(identifiers: readonly MetafieldIdentifier[]): boolean[] {
    const changed = new Map<StoreCustomer | StoreProduct, StoreChange>();
    const removed = identifiers.map(({ ownerId, namespace, key }) => {
      const found = metafieldOwner(this.#hooks.store, ownerId);
      const standing = found?.owner.metafields.find((one) => one.namespace === namespace && one.key === key);
      if (found === null || standing === undefined) return false;
      const at = this.#hooks.nextInstant();
      this.#hooks.record({ kind: 'metafieldDelete', at, type: found.type, id: found.owner.id, metafieldId: standing.id });
      changed.set(found.owner, { kind: 'metafield', type: found.type, id: found.owner.id, at });
      return true;
    });
    for (const change of changed.values()) this.#hooks.tell(change);
    return removed;
  }

  /** metafieldDefinitionCreate. @param own the namespace of the app that asks, `app--<id>` */
  define(given: NewDefinition, own: string): { definition: StoreMetafieldDefinition | null; userErrors: DefinitionError[] } {
    const userErrors = checkDefinition(given, this.#definitions, own);
    if (userErrors.length > 0) return { definition: null, userErrors };
    const { pin, ...rest } = given;
    const pinned = this.#definitions.all().flatMap((one) => (one.ownerType === given.ownerType && one.pinnedPosition !== null ? [one.pinnedPosition] : []));
    const definition: StoreMetafieldDefinition = {
      ...rest, id: this.#definitions.nextId(), admin: isOwn(given.namespace, own) ? given.admin ?? 'MERCHANT_READ' : null, pinnedPosition: pin ? Math.max(0, ...pinned) + 1 : null,
    };
    this.#hooks.record({ kind: 'definitionSet', at: this.#hooks.nextInstant(), definition });
    return { definition, userErrors };
  }

  /** standardMetafieldDefinitionEnable, by namespace and key. */
  enable(wanted: Pick<StoreMetafieldDefinition, 'ownerType' | 'namespace' | 'key'>): { definition: StoreMetafieldDefinition | null; userErrors: DefinitionError[] } {
    const { ownerType, namespace, key } = wanted;
    const template = STANDARD_DEFINITIONS.find((one) => one.ownerType === ownerType && one.namespace === namespace && one.key === key);
    if (template === undefined) return { definition: null, userErrors: [{ field: null, message: "A standard definition wasn't found for the specified owner type, namespace, and key.", code: 'TEMPLATE_NOT_FOUND' }] };
    if (this.#definitions.find(ownerType, namespace, key) !== undefined) return { definition: null, userErrors: [{ field: ['key'], message: `Key is in use for ${ownerType} metafields on the '${namespace}' namespace.`, code: 'TAKEN' }] };
    const definition: StoreMetafieldDefinition = { id: this.#definitions.nextId(), ownerType, namespace, key, name: template.name, description: null, type: template.type, admin: null, storefront: 'PUBLIC_READ', pinnedPosition: null };
    this.#hooks.record({ kind: 'definitionSet', at: this.#hooks.nextInstant(), definition });
    return { definition, userErrors: [] };
  }

  /**
   * metafieldDefinitionDelete. Values are gone at once, where Shopify deletes them some time later.
   * @param withValues must be true in an app's own namespace
   */
  undefine(definition: StoreMetafieldDefinition, withValues: boolean): { userErrors: DefinitionError[] } {
    if (isAnApps(definition.namespace) && !withValues) {
      return { userErrors: [{ field: null, message: 'Deleting a definition in a reserved namespace requires deletion of its associated metafields.', code: 'RESERVED_NAMESPACE_ORPHANED_METAFIELDS' }] };
    }
    this.#hooks.record({ kind: 'definitionDelete', at: this.#hooks.nextInstant(), id: definition.id, withValues });
    return { userErrors: [] };
  }

  /** Values that stand under a definition. */
  valuesOf(definition: StoreMetafieldDefinition): number {
    let count = 0;
    for (const owner of this.#ownersOf(definition.ownerType)) if (owner.metafields.some((one) => one.namespace === definition.namespace && one.key === definition.key)) count += 1;
    return count;
  }

  /** What a journalled change of definitions or ids does. */
  apply(entry: Extract<JournalEntry, { kind: 'metafieldSet' | 'definitionSet' | 'definitionDelete' }>): void {
    if (entry.kind === 'metafieldSet') this.#nextId = Math.max(this.#nextId, entry.metafield.id + 1);
    else if (entry.kind === 'definitionSet') this.#definitions.put(entry.definition);
    else this.#drop(entry.id, entry.withValues);
  }

  #drop(id: number, withValues: boolean): void {
    const definition = this.#definitions.get(id);
    this.#definitions.remove(id);
    if (definition === undefined || !withValues) return;
    for (const owner of this.#ownersOf(definition.ownerType)) owner.metafields = owner.metafields.filter((one) => one.namespace !== definition.namespace || one.key !== definition.key);
  }

  #ownersOf(type: MetafieldOwnerType): Iterable<StoreCustomer | StoreProduct> {
    return type === 'Customer' ? this.#hooks.store.customers.values() : this.#hooks.store.products.values();
  }
}
