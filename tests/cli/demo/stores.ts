import { basename, dirname, extname, join } from 'node:path';
import type { LoadedStore, StoreRequest } from '../../shopify-standin/store/load-store.ts';
import { DEFAULT_SEED, loadStore } from '../../shopify-standin/store/load-store.ts';
import type { DemoArguments } from './arguments.ts';

/** Names of the shops after the first, which has the name that its store comes with. */
const NAMES = ['Otter & Oak', 'Marlow Street', 'Fennel & Salt', 'North Quay'];

/** What a demo loads: `first` as the user says, and after it generated stores of their own seeds. */
export interface DemoStores {
  first: StoreRequest;
  others: { request: StoreRequest; name: string }[];
}

export function demoStores(args: Pick<DemoArguments, 'store' | 'customers' | 'seed' | 'now' | 'shops'>): DemoStores {
  const { store, customers, seed, now, shops } = args;
  const size = customers === undefined ? {} : { customers };
  return {
    first: { source: store, ...size, ...(seed === undefined ? {} : { seed }), ...(now === undefined ? {} : { now }) },
    others: Array.from({ length: shops - 1 }, (_, index) => ({
      request: { source: 'generated', ...size, seed: ((seed ?? DEFAULT_SEED) + index + 1) % 2 ** 32, shopDomain: `regulars-demo-${index + 2}.myshopify.com` },
      name: NAMES[index] ?? `Shop ${index + 2}`,
    })),
  };
}

/** Loads them, all as of the same instant, for the app has one clock. @throws {Error} for the user, as loadStore */
export async function loadStores({ first, others }: DemoStores): Promise<[LoadedStore, ...LoadedStore[]]> {
  const loaded: [LoadedStore, ...LoadedStore[]] = [await loadStore(first)];
  for (const { request, name } of others) {
    const one = await loadStore({ ...request, now: loaded[0].now });
    Object.assign(one.store.shop, { name, id: one.store.shop.id + loaded.length });
    loaded.push(one);
  }
  return loaded;
}

/** Where the file of the nth shop goes: p.csv, p.2.csv, p.3.csv. */
export function fileOfShop(path: string, place: number): string {
  if (place === 1) return path;
  const extension = extname(path);
  return join(dirname(path), `${basename(path, extension)}.${place}${extension}`);
}
