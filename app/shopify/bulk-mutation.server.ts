import { setTimeout as sleep } from 'node:timers/promises';
import { Kind, print, visit, type DocumentNode } from 'graphql';
import { config } from '../runtime/config.server.ts';
import { RetryableError, TerminalError } from '../runtime/errors.ts';
import type { AdminClient } from './admin-client.server.ts';
import { streamJsonLines, uploadStaged } from './bulk-file.server.ts';
import { BulkMutationRunDocument } from './generated/bulk-mutation-run.ts';
import { BulkMutationsRecentDocument } from './generated/bulk-mutations-recent.ts';
import { StagedUploadCreateDocument } from './generated/staged-upload-create.ts';

/** Slowest rhythm of asking for a free place, as a multiple of the configured one, and how often before the job's own retry takes over. */
const SLOWEST = 8;
const MOST_TRIES = 60;
/** Pages of 50 that are searched for a lost operation: Shopify runs five at once, so one of ours is never far down. */
const PAGES_SEARCHED = 5;

/**
 * The text of a mutation under another operation name. The name is the only thing of ours that Shopify shows of an
 * operation later (BulkOperation has no field for the clientIdentifier), so a name used once finds an operation whose id was lost.
 */
export function namedMutation(document: DocumentNode, name: string): string {
  return print(visit(document, { OperationDefinition: (node) => ({ ...node, name: { kind: Kind.NAME, value: name } }) }));
}

/**
 * Uploads the variables of a bulk mutation, one JSON object a line (Shopify takes 100 MB).
 * @returns the stagedUploadPath
 * @throws TerminalError when Shopify refuses the file, RetryableError when its storage does not answer.
 */
export async function uploadVariables(client: AdminClient, lines: Blob, filename: string, options: { signal?: AbortSignal } = {}): Promise<string> {
  const input = { resource: 'BULK_MUTATION_VARIABLES' as const, filename, mimeType: 'text/jsonl', httpMethod: 'POST' as const, fileSize: String(lines.size) };
  const { stagedUploadsCreate: answer } = await client.request(StagedUploadCreateDocument, { input: [input] }, options);
  const target = answer?.stagedTargets?.[0];
  if (target === undefined) {
    const reasons = (answer?.userErrors ?? []).map((fault) => fault.message).join('; ');
    throw new TerminalError('staged-upload', `Shopify gave no place for the upload of ${filename} for ${client.shopDomain}: ${reasons || 'it said nothing more'}.`);
  }
  return uploadStaged(target, lines, filename, options);
}

/**
 * Starts a bulk mutation. While as many as Shopify allows are at work for this shop it waits for a place.
 * @param options.mutation of `namedMutation`, with a name of its own
 * @returns the operation's GID
 * @throws TerminalError with Shopify's words when it refuses; RetryableError when no place came free.
 */
export async function submitBulkMutation(client: AdminClient, options: { mutation: string; stagedUploadPath: string; name: string; signal?: AbortSignal }): Promise<string> {
  const { mutation, stagedUploadPath, name, signal } = options;
  let wait = config().bulkPollMs;
  for (let attempt = 1; ; attempt += 1) {
    const { bulkOperationRunMutation: answer } = await client.request(BulkMutationRunDocument, { mutation, stagedUploadPath, clientIdentifier: name }, { signal });
    const faults = answer?.userErrors ?? [];
    if (answer?.bulkOperation != null && faults.length === 0) return answer.bulkOperation.id;
    const words = faults.map((fault) => fault.message).join('; ') || 'it gave no operation and no reason';
    const passing = faults.some((fault) => fault.code === 'OPERATION_IN_PROGRESS' || fault.code === 'LIMIT_REACHED' || fault.code === 'INTERNAL_FILE_SERVER_ERROR');
    if (!passing) throw new TerminalError('bulk-mutation', `Shopify refused a bulk mutation for ${client.shopDomain}: ${words}.`);
    if (attempt >= MOST_TRIES) throw new RetryableError('bulk-mutation', `Shopify had no place for a bulk mutation of ${client.shopDomain}: ${words}.`);
    await sleep(wait, undefined, { signal });
    wait = Math.min(wait * 1.5, config().bulkPollMs * SLOWEST);
  }
}

/** The GID of the operation whose mutation bears this name, or null when Shopify was never asked for it. */
export async function findBulkMutation(client: AdminClient, name: string, options: { signal?: AbortSignal } = {}): Promise<string | null> {
  let after: string | null = null;
  for (let page = 0; page < PAGES_SEARCHED; page += 1) {
    const answer: Awaited<ReturnType<typeof recentMutations>> = await recentMutations(client, after, options);
    const found = answer.nodes.find((operation) => new RegExp(`\\b${name}\\b`).test(operation.query));
    if (found !== undefined) return found.id;
    if (!answer.pageInfo.hasNextPage || answer.pageInfo.endCursor === null) return null;
    after = answer.pageInfo.endCursor;
  }
  return null;
}

async function recentMutations(client: AdminClient, after: string | null, options: { signal?: AbortSignal }) {
  return (await client.request(BulkMutationsRecentDocument, { after }, options)).bulkOperations;
}

/** One line of a bulk mutation's result: `line` counts the variables' lines from 0. */
export interface MutationResultLine {
  line: number;
  data: unknown;
  errors: { message: string; code: string | null }[];
}

/**
 * Streams a bulk mutation's result. A line that is not JSON or does not say which line it answers tells nothing, and is
 * passed over: its change counts as unanswered.
 * @throws ExpiredFileError when the address has ended (after 7 days), RetryableError for a broken download.
 */
export async function* streamMutationResults(address: string, options: { signal?: AbortSignal } = {}): AsyncGenerator<MutationResultLine, void> {
  for await (const line of streamJsonLines(address, options)) {
    if (line.fault !== null || typeof line.value !== 'object' || line.value === null) continue;
    const { data, errors, __lineNumber: at } = line.value as { data?: unknown; errors?: unknown; __lineNumber?: unknown };
    if (typeof at !== 'number') continue;
    yield { line: at, data: data ?? null, errors: faultsOf(errors) };
  }
}

function faultsOf(errors: unknown): MutationResultLine['errors'] {
  if (!Array.isArray(errors)) return [];
  return errors.map((error: { message?: unknown; extensions?: { code?: unknown } }) => ({
    message: typeof error.message === 'string' ? error.message : 'Shopify gave an error without words.',
    code: typeof error.extensions?.code === 'string' ? error.extensions.code : null,
  }));
}
