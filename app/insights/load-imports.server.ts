import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { countRejects, groupRejects, loadRejects, type RejectPlace } from '../mirror/import-rejects.server.ts';
import { listImports, type ListedImport } from '../mirror/list-imports.server.ts';
import { STALLED_AFTER_MS } from '../mirror/start-import.server.ts';
import { machineNow } from '../runtime/clock.server.ts';
import { storedFault } from '../runtime/errors.ts';
import { loadStaffNames } from '../shops/staff-store.server.ts';
import type { ImportPageView, ImportSummary } from './data-page.ts';

const IMPORTS_A_PAGE = 20;
const ROWS_A_PAGE = 25;

/** Who did something, by name where Shopify has told it. @param ids session tokens' subs, null for the app itself */
export async function whoOf(tx: TenantTransaction, ids: readonly (string | null)[]): Promise<(id: string | null) => { name: string | null; id: string } | null> {
  const names = await loadStaffNames(tx, [...new Set(ids.filter((id) => id !== null && id !== ''))] as string[]);
  return (id) => (id === null || id === '' ? null : { id, name: names.get(id) ?? null });
}

export function secondsBetween(from: Date | string | null, to: Date | string | null): number | null {
  return from === null || to === null ? null : Math.max(0, (new Date(to).getTime() - new Date(from).getTime()) / 1000);
}

export function importSummary({ run, parts, requestedBy }: ListedImport, who: (id: string | null) => ImportSummary['who']): ImportSummary {
  return {
    id: run.id, status: run.status, who: who(requestedBy),
    cancelRequested: run.active === true && run.cancelRequestedAt !== null,
    stalled: run.active === true && machineNow() - (run.progressAt ?? run.requestedAt).getTime() > STALLED_AFTER_MS,
    requestedAt: run.requestedAt.toISOString(), startedAt: run.startedAt?.toISOString() ?? null, finishedAt: run.finishedAt?.toISOString() ?? null,
    seconds: secondsBetween(run.startedAt, run.finishedAt),
    objectsDone: run.objectsDone, objectsExpected: run.objectsExpected, rowsPerSecond: run.rowsPerSecond, secondsLeft: run.secondsLeft, fault: storedFault(run),
    parts: parts.map(({ kind, status, read, inserted, updated, stale, rejected, removed, rootsRead, rootObjectCount, counted }) => ({
      kind, status, read, inserted, updated, stale, rejected, removed,
      // A merchant counts customers and orders, so a bulk part is measured by its root objects; refunds are read one by one.
      ...(kind === 'refunds' ? { done: read, expected: null } : { done: rootsRead, expected: rootObjectCount ?? counted }),
    })),
    rejections: [],
    read: parts.reduce((sum, part) => sum + part.read, 0),
    rejected: parts.reduce((sum, part) => sum + part.rejected, 0),
  };
}

/** All imports, the newest first, a page at a time. */
export async function loadImports(options: { shopId: number; before?: number }): Promise<{ imports: ImportSummary[]; older: number | null }> {
  return withTenant(options.shopId, async (tx) => {
    const found = await listImports(tx, { before: options.before, limit: IMPORTS_A_PAGE + 1 });
    const shown = found.slice(0, IMPORTS_A_PAGE);
    const who = await whoOf(tx, shown.map((one) => one.requestedBy));
    return { imports: shown.map((one) => importSummary(one, who)), older: found.length > IMPORTS_A_PAGE ? shown.at(-1)?.run.id ?? null : null };
  });
}

/** One import with its rejected rows, a page at a time; null when there is no such import. */
export async function loadImportPage(options: { shopId: number; runId: number; code?: string; after?: string; before?: string }): Promise<ImportPageView | null> {
  const { shopId, runId, code = null } = options;
  return withTenant(shopId, async (tx) => {
    const [found] = await listImports(tx, { runId, limit: 1 });
    if (found === undefined) return null;
    const [after, before] = [placeOf(options.after), placeOf(options.before)];
    const rows = await loadRejects(tx, { runId, code, after, before, limit: ROWS_A_PAGE + 1 });
    const more = rows.length > ROWS_A_PAGE;
    // Backwards the one too many is the first.
    const shown = more ? (before === null ? rows.slice(0, -1) : rows.slice(1)) : rows;
    const [first, last] = [shown[0], shown.at(-1)];
    return {
      run: importSummary(found, await whoOf(tx, [found.requestedBy])),
      groups: await groupRejects(tx, runId),
      kept: await countRejects(tx, runId),
      rows: shown,
      previous: first !== undefined && (before === null ? after !== null : more) ? cursorOf(first) : null,
      next: last !== undefined && (before === null ? more : true) ? cursorOf(last) : null,
      code,
    };
  });
}

const cursorOf = ({ kind, lineNumber }: RejectPlace): string => `${kind}.${lineNumber}`;

function placeOf(cursor: string | undefined): RejectPlace | null {
  const found = /^([a-z]+)\.(\d{1,15})$/.exec(cursor ?? '');
  return found === null ? null : { kind: found[1] as string, lineNumber: Number(found[2]) };
}
