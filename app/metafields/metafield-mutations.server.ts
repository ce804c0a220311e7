import type { DocumentNode } from 'graphql';
import { withTenant } from '../database/tenant.server.ts';
import { RetryableError } from '../runtime/errors.ts';
import type { AdminClient } from '../shopify/admin-client.server.ts';
import { MetafieldsDeleteDocument } from '../shopify/generated/metafields-delete.ts';
import { MetafieldsSetDocument } from '../shopify/generated/metafields-set.ts';
import { deleteVariables, setVariables } from './call-variables.ts';
import type { UnderWay } from './field-ledger.ts';
import type { MetafieldsAnswer } from './settlement.ts';
import { saveDefined } from './writing-store.server.ts';

/** Share of the shop's points that is left to whatever cannot wait: tags that follow an order, above all. */
export const LEFT_TO_OTHERS = 0.5;

/** Makes one call and nothing else: its writes are marked as under way before it. Null: an answer that says nothing. */
export async function askForWrites(client: AdminClient, action: 'set' | 'delete', call: readonly UnderWay[], signal: AbortSignal): Promise<MetafieldsAnswer | null> {
  const options = { signal, leaves: LEFT_TO_OTHERS };
  return action === 'set'
    ? (await client.request(MetafieldsSetDocument, setVariables(call), options)).metafieldsSet
    : (await client.request(MetafieldsDeleteDocument, deleteVariables(call), options)).metafieldsDelete;
}

/** The mutation of an action, for a bulk operation. */
export function documentOf(action: 'set' | 'delete'): DocumentNode {
  return action === 'set' ? MetafieldsSetDocument : MetafieldsDeleteDocument;
}

/** Somebody has deleted a definition at Shopify, and its values with it: the next try looks for all of them first. @throws RetryableError */
export async function fieldUndefined(shopId: number): Promise<never> {
  await withTenant(shopId, (tx) => saveDefined(tx, null));
  throw new RetryableError('metafields-undefined', `Shop ${shopId} has lost the definition of a customer field. It is made again.`);
}
