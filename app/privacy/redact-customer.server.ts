import { withTenant } from '../database/tenant.server.ts';
import { enqueue } from '../jobs/queue.server.ts';
import { eraseFieldsJob } from '../metafields/erase-fields.job.server.ts';
import { loadNames } from '../mirror/customer-names.server.ts';
import { noteFieldsOfRedacted, redactInMirror } from '../mirror/redactions.server.ts';
import { machineNow } from '../runtime/clock.server.ts';
import { eraseAgainJob, ERASE_AGAIN_SECONDS } from './erase-again.job.server.ts';
import { erasePerson } from './erase-person.server.ts';
import type { PersonWords } from './person-words.ts';
import { emptyRequestsOf, recordRequest } from './request-store.server.ts';

export interface RedactionAsked {
  shopId: number;
  shopDomain: string;
  /** The event of Shopify that asks for it. */
  event: { id: number; eventId: string; triggeredAt: Date };
  /** Null: somebody who only ever ordered as a guest. */
  customerId: number | null;
  email: string | null;
  phone: string | null;
  orderIds: readonly number[];
}

/**
 * Forgets a customer whom Shopify asks to forget. First the mirror notes that they are not to come back, in a transaction of its own:
 * whatever is read or told from then on comes without them. Then everything that is theirs goes. What other work was just writing
 * is looked for twice more (erase-again). Done again, as after a crash in between, it comes to the same.
 */
export async function redactCustomer(asked: RedactionAsked): Promise<void> {
  const { shopId, shopDomain, event, customerId, orderIds } = asked;
  const person = await withTenant(shopId, async (tx): Promise<PersonWords> => {
    const ids = await redactInMirror(tx, { customerId, orderIds, at: event.triggeredAt });
    if (await noteFieldsOfRedacted(tx, ids)) await enqueue(eraseFieldsJob, { shopId }, { tx });
    await recordRequest(tx, { eventId: event.eventId, kind: 'redact', customerId, orderIds: [], requestedAt: event.triggeredAt, doneAt: new Date(machineNow()) });
    await emptyRequestsOf(tx, ids);
    for (const round of [0, 1] as const) await enqueue(eraseAgainJob, { shopId, round }, { tx, startAfterSeconds: ERASE_AGAIN_SECONDS[round] });
    const known = customerId === null ? null : await loadNames(tx, customerId);
    return { ids, email: asked.email ?? known?.email ?? null, phone: asked.phone ?? known?.phone ?? null, firstName: known?.firstName ?? null, lastName: known?.lastName ?? null };
  });
  await erasePerson({ shopId, shopDomain, person, exceptEvent: event.id });
}
