/** A shopper's cart, as Shopify's Ajax API changes it. */
import { randomBytes } from 'node:crypto';
import { HttpError } from '../http-body.ts';
import type { LiveStore } from '../store/live-store.ts';
import type { StoreVariant } from '../store/model.ts';
import { isShown } from './catalogue.ts';

export interface CartLine {
  variant: StoreVariant;
  quantity: number;
}

/** Shopify takes no more lines than this. */
const mostLines = 500;

export class Cart {
  readonly token: string = randomBytes(16).toString('hex');
  readonly attributes = new Map<string, string>();
  note: string | null = null;
  #lines: CartLine[] = [];

  lines(): readonly CartLine[] {
    return this.#lines;
  }

  itemCount(): number {
    return this.#lines.reduce((sum, line) => sum + line.quantity, 0);
  }

  /** Minor units. */
  total(): number {
    return this.#lines.reduce((sum, line) => sum + line.quantity * line.variant.price, 0);
  }

  /** All of them or none. @throws {HttpError} 422 in Shopify's words. @returns the lines as they stand then */
  add(live: LiveStore, items: readonly { id: number; quantity: number }[]): CartLine[] {
    if (items.length === 0) throw new HttpError(400, 'Parameter Missing or Invalid: Required parameter missing or invalid: items');
    const wanted = items.map(({ id, quantity }) => {
      const variant = live.variant(id);
      if (variant === undefined || !isShown(variant.product)) throw new HttpError(404, 'Cart Error: Cannot find variant');
      if (!Number.isInteger(quantity) || quantity < 1) throw new HttpError(422, 'Cart Error: The quantity must be 1 or more.');
      if (!variant.availableForSale) throw new HttpError(422, `Cart Error: The product '${variant.product.title}' is already sold out.`);
      return { variant, quantity };
    });
    return wanted.map(({ variant, quantity }) => {
      const standing = this.#lines.find((line) => line.variant === variant);
      if (standing !== undefined) {
        standing.quantity += quantity;
        return standing;
      }
      if (this.#lines.length >= mostLines) throw new HttpError(422, `Cart Error: A cart takes ${mostLines} lines at most.`);
      const line = { variant, quantity };
      // The newest stands first, as at Shopify.
      this.#lines.unshift(line);
      return line;
    });
  }

  /** @param line from 1 on, or `id` a variant. A quantity of 0 takes the line away. @throws {HttpError} 400 */
  change(which: { line?: number; id?: number }, quantity: number): void {
    const at = which.line === undefined ? this.#lines.findIndex((line) => line.variant.id === which.id) : which.line - 1;
    const line = this.#lines[at];
    if (line === undefined) throw new HttpError(400, 'no valid id or line parameter');
    if (!Number.isInteger(quantity) || quantity < 0) throw new HttpError(422, 'Cart Error: The quantity must be 0 or more.');
    if (quantity === 0) this.#lines.splice(at, 1);
    else line.quantity = quantity;
  }

  /** An empty value takes an attribute away. */
  setAttributes(attributes: Record<string, unknown>): void {
    for (const [key, value] of Object.entries(attributes)) {
      if (value === null || value === '') this.attributes.delete(key);
      else this.attributes.set(key, String(value));
    }
  }

  clear(): void {
    this.#lines = [];
    this.attributes.clear();
    this.note = null;
  }
}
