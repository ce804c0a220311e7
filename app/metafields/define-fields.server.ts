import { withTenant } from '../database/tenant.server.ts';
import { now } from '../runtime/clock.server.ts';
import type { AdminClient } from '../shopify/admin-client.server.ts';
import { deleteDefinitions, makeDefinitions, type OwnFields } from '../shopify/field-definitions.server.ts';
import { FIELD_DEFINITIONS, FIELD_NAMESPACE, type FieldKey } from './customer-field.ts';
import { countWithValues } from './ledger-store.server.ts';
import { addRun } from './run-store.server.ts';
import type { MetafieldContext } from './write-step.ts';
import { loadMetafieldWriting, lockMetafields, saveDefined } from './writing-store.server.ts';

/** After so long the definitions are looked for again before anything is written: somebody may have deleted one. */
const LOOK_AGAIN_MS = 20 * 3_600_000;

/** The merchant reads their values and does not write them, and no other app sees them. */
const FIELDS: OwnFields<FieldKey> = { what: 'customer field', ownerType: 'CUSTOMER', namespace: FIELD_NAMESPACE, definitions: FIELD_DEFINITIONS, access: { admin: 'MERCHANT_READ' } };

/**
 * Makes the definitions that are missing at Shopify, once. Where one was missing that had values, those went with it, and a run
 * over all writes them again.
 * @throws TerminalError when Shopify refuses a definition, with its words
 */
export async function defineFields({ shopId, client, signal, onStep }: MetafieldContext<AdminClient>): Promise<void> {
  const writing = await withTenant(shopId, loadMetafieldWriting);
  if (writing === null || (writing.definedAt !== null && now() - writing.definedAt.getTime() < LOOK_AGAIN_MS)) return;
  const missing = await makeDefinitions(client, FIELDS, signal);
  await withTenant(shopId, async (tx) => {
    await lockMetafields(tx);
    await saveDefined(tx, new Date(now()));
    if (missing.length === 0 || (await countWithValues(tx)) === 0) return;
    await tx.query('UPDATE metafield_ledger SET unsure = true WHERE shop_id = $1', [shopId]);
    await addRun(tx, { kind: 'write', cause: 'fields-gone', by: writing.by });
  });
  await onStep('defined');
}

/** Deletes the definitions at Shopify, which deletes all values of them. One that is gone already is gone. @throws TerminalError when Shopify refuses */
export async function undefineFields({ client, signal, onStep }: MetafieldContext<AdminClient>): Promise<void> {
  await deleteDefinitions(client, FIELDS, { signal, onGone: () => onStep('definition gone') });
}
