import process from 'node:process';
import { startStandIn, type StandInOptions } from '../../shopify-standin/server.ts';

/**
 * The local Shopify in a process of its own, as the demo forks it: options come as the first message, its addresses go
 * back, and it ends when it is told to or when the demo goes away.
 */
export interface StandInAddresses {
  adminUrl: string;
  apiUrl: string;
  appPublicUrl: string;
  shopDomain: string;
  /** The instant that the store was loaded for, ISO 8601: the same at every start. */
  now: string;
}

export type StandInMessage = { ready: StandInAddresses } | { failed: string };

process.once('message', (options) => {
  startStandIn(options as StandInOptions).then(
    (standIn) => {
      const end = (): void => void standIn.close().finally(() => process.exit(0));
      process.once('SIGTERM', end);
      process.once('SIGINT', () => {});
      process.once('disconnect', end);
      const { adminUrl, apiUrl, appPublicUrl, shopDomain } = standIn;
      tell({ ready: { adminUrl, apiUrl, appPublicUrl: appPublicUrl ?? '', shopDomain, now: new Date(standIn.storeNow).toISOString() } });
    },
    (error: unknown) => {
      tell({ failed: error instanceof Error ? error.message : String(error) });
      process.disconnect();
    },
  );
});

function tell(message: StandInMessage): void {
  process.send?.(message);
}
