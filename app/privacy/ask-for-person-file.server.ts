import { downloadLink } from '../customers/download-link.server.ts';
import { logExport } from '../customers/export-store.server.ts';
import { withTenant } from '../database/tenant.server.ts';
import { machineNow } from '../runtime/clock.server.ts';
import { InvalidInputError } from '../runtime/errors.ts';
import { noteAccess } from './access-log.server.ts';
import { PERSON_FILE_KIND } from './person-file.server.ts';
import { openDataRequest, recordAnswer } from './request-store.server.ts';

/**
 * Gives the address of the file that answers a request, for a few minutes, and notes who had it.
 * @param options.by the session token's `sub`
 * @throws InvalidInputError for a request that is not there, or is over
 */
export async function askForPersonFile(options: { shopId: number; requestId: number; by: string }): Promise<{ exportId: number; url: string }> {
  const { shopId, requestId, by } = options;
  const at = new Date(machineNow());
  const request = await withTenant(shopId, async (tx) => {
    const open = await openDataRequest(tx, { id: requestId, at });
    if (open !== null) await recordAnswer(tx, { id: requestId, by, at });
    return open;
  });
  if (request === null) throw new InvalidInputError('no-request', 'This request is over: its 30 days have passed, or the customer’s data has been deleted. Load this page again.');
  const exportId = await logExport({ shopId, wanted: { kind: PERSON_FILE_KIND, fileName: `customer-data-request-${requestId}.json`, filter: { requestId }, layout: {}, requestedBy: by } });
  noteAccess({ shopId, by, what: 'data-request', customerId: request.customerId });
  return { exportId, url: downloadLink({ shopId, exportId }) };
}
