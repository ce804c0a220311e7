import { withTenant } from '../database/tenant.server.ts';
import { deleteRecords } from './apply-deletions.server.ts';
import { partialRows } from './apply-full.server.ts';
import { listChanged, listDeletedProducts, type ChangedPage } from './list-changed.server.ts';
import type { BulkKind } from './mirror-tables.ts';
import { readChanged, type ReadPage } from './read-changed.server.ts';
import type { ReconcileContext } from './reconcile-context.server.ts';
import { noCounts, sumOf } from './reconcile-counts.ts';
import { advanceLookPart, moveReadUntil, openLookPart } from './reconcile-store.server.ts';
import type { ReadSpan, WindowPart } from './reconcile-window.ts';

/** Partial rows that are read between two commits. */
const PARTIAL_AT_ONCE = 50;

/**
 * Reads one kind of change, page by page: each page is committed with where the next begins, and the last with the mark of up to
 * when all has been read. A page that Shopify does not give is asked for again, by the client and by the job's next try; none is left out.
 * @param span as the look's first try had it; a later try goes on with the same
 */
export async function reconcileWindow(context: ReconcileContext, part: WindowPart, span: ReadSpan | null): Promise<void> {
  const { shopId, id, client, signal, pageSize } = context;
  for (;;) {
    signal.throwIfAborted();
    const standing = await withTenant(shopId, (tx) => openLookPart(tx, id, part, span));
    if (standing.done) return;
    const { readFrom, readTo, cursor } = standing;
    if (readFrom === null || readTo === null) {
      await withTenant(shopId, (tx) => advanceLookPart(tx, id, part, { counts: noCounts(), cursor: null, last: true }));
      return;
    }
    const known = { from: readFrom.getTime(), to: readTo.getTime() };
    const asked = { client, span: known, after: cursor, first: pageSize, signal };
    const page = part === 'deletions' ? await listDeletedProducts(asked) : await listChanged(part, asked);
    const read = part === 'deletions' ? deletedProducts(page) : await readChanged(context, part, page.changed, { missingAt: null });
    await withTenant(shopId, async (tx) => {
      const last = page.next === null;
      const unreadable = { ...noCounts(), listed: page.unreadable, rejected: page.unreadable };
      await advanceLookPart(tx, id, part, { counts: sumOf([await read.write(tx), unreadable]), cursor: page.next, last });
      if (last) await moveReadUntil(tx, part, known.to);
    });
  }
}

function deletedProducts({ changed }: ChangedPage): ReadPage {
  return {
    write: async (tx) => {
      const { removed } = await deleteRecords(tx, 'products', changed);
      return { ...noCounts(), listed: changed.length, deleted: removed.size, gone: changed.length - removed.size };
    },
  };
}

/** What events alone have told of a kind, however long ago, is read in full. What Shopify does not find is left for the sweep to judge. */
export async function completePartial(context: ReconcileContext, kind: BulkKind): Promise<void> {
  const { shopId, id, signal } = context;
  const part = `partial-${kind}` as const;
  if ((await withTenant(shopId, (tx) => openLookPart(tx, id, part))).done) return;
  for (let afterId = '0'; ;) {
    signal.throwIfAborted();
    const rows = await withTenant(shopId, (tx) => partialRows(tx, kind, { afterId, limit: PARTIAL_AT_ONCE }));
    const last = rows.at(-1);
    if (last === undefined) break;
    afterId = last.id;
    const read = await readChanged(context, kind, rows.map((row) => ({ id: row.id, at: 0 })), { missingAt: null });
    await withTenant(shopId, async (tx) => advanceLookPart(tx, id, part, { counts: await read.write(tx), cursor: null, last: false }));
  }
  await withTenant(shopId, (tx) => advanceLookPart(tx, id, part, { counts: noCounts(), cursor: null, last: true }));
}
