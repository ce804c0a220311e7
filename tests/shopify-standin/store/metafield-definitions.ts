/** Definitions of metafields, and what metafieldDefinitionCreate refuses, in Shopify's codes (`MetafieldDefinitionCreateUserErrorCode`). */
import type { MetafieldOwnerType } from './model.ts';
import { nameFault } from './metafield-rules.ts';

export interface StoreMetafieldDefinition {
  id: number;
  ownerType: MetafieldOwnerType;
  /** Already resolved: `$app` stands as `app--<id>`. */
  namespace: string;
  key: string;
  name: string;
  description: string | null;
  type: string;
  /** Who else sees the values in the admin; null in a namespace that is no app's. */
  admin: 'MERCHANT_READ' | 'MERCHANT_READ_WRITE' | null;
  /** Whether the storefront's API shows the values. */
  storefront: 'NONE' | 'PUBLIC_READ';
  /** Place among those that the merchant sees at once; null: not among them. */
  pinnedPosition: number | null;
}

export type NewDefinition = Omit<StoreMetafieldDefinition, 'id' | 'pinnedPosition'> & { pin: boolean };

export interface DefinitionError {
  field: string[] | null;
  message: string;
  code: string;
}

/** Types that a definition may have here; Shopify has more, and lists of most. */
export const METAFIELD_TYPES = ['boolean', 'color', 'date', 'date_time', 'json', 'list.product_reference', 'money', 'multi_line_text_field', 'number_decimal', 'number_integer', 'rating', 'single_line_text_field', 'url'] as const;
const MOST_OF_AN_APP = 256;
const MOST_PINNED = 20;
const FIRST_ID = 910_000_001;

/** The definitions of a store. Changed through the live store, which journals. */
export class DefinitionBook {
  readonly #definitions = new Map<number, StoreMetafieldDefinition>();
  #nextId = FIRST_ID;

  /** The oldest first. */
  all(): readonly StoreMetafieldDefinition[] {
    return [...this.#definitions.values()];
  }

  get(id: number): StoreMetafieldDefinition | undefined {
    return this.#definitions.get(id);
  }

  find(ownerType: MetafieldOwnerType, namespace: string, key: string): StoreMetafieldDefinition | undefined {
    for (const one of this.#definitions.values()) if (one.ownerType === ownerType && one.namespace === namespace && one.key === key) return one;
    return undefined;
  }

  nextId(): number {
    return this.#nextId;
  }

  put(definition: StoreMetafieldDefinition): void {
    this.#definitions.set(definition.id, definition);
    this.#nextId = Math.max(this.#nextId, definition.id + 1);
  }

  remove(id: number): void {
    this.#definitions.delete(id);
  }
}

/** @param own the namespace of the app that asks, `app--<id>` */
export function checkDefinition(given: NewDefinition, book: DefinitionBook, own: string): DefinitionError[] {
  const errors: DefinitionError[] = [];
  const refuse = (field: string, code: string, message: string): void => void errors.push({ field: ['definition', field], message, code });
  if (given.name.trim() === '') refuse('name', 'BLANK', "Name can't be blank.");
  else if (given.name.length > 255) refuse('name', 'TOO_LONG', 'Name is too long (maximum is 255 characters).');
  for (const [field, least, most] of [['namespace', 3, 255], ['key', 2, 64]] as const) {
    const fault = nameFault(given[field], field, least, most);
    if (fault !== null) refuse(field, fault.code === 'INVALID' ? 'INVALID_CHARACTER' : fault.code, fault.message);
  }
  if (!(METAFIELD_TYPES as readonly string[]).includes(given.type)) refuse('type', 'INCLUSION', `Type name ${given.type} is not a valid type.`);
  const owned = isOwn(given.namespace, own);
  if ((isAnApps(given.namespace) && !owned) || isShopifys(given.namespace)) refuse('namespace', 'RESERVED_NAMESPACE_KEY', isShopifys(given.namespace) ? 'Namespace is reserved for standard definitions.' : 'Namespace is reserved for another app.');
  if (given.admin !== null && !owned) errors.push({ field: ['definition', 'access', 'admin'], message: 'Setting this access control is not permitted. It must be one of [].', code: 'ADMIN_ACCESS_INPUT_NOT_ALLOWED' });
  if (book.find(given.ownerType, given.namespace, given.key) !== undefined) refuse('key', 'TAKEN', `Key is in use for ${given.ownerType} metafields on the '${given.namespace}' namespace.`);
  const beside = book.all().filter((one) => one.ownerType === given.ownerType);
  if (beside.filter((one) => isOwn(one.namespace, own) === owned).length >= MOST_OF_AN_APP) refuse('ownerType', 'RESOURCE_TYPE_LIMIT_EXCEEDED_BY_APP', `Stores can only have ${MOST_OF_AN_APP} definitions for each resource and app.`);
  if (given.pin && beside.filter((one) => one.pinnedPosition !== null).length >= MOST_PINNED) refuse('pin', 'PINNED_LIMIT_REACHED', `Limit of ${MOST_PINNED} pinned definitions.`);
  return errors;
}

/** Whether a namespace is of this app's own. */
export function isOwn(namespace: string, own: string): boolean {
  return namespace === own || namespace.startsWith(`${own}--`);
}

/** Definitions that Shopify has prepared for all: a store has them once somebody enables them. */
export const STANDARD_DEFINITIONS = [
  { template: 14, ownerType: 'Product', namespace: 'shopify--discovery--product_recommendation', key: 'related_products', name: 'Related products', type: 'list.product_reference' },
  { template: 17, ownerType: 'Product', namespace: 'shopify--discovery--product_recommendation', key: 'complementary_products', name: 'Complementary products', type: 'list.product_reference' },
] as const;

/** Whether a namespace is Shopify's own: it holds values of standard definitions, which any app that may write the owner may write. */
export function isShopifys(namespace: string): boolean {
  return namespace.startsWith('shopify--');
}

/** Whether a namespace is of some app's own. */
export function isAnApps(namespace: string): boolean {
  return namespace.startsWith('app--');
}
