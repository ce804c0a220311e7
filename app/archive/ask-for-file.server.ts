import { downloadLink } from '../customers/download-link.server.ts';
import { listExports, logExport } from '../customers/export-store.server.ts';
import { withTenant, withTenantSnapshot } from '../database/tenant.server.ts';
import { formatDay, shopCalendar } from '../profiles/calendar.ts';
import { countRejects } from '../mirror/import-rejects.server.ts';
import { findRun } from '../mirror/import-run.server.ts';
import { now } from '../runtime/clock.server.ts';
import { InvalidInputError, TerminalError } from '../runtime/errors.ts';
import { loadShopDetails } from '../shops/shop-store.server.ts';
import { countArchive } from './write-archive.server.ts';

/** Names under which these files are logged, and by which the ingress finds their writers. */
export const ARCHIVE_KIND = 'everything';
export const REJECTS_CSV_KIND = 'rejects-csv';
export const REJECTS_JSONL_KIND = 'rejects-jsonl';

export interface AskedFile {
  exportId: number;
  /** Where the browser finds the file for the next minutes. */
  url: string;
}

/** Logs that somebody wants everything, and gives the address of the zip. @throws TerminalError while one is being downloaded */
export async function askForArchive(options: { shopId: number; requestedBy: string }): Promise<AskedFile> {
  const { shopId, requestedBy } = options;
  const { entries } = await listExports({ shopId, limit: 20 });
  if (entries.some((one) => one.kind === ARCHIVE_KIND && one.state === 'running')) {
    throw new TerminalError('export-running', 'An export of everything is being downloaded already. Wait until it is done, or cancel that download in the browser.');
  }
  const { rowsExpected, name } = await withTenantSnapshot(shopId, async (tx) => {
    const details = await loadShopDetails(tx);
    const day = formatDay(shopCalendar(details?.ianaTimezone ?? 'UTC').dayOf(now()));
    return { rowsExpected: await countArchive(tx), name: `${(details?.domain ?? 'store').split('.', 1)[0] ?? 'store'}-${day}` };
  });
  const exportId = await logExport({ shopId, wanted: { kind: ARCHIVE_KIND, fileName: `regulars-${name}.zip`, filter: null, layout: {}, requestedBy, rowsExpected } });
  return { exportId, url: downloadLink({ shopId, exportId }) };
}

/** The same for the rejected rows of an import. @throws InvalidInputError for an import that is not there, or has none kept */
export async function askForRejects(options: { shopId: number; requestedBy: string; runId: number; code: string | null; form: 'csv' | 'jsonl' }): Promise<AskedFile> {
  const { shopId, requestedBy, runId, code, form } = options;
  const rowsExpected = await withTenant(shopId, async (tx) => ((await findRun(tx, runId)) === null ? 0 : countRejects(tx, runId, code)));
  if (rowsExpected === 0) throw new InvalidInputError('no-rejects', `No rejected rows of import ${runId} are kept${code === null ? '' : ' for this reason'}. Load this page again to see what there is.`);
  const fileName = `rejected-rows-import-${runId}${code === null ? '' : `-${code}`}.${form}`;
  const kind = form === 'csv' ? REJECTS_CSV_KIND : REJECTS_JSONL_KIND;
  const exportId = await logExport({ shopId, wanted: { kind, fileName, filter: { runId, code }, layout: {}, requestedBy, rowsExpected } });
  return { exportId, url: downloadLink({ shopId, exportId }) };
}
