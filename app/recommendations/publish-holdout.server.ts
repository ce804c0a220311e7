import { randomBytes } from 'node:crypto';
import { withTenant } from '../database/tenant.server.ts';
import { now } from '../runtime/clock.server.ts';
import { TerminalError } from '../runtime/errors.ts';
import { adminClient, type AdminClient } from '../shopify/admin-client.server.ts';
import { AppInstallationDocument } from '../shopify/generated/app-installation.ts';
import { MetafieldsSetDocument } from '../shopify/generated/metafields-set.ts';
import { installedShop } from '../shops/shop-store.server.ts';
import { DEFAULT_HOLDOUT_PERCENT, holdoutPrefixes, type Holdout } from './holdout.ts';
import { insertHoldout, loadHoldout, lockHoldout, markPublished, type StoredHoldout } from './holdout-store.server.ts';
import { noteListsChanged } from './list-store.server.ts';

/** Where the theme's blocks read it: `app.metafields.regulars.holdout.value`. An app-data metafield: nobody but the app sees or changes it. */
export const HOLDOUT_FIELD = { namespace: 'regulars', key: 'holdout' } as const;

/** Random, and of no meaning: who knows it can tell who is held out, and no more. */
export function newSalt(): string {
  return randomBytes(8).toString('hex');
}

/**
 * Has the holdout in force stand at Shopify, the same however often; where there is none yet, the default is set up
 * first. A reinstall takes the app's metafields with it, so it is written each night, not only on change.
 * @param options.client for tests; the shop's own otherwise
 * @throws as the Admin client; TerminalError when Shopify refuses the value
 */
export async function publishHoldout(options: { shopId: number; client?: AdminClient; signal?: AbortSignal }): Promise<void> {
  const { shopId, signal } = options;
  const client = options.client ?? adminClient((await installedShop(shopId)).domain);
  const holdout = await withTenant(shopId, async (tx): Promise<StoredHoldout> => {
    await lockHoldout(tx);
    const standing = await loadHoldout(tx);
    if (standing !== null) return standing;
    await insertHoldout(tx, { salt: newSalt(), percent: DEFAULT_HOLDOUT_PERCENT, at: new Date(now()), by: '' });
    await noteListsChanged(tx);
    return (await loadHoldout(tx)) as StoredHoldout;
  });
  const { currentAppInstallation } = await client.request(AppInstallationDocument, {}, { signal });
  const { metafieldsSet } = await client.request(MetafieldsSetDocument, { metafields: [{ ownerId: currentAppInstallation.id, ...HOLDOUT_FIELD, type: 'json', value: publishedValue(holdout) }] }, { signal });
  const refusals = metafieldsSet?.userErrors ?? [];
  if (refusals.length > 0) throw new TerminalError('holdout-refused', `Shopify refuses the app's own metafield of the holdout: ${refusals.map(({ message }) => message).join('; ')}`);
  await withTenant(shopId, (tx) => markPublished(tx, holdout.id, new Date(now())));
}

/** What Liquid needs to decide by itself. */
export function publishedValue({ salt, percent }: Holdout): string {
  return JSON.stringify({ salt, prefixes: holdoutPrefixes(percent) });
}
