import { print } from 'graphql';
import { withTenant } from '../database/tenant.server.ts';
import { countCustomers } from '../mirror/customer-tags.server.ts';
import { RetryableError } from '../runtime/errors.ts';
import type { AdminClient } from '../shopify/admin-client.server.ts';
import { streamJsonLines } from '../shopify/bulk-file.server.ts';
import { submitBulkQuery, waitForBulkOperation } from '../shopify/bulk-query.server.ts';
import { customerGid, customerIdOf } from '../shopify/customer-gid.ts';
import { AllCustomerTagsDocument } from '../shopify/generated/all-customer-tags.bulk.ts';
import { CustomerTagsDocument } from '../shopify/generated/customer-tags.ts';
import { tagReadMethod } from './read-method.ts';
import type { FreshTags } from './settle-changes.server.ts';

/** Most ids that Shopify takes in one call of `nodes`. */
const IDS_A_CALL = 250;

/**
 * The tags that these customers have at Shopify now. Who is not in the answer does not exist there any more.
 * By id for few, and by a bulk query over the shop for many (read-method.ts weighs the two).
 * @throws as the Admin client; RetryableError when a bulk query ended without its result
 */
export async function readCustomerTags(shopId: number, client: AdminClient, customerIds: readonly number[], options: { signal?: AbortSignal } = {}): Promise<Map<number, FreshTags>> {
  // Few are read by id in a shop of any size, so it need not be counted.
  if (tagReadMethod(customerIds.length, 0) === 'bulk' && tagReadMethod(customerIds.length, await withTenant(shopId, countCustomers)) === 'bulk') return readInBulk(client, new Set(customerIds), options);
  const read = new Map<number, FreshTags>();
  for (let from = 0; from < customerIds.length; from += IDS_A_CALL) {
    const ids = customerIds.slice(from, from + IDS_A_CALL).map(customerGid);
    const { nodes } = await client.request(CustomerTagsDocument, { ids }, options);
    for (const node of nodes) keep(read, node);
  }
  return read;
}

async function readInBulk(client: AdminClient, wanted: ReadonlySet<number>, options: { signal?: AbortSignal }): Promise<Map<number, FreshTags>> {
  const id = await submitBulkQuery(client, print(AllCustomerTagsDocument), options);
  const operation = await waitForBulkOperation(client, id, options);
  // Half an answer would make the other half look deleted.
  if (operation?.status !== 'COMPLETED') throw new RetryableError('tag-read', `Shopify did not finish reading the tags of ${client.shopDomain} (${operation?.status ?? 'unknown'}${operation?.errorCode == null ? '' : `, ${operation.errorCode}`}).`);
  const read = new Map<number, FreshTags>();
  if (operation.url === null) return read;
  let lines = 0;
  for await (const line of streamJsonLines(operation.url, options)) {
    lines += 1;
    if (line.fault !== null) throw new RetryableError('tag-read', `Line ${line.number} of the tags of ${client.shopDomain} cannot be read: ${line.fault}`);
    keep(read, line.value, wanted);
  }
  if (lines !== operation.objectCount) throw new RetryableError('tag-read', `The tags of ${client.shopDomain} came with ${lines} of ${operation.objectCount} lines.`);
  return read;
}

function keep(read: Map<number, FreshTags>, node: unknown, wanted?: ReadonlySet<number>): void {
  const fresh = freshTagsOf(node);
  if (fresh !== null && (wanted === undefined || wanted.has(fresh.customerId))) read.set(fresh.customerId, fresh);
}

/** A customer of an answer; null when it is none, or not of the form that was asked for. */
export function freshTagsOf(node: unknown): FreshTags | null {
  if (typeof node !== 'object' || node === null) return null;
  const { id, tags, updatedAt } = node as { id?: unknown; tags?: unknown; updatedAt?: unknown };
  const customerId = typeof id === 'string' ? customerIdOf(id) : null;
  if (customerId === null || !Array.isArray(tags) || typeof updatedAt !== 'string') return null;
  return { customerId, tags: tags.filter((tag) => typeof tag === 'string'), updatedAt: new Date(updatedAt) };
}
