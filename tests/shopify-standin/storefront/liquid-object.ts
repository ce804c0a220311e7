import { Drop } from 'liquidjs';

/** Liquid that Shopify would render and the stand-in does not: named, where a blank would pass for an answer. */
export class UnservedLiquid extends Error {
  constructor(what: string) {
    super(`The stand-in's storefront does not serve ${what} in Liquid.`);
    this.name = 'UnservedLiquid';
  }
}

export interface LiquidForm {
  /** What `{{ object }}` prints; without it that is an error. */
  text?: () => string;
  /** What `| json` gives; without it that is an error. */
  json?: () => unknown;
  /** What `for` goes over and `size` counts. */
  items?: () => readonly unknown[];
  /** Properties by a key that is not known ahead, as of `all_products`. */
  other?: (key: string) => unknown;
}

/** An object of Shopify's Liquid by its documented name. A property is worked out when a template asks for it; one that is not here fails by name. */
export class LiquidObject extends Drop {
  readonly #name: string;
  readonly #fields: Record<string, () => unknown>;
  readonly #form: LiquidForm;
  readonly #known = new Map<string, unknown>();

  constructor(name: string, fields: Record<string, () => unknown>, form: LiquidForm = {}) {
    super();
    this.#name = name;
    this.#fields = fields;
    this.#form = form;
  }

  override liquidMethodMissing(key: string | number): unknown {
    const asked = String(key);
    if (Object.hasOwn(this.#fields, asked)) {
      if (!this.#known.has(asked)) this.#known.set(asked, this.#fields[asked]?.());
      return this.#known.get(asked);
    }
    const { items, other } = this.#form;
    if (items !== undefined && asked === 'size') return items().length;
    if (items !== undefined && (asked === 'first' || asked === 'last')) return items().at(asked === 'first' ? 0 : -1);
    if (items !== undefined && typeof key === 'number') return items().at(key);
    if (other !== undefined) return other(asked);
    throw new UnservedLiquid(`${this.#name}.${asked}`);
  }

  override toString(): string {
    if (this.#form.text === undefined) throw new UnservedLiquid(`{{ ${this.#name} }}`);
    return this.#form.text();
  }

  toJSON(): unknown {
    if (this.#form.json === undefined) throw new UnservedLiquid(`{{ ${this.#name} | json }}`);
    return this.#form.json();
  }

  [Symbol.iterator](): Iterator<unknown> {
    if (this.#form.items === undefined) throw new UnservedLiquid(`a loop over ${this.#name}`);
    return this.#form.items()[Symbol.iterator]();
  }
}

/** Every value that is not stored stays nil, as Shopify's own empty objects do. */
export function constants(values: Record<string, unknown>): Record<string, () => unknown> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, () => value]));
}
