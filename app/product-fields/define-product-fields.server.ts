import { withTenant } from '../database/tenant.server.ts';
import { now } from '../runtime/clock.server.ts';
import { TerminalError } from '../runtime/errors.ts';
import type { AdminClient } from '../shopify/admin-client.server.ts';
import { deleteDefinitions, makeDefinitions, type OwnFields } from '../shopify/field-definitions.server.ts';
import { StandardDefinitionEnableDocument } from '../shopify/generated/standard-definition-enable.ts';
import { FIELD_PLACES, OWN_DEFINITIONS } from './product-field.ts';
import { addFieldRun } from './run-store.server.ts';
import type { ProductFieldContext } from './write-step.ts';
import { loadFieldWriting, lockProductFields, saveFieldsDefined } from './writing-store.server.ts';

/** After so long the definitions are looked for again before anything is written: somebody may have deleted one. */
const LOOK_AGAIN_MS = 20 * 3_600_000;

/** The merchant reads them, and so does the storefront: its API asks for PUBLIC_READ, Liquid of the app's own blocks for nothing. */
const OWN: OwnFields = { what: 'product field', ownerType: 'PRODUCT', namespace: FIELD_PLACES.own.namespace, definitions: OWN_DEFINITIONS, access: { admin: 'MERCHANT_READ', storefront: 'PUBLIC_READ' } };

/**
 * Makes the app's own definitions that are missing at Shopify, or enables the standard ones. With definitions of its own that
 * were missing their values had gone: a run writes them again.
 * @throws TerminalError when Shopify refuses, with its words
 */
export async function defineProductFields({ shopId, client, target, signal, onStep }: ProductFieldContext<AdminClient>): Promise<void> {
  const writing = await withTenant(shopId, loadFieldWriting);
  if (writing === null || (writing.definedAt !== null && now() - writing.definedAt.getTime() < LOOK_AGAIN_MS)) return;
  const missing = target === 'own' ? await makeDefinitions(client, OWN, signal) : [];
  if (target === 'standard') await enableStandard(client, signal);
  await withTenant(shopId, async (tx) => {
    await lockProductFields(tx);
    await saveFieldsDefined(tx, new Date(now()));
    if (missing.length === 0) return;
    const { rowCount } = await tx.query('UPDATE product_field_ledger SET stands = NULL WHERE shop_id = $1 AND stands IS NOT NULL', [shopId]);
    if ((rowCount ?? 0) > 0 && writing.state === 'on') await addFieldRun(tx, { kind: 'write', cause: 'fields-gone', by: writing.by, exact: true });
  });
  await onStep('defined');
}

async function enableStandard(client: AdminClient, signal: AbortSignal): Promise<void> {
  const { namespace, keys } = FIELD_PLACES.standard;
  for (const key of Object.values(keys)) {
    const { standardMetafieldDefinitionEnable: answer } = await client.request(StandardDefinitionEnableDocument, { ownerType: 'PRODUCT', namespace, key }, { signal });
    // Enabled before, by Search & Discovery or by the merchant.
    const refusals = (answer?.userErrors ?? []).filter(({ code }) => code !== 'TAKEN');
    if (refusals.length > 0) throw new TerminalError('metafield-definition', `Shopify does not enable the standard product field ${key}: ${refusals.map(({ message }) => message).join('; ')}`);
  }
}

/** Deletes the app's own definitions at Shopify, and all values with them. @throws TerminalError when Shopify refuses */
export async function undefineProductFields({ client, signal, onStep }: ProductFieldContext<AdminClient>): Promise<void> {
  await deleteDefinitions(client, OWN, { signal, onGone: () => onStep('definition gone') });
}
