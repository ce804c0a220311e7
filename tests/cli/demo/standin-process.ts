import process from 'node:process';
import { startStandIn, type StandIn, type StandInOptions } from '../../shopify-standin/server.ts';
import { placeBlocks } from './placed-blocks.ts';
import { loadStores, type DemoStores } from './stores.ts';

/**
 * The local Shopify in a process of its own, as the demo forks it: options come as the first message, its addresses go
 * back, and it ends when it is told to or when the demo goes away.
 */
export interface StandInRequest {
  stores: DemoStores;
  options: Omit<StandInOptions, 'store' | 'moreStores'>;
  /** The shops' clocks go on from here where they are behind it, all at the same; null: each where its store ends. */
  clockFrom: number | null;
}

export interface StandInAddresses {
  adminUrl: string;
  apiUrl: string;
  appPublicUrl: string;
  shopDomain: string;
  /** Every shop, the first one first. */
  shops: { name: string; domain: string; adminUrl: string; storefrontUrl: string }[];
  /** The instant that the store was loaded for, ISO 8601: the same at every start. */
  now: string;
  /** What its clock showed at an instant of this machine's, both ISO 8601. */
  clock: { at: string; machine: string };
}

export type StandInMessage = { ready: StandInAddresses } | { failed: string };

process.once('message', (request) => {
  start(request as StandInRequest).then(
    (standIn) => {
      const end = (): void => void standIn.close().finally(() => process.exit(0));
      process.once('SIGTERM', end);
      process.once('SIGINT', () => {});
      process.once('disconnect', end);
      const { adminUrl, apiUrl, appPublicUrl, shopDomain } = standIn;
      tell({
        ready: {
          adminUrl, apiUrl, appPublicUrl: appPublicUrl ?? '', shopDomain, now: new Date(standIn.storeNow).toISOString(),
          shops: standIn.shops().map((shop) => ({ name: shop.live.store.shop.name, domain: shop.shopDomain, adminUrl: shop.adminUrl, storefrontUrl: shop.storefrontUrl })),
          clock: { at: new Date(standIn.live.now()).toISOString(), machine: new Date().toISOString() },
        },
      });
    },
    (error: unknown) => {
      tell({ failed: error instanceof Error ? error.message : String(error) });
      process.disconnect();
    },
  );
});

async function start({ stores, options, clockFrom }: StandInRequest): Promise<StandIn> {
  const [store, ...moreStores] = await loadStores(stores);
  const standIn = await startStandIn({ ...options, store, moreStores });
  for (const { theme } of standIn.shops()) placeBlocks(theme);
  if (clockFrom !== null) {
    const at = Math.max(clockFrom, ...standIn.shops().map((shop) => shop.live.now()));
    for (const shop of standIn.shops()) shop.live.setNow(at);
  }
  return standIn;
}

function tell(message: StandInMessage): void {
  process.send?.(message);
}
