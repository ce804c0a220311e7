import { withTenantSnapshot } from '../database/tenant.server.ts';
import type { ExportWriter } from '../customers/send-export.server.ts';
import { TerminalError } from '../runtime/errors.ts';
import { machineNow } from '../runtime/clock.server.ts';
import { loadShopDetails } from '../shops/shop-store.server.ts';
import { z } from 'zod';
import { HELD_DATA } from './held-data.ts';
import { openDataRequest } from './request-store.server.ts';

/** Under this name the file is logged, and by it the ingress finds its writer. */
export const PERSON_FILE_KIND = 'data-request';

const filterSchema = z.object({ requestId: z.number().int().positive() });

/** What is nobody's outside of the app, or says nothing about the person. */
const LEFT_OUT = ['shop_id', 'import_run_id', 'search_text', 'payload_at', 'tags_until', 'tags_seen_at', 'email_until', 'sms_until', 'totals_until', 'partial', 'details_pending'];

/**
 * Writes everything that is held about the person of a request, as it is at this moment, as JSON that a person can read: each table of
 * the list (held-data.ts) under its own name. Nothing of it is stored: it is made while it is downloaded.
 */
export const writePersonFile: ExportWriter = async ({ shopId, filter, sink }) => {
  const { requestId } = filterSchema.parse(filter);
  await withTenantSnapshot(shopId, async (tx) => {
    const request = await openDataRequest(tx, { id: requestId, at: new Date(machineNow()) });
    if (request === null) throw new TerminalError('no-request', 'This request is over: its 30 days have passed, or the customer’s data has been deleted.');
    const details = await loadShopDetails(tx);
    const ids = request.customerId === null ? [] : [request.customerId];
    await sink.write(`{\n  "About this file": ${JSON.stringify({
      store: details?.name ?? null, domain: details?.domain ?? null, customer: request.customerId, askedAt: request.requestedAt.toISOString(), madeAt: new Date(machineNow()).toISOString(),
      says: 'Everything that the app Regulars holds about this customer. Money is in the smallest unit of its currency, days are numbers since 1970-01-01. What the store itself and its other apps hold is not part of it.',
    }, null, 2).replaceAll('\n', '\n  ')}`);
    for (const [table, { title, of, inFile }] of Object.entries(HELD_DATA)) {
      if (of === null || inFile === false) continue;
      const { rows } = await tx.query<{ row: object }>(`SELECT to_jsonb(t) - $3::text[] AS row FROM ${table} t WHERE t.shop_id = $1 AND $2::bigint[] IS NOT NULL AND ${of}`, [shopId, ids, LEFT_OUT]);
      sink.countRows(rows.length);
      await sink.write(`,\n  ${JSON.stringify(title)}: [`);
      for (const [at, { row }] of rows.entries()) await sink.write(`${at === 0 ? '' : ','}\n    ${JSON.stringify(row)}`);
      await sink.write(rows.length === 0 ? ']' : '\n  ]');
    }
    await sink.write(',\n  "Orders named in the request": ');
    const { rows: named } = await tx.query<{ row: object }>('SELECT to_jsonb(t) - $3::text[] AS row FROM orders t WHERE t.shop_id = $1 AND t.id = ANY ($2::bigint[])', [shopId, request.orderIds, LEFT_OUT]);
    await sink.write(`${JSON.stringify(named.map(({ row }) => row))}\n}\n`);
  });
};
