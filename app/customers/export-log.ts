/** asked: its link was not opened yet. expired: it never was, and cannot be any more. broken-off: the file that arrived is not whole. */
export type ExportState = 'asked' | 'expired' | 'running' | 'done' | 'broken-off';

/** A line of the log of files that left the app. Instants are ISO texts. */
export interface ExportEntry {
  id: number;
  /** Which writer makes it: "customers", or another room's. */
  kind: string;
  fileName: string;
  /** What it holds, as its writer reads it; null: all there is. */
  filter: unknown;
  /** The staff member at Shopify who asked (the session token's `sub`). */
  requestedBy: string;
  /** By the machine's clock, as all that the app did is. */
  requestedAt: string;
  state: ExportState;
  finishedAt: string | null;
  /** Written so far. */
  rows: number;
  /** Null where nobody counted them before. */
  rowsExpected: number | null;
  bytes: number;
  errorMessage: string | null;
}
