import { z } from 'zod';
import { CSV_START, csvText } from '../customers/csv-text.ts';
import type { ExportSink, ExportWriter } from '../customers/send-export.server.ts';
import { withTenantSnapshot } from '../database/tenant.server.ts';
import { loadRejects, type KeptReject } from '../mirror/import-rejects.server.ts';

/** Which rows: of one import, all or of one reason. */
export const rejectsFilterSchema = z.object({ runId: z.number().int().positive(), code: z.string().nullable() });

const ROWS_A_PAGE = 1_000;
const HEADINGS = ['what', 'line', 'reason_code', 'reason', 'row'];

/** Rejected rows with their reasons, as CSV. */
export const writeRejectsCsv: ExportWriter = async ({ shopId, filter, sink }) => {
  await sink.write(CSV_START + csvText([HEADINGS]));
  await eachPage(shopId, filter, sink, (rows) => csvText(rows.map((row) => [row.kind, row.lineNumber, row.code, row.reason, row.raw])));
};

/** Rejected rows exactly as Shopify sent them, a line each: what a developer or Shopify's support can look at. */
export const writeRejectsJsonl: ExportWriter = async ({ shopId, filter, sink }) => {
  await sink.write('');
  await eachPage(shopId, filter, sink, (rows) => rows.map((row) => `${row.raw}\n`).join(''));
};

async function eachPage(shopId: number, filter: unknown, sink: ExportSink, written: (rows: KeptReject[]) => string): Promise<void> {
  const { runId, code } = rejectsFilterSchema.parse(filter);
  await withTenantSnapshot(shopId, async (tx) => {
    let after: { kind: string; lineNumber: number } | null = null;
    for (;;) {
      const rows: KeptReject[] = await loadRejects(tx, { runId, code, after, limit: ROWS_A_PAGE });
      const last = rows.at(-1);
      if (last === undefined) return;
      sink.countRows(rows.length);
      await sink.write(written(rows));
      after = last;
    }
  });
}
