import type { LiveStore } from '../../store/live-store.ts';
import type { StoreProduct } from '../../store/model.ts';
import type { Collection } from '../catalogue.ts';
import type { LiquidObject } from '../liquid-object.ts';

/** What the objects of one page stand on. */
export interface ObjectPlace {
  live: LiveStore;
  /** The storefront's own address, for those of pictures. */
  origin: string;
  /** Before every path: `/`, or `/de/` in another language. */
  root: string;
  locale: string;
  /** `app--<id>` in an app's own Liquid; null in the theme's. */
  ownNamespace: string | null;
  /** Of `?variant=`. */
  selectedVariant: number | null;
  products: Map<StoreProduct, LiquidObject>;
  collections: () => readonly Collection[];
  /** A product that shoppers see. */
  byHandle: (handle: string) => StoreProduct | undefined;
}
