/**
 * What a resolver is, and what the local Shopify serves: one table of type -> field -> resolver, read by graphql-js for
 * ordinary requests and by the bulk executor, so that both give the same values.
 */
import type { TokenBearer } from '../apps.ts';
import type { LiveStore } from '../store/live-store.ts';
import type { Services } from './services.ts';

/** Everything that a resolver may look at besides its object and arguments. */
export interface Serving {
  live: LiveStore;
  app: TokenBearer;
  /** Milliseconds since the epoch by the store's clock. */
  now: number;
  /** Address under which this caller reaches bulk results and uploads, without a slash at the end. */
  publicUrl: string;
  /** Address under which a browser reaches pictures, without a slash at the end. */
  pictureUrl: string;
  /** 'none': the app has no approval for protected customer fields, which then come back null. */
  protectedFields: 'approved' | 'none';
  services: Services;
}

export type Args = Record<string, unknown>;
export type Resolve<T> = (object: T, args: Args, serving: Serving) => unknown;

/** A served field that takes arguments; those not named here are refused by name. */
export interface ServedField<T> {
  resolve: Resolve<T>;
  args: readonly string[];
  /** Set on connections: their rows, before paging. The bulk executor walks these. */
  rows?: (object: T, args: Args, serving: Serving) => Rows<never>;
}

/** The rows of a connection before paging. */
export interface Rows<Row> {
  /** Ascending by `value` and then `id`; with no `value` in its own order. */
  list: readonly Row[];
  id: (row: Row) => number | string;
  value: ((row: Row) => number | string) | null;
  keep: ((row: Row) => boolean) | null;
  reverse: boolean;
}

export type ServedType = Readonly<Record<string, ServedField<unknown>>>;

/** One type's fields. `T` is what stands for an object of the type in the stand-in. */
export function servedType<T>(fields: Record<string, Resolve<T> | ServedField<T>>): ServedType {
  const type: Record<string, ServedField<unknown>> = Object.create(null) as Record<string, ServedField<unknown>>;
  for (const [name, field] of Object.entries(fields)) {
    // The type of the object is forgotten here: only a field of the type itself is ever handed one.
    type[name] = (typeof field === 'function' ? { resolve: field, args: [] } : field) as ServedField<unknown>;
  }
  return type;
}

/** A field with arguments of its own. */
export function withArgs<T>(args: readonly string[], resolve: Resolve<T>): ServedField<T> {
  return { resolve, args };
}

/** An object where the schema has an interface or a union: it says which type it is. */
export class Typed {
  readonly type: string;
  readonly object: unknown;

  constructor(type: string, object: unknown) {
    this.type = type;
    this.object = object;
  }
}

/** An instant as Shopify writes it: UTC, whole seconds. */
export function dateTime(at: number): string;
export function dateTime(at: number | null): string | null;
export function dateTime(at: number | null): string | null {
  return at === null ? null : `${new Date(at).toISOString().slice(0, 19)}Z`;
}
