import type { AdminClient } from '../shopify/admin-client.server.ts';
import type { ProgressWriter } from './progress-writer.server.ts';

/** What every step of one try of one run works with. */
export interface ImportContext {
  shopId: number;
  runId: number;
  client: AdminClient;
  /** Aborted when the merchant cancels, the process stops, or another part has failed. */
  signal: AbortSignal;
  progress: ProgressWriter;
  /** Decimals of the shop's currency. */
  shopDecimals: number;
  readsAllOrders: boolean;
  /** Called when rows have been committed: whoever waits for the first orders is told. */
  look?: () => Promise<void>;
  /** Reading and merging of files, one part after the other: they would only wait for the same database. */
  oneAtATime<Result>(work: () => Promise<Result>): Promise<Result>;
}

/** Runs what it is given in the order of asking, one at a time; a failure does not stop those that wait. */
export function takingTurns(): ImportContext['oneAtATime'] {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  };
}
