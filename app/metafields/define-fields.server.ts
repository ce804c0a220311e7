import { withTenant } from '../database/tenant.server.ts';
import { now } from '../runtime/clock.server.ts';
import { TerminalError } from '../runtime/errors.ts';
import type { AdminClient } from '../shopify/admin-client.server.ts';
import { MetafieldDefinitionCreateDocument } from '../shopify/generated/metafield-definition-create.ts';
import { MetafieldDefinitionDeleteDocument } from '../shopify/generated/metafield-definition-delete.ts';
import { MetafieldDefinitionsDocument } from '../shopify/generated/metafield-definitions.ts';
import { FIELD_DEFINITIONS, FIELD_KEYS, FIELD_NAMESPACE } from './customer-field.ts';
import { countWithValues } from './ledger-store.server.ts';
import { addRun } from './run-store.server.ts';
import type { MetafieldContext } from './write-step.ts';
import { loadMetafieldWriting, lockMetafields, saveDefined } from './writing-store.server.ts';

/** After so long the definitions are looked for again before anything is written: somebody may have deleted one. */
const LOOK_AGAIN_MS = 20 * 3_600_000;

/**
 * Makes the definitions that are missing at Shopify, once: the merchant reads their values and does not write them, and no other
 * app sees them. Where one was missing that had values, those went with it, and a run over all writes them again.
 * @throws TerminalError when Shopify refuses a definition, with its words
 */
export async function defineFields({ shopId, client, signal, onStep }: MetafieldContext<AdminClient>): Promise<void> {
  const writing = await withTenant(shopId, loadMetafieldWriting);
  if (writing === null || (writing.definedAt !== null && now() - writing.definedAt.getTime() < LOOK_AGAIN_MS)) return;
  const { metafieldDefinitions } = await client.request(MetafieldDefinitionsDocument, { namespace: FIELD_NAMESPACE }, { signal });
  const standing = new Set(metafieldDefinitions.nodes.map(({ key }) => key));
  const missing = FIELD_KEYS.filter((key) => !standing.has(key));
  for (const key of missing) {
    const { type, name, description } = FIELD_DEFINITIONS[key];
    const definition = { namespace: FIELD_NAMESPACE, key, name, description, type, ownerType: 'CUSTOMER' as const, access: { admin: 'MERCHANT_READ' as const } };
    const { metafieldDefinitionCreate: answer } = await client.request(MetafieldDefinitionCreateDocument, { definition }, { signal });
    // Made by a try before this one, whose answer was lost.
    const refusals = (answer?.userErrors ?? []).filter(({ code }) => code !== 'TAKEN');
    if (refusals.length > 0) throw new TerminalError('metafield-definition', `Shopify refuses the definition of the customer field ${key}: ${refusals.map(({ message }) => message).join('; ')}`);
  }
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
  for (const key of FIELD_KEYS) {
    const { metafieldDefinitionDelete: answer } = await client.request(MetafieldDefinitionDeleteDocument, { identifier: { ownerType: 'CUSTOMER', namespace: FIELD_NAMESPACE, key } }, { signal });
    const refusals = (answer?.userErrors ?? []).filter(({ code }) => code !== 'NOT_FOUND');
    if (refusals.length > 0) throw new TerminalError('metafield-definition', `Shopify does not delete the definition of the customer field ${key}: ${refusals.map(({ message }) => message).join('; ')}`);
    await onStep('definition gone');
  }
}
