import { setTimeout as sleep } from 'node:timers/promises';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print, type DocumentNode } from 'graphql';
import { ClientError, GraphQLClient } from 'graphql-request';
import { machineNow } from '../runtime/clock.server.ts';
import { RetryableError, TerminalError, errorCode, errorMessage } from '../runtime/errors.ts';
import { log } from '../runtime/log.server.ts';
import { API_VERSION } from './api-version.ts';
import { discardAccessToken, offlineAccessToken } from './offline-token.server.ts';
import { restMs, seenBucket, throttleWaitMs, type QueryCost, type SeenBucket } from './throttle.ts';

/** Tries of one request before the job's own retry takes over. Being throttled is no failed try: several of our own requests may share a bucket for minutes. */
const MAX_TRIES = 8;
/** So long a request is kept waiting for points before it gives up; a job then goes on at its next try. */
const MAX_THROTTLED_MS = 15 * 60_000;
const REQUEST_TIMEOUT_MS = 60_000;
/** A token that is refused is renewed, and once more should the new one end before it is used; then the app is not welcome. */
const MOST_REFUSALS = 3;

export interface AdminClient {
  readonly shopDomain: string;
  /**
   * Runs one operation at the shop. Waits and tries again when throttled (as a THROTTLED error in an HTTP 200 or a 429), on
   * 5xx and on a broken connection; renews a refused token, twice at most.
   * @param options.leaves for what can wait: the share of the shop's points, 0 to 1, that is left to others; while fewer are there, it waits
   * @throws TerminalError ACCESS_DENIED, a query that Shopify refuses, an app that is not installed; RetryableError when it gave up.
   */
  request<Result, Variables extends Record<string, unknown>>(document: TypedDocumentNode<Result, Variables>, variables: Variables, options?: { signal?: AbortSignal; leaves?: number }): Promise<Result>;
}

interface GraphQLFault {
  message: string;
  extensions?: { code?: string };
}

/** A client for the Admin API of one shop, for work in jobs and loaders alike. */
export function adminClient(shopDomain: string): AdminClient {
  return {
    shopDomain,
    request: async (document, variables, options) => {
      let refusals = 0;
      let throttledMs = 0;
      for (let attempt = 1; ; attempt += 1) {
        options?.signal?.throwIfAborted();
        if (options?.leaves !== undefined) await leaveToOthers(shopDomain, options.leaves, options.signal);
        const token = await offlineAccessToken(shopDomain);
        const outcome = await attemptOnce(shopDomain, token, document, variables, options?.signal);
        if (outcome.kind === 'data') return outcome.data;
        if (outcome.kind === 'unauthorized' && (refusals += 1) < MOST_REFUSALS) {
          await discardAccessToken(shopDomain, token);
          continue;
        }
        if (outcome.kind === 'unauthorized') throw new TerminalError('not-installed', `${shopDomain} refuses the app's access token. Open the app in its admin to sign in again.`);
        if (outcome.kind === 'terminal') throw outcome.error;
        if (outcome.throttled === true && throttledMs < MAX_THROTTLED_MS) {
          attempt -= 1;
          throttledMs += outcome.waitMs ?? 0;
        }
        if (attempt >= MAX_TRIES) throw new RetryableError('shopify', `Shopify did not answer a request for ${shopDomain} after ${MAX_TRIES} tries: ${outcome.reason}`);
        const wait = outcome.waitMs ?? Math.min(30_000, 250 * 2 ** Math.max(1, attempt));
        log.debug({ shop: shopDomain, attempt, waitMs: wait, reason: outcome.reason }, 'waiting for the Admin API');
        await sleep(wait, undefined, { signal: options?.signal }).catch((error: unknown) => {
          options?.signal?.throwIfAborted();
          throw error;
        });
      }
    },
  };
}

/** By shop: what its bucket held when this process was last told. */
const buckets = new Map<string, SeenBucket>();
/** Nothing is kept waiting for others for longer: a bucket that never fills to a share is somebody's who is no better. */
const MOST_LEFT_MS = 60_000;

async function leaveToOthers(shopDomain: string, share: number, signal: AbortSignal | undefined): Promise<void> {
  const wait = Math.min(MOST_LEFT_MS, restMs(buckets.get(shopDomain) ?? null, share, machineNow()));
  if (wait === 0) return;
  await sleep(wait, undefined, { signal }).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw error;
  });
}

function noteBucket(shopDomain: string, extensions: unknown): void {
  const seen = seenBucket((extensions as { cost?: QueryCost } | undefined)?.cost, machineNow());
  if (seen !== null) buckets.set(shopDomain, seen);
}

const texts = new WeakMap<object, string>();

/** The operation as it is sent. To print one takes longer than to send it, and there are few. */
function textOf(document: DocumentNode): string {
  let text = texts.get(document);
  if (text === undefined) texts.set(document, (text = print(document)));
  return text;
}

type Outcome<Result> =
  | { kind: 'data'; data: Result }
  | { kind: 'unauthorized' }
  | { kind: 'terminal'; error: Error }
  | { kind: 'again'; reason: string; waitMs?: number; throttled?: boolean };

async function attemptOnce<Result, Variables extends Record<string, unknown>>(
  shopDomain: string,
  token: string,
  document: TypedDocumentNode<Result, Variables>,
  variables: Variables,
  signal: AbortSignal | undefined,
): Promise<Outcome<Result>> {
  const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
  const client = new GraphQLClient(`https://${shopDomain}/admin/api/${API_VERSION}/graphql.json`, {
    headers: { 'X-Shopify-Access-Token': token },
    errorPolicy: 'all',
    signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
  });
  try {
    const answer = await client.rawRequest<Result>(textOf(document), variables);
    noteBucket(shopDomain, answer.extensions);
    const faults = (answer.errors ?? []) as unknown as GraphQLFault[];
    if (faults.length > 0) return judge(faults, answer.extensions as { cost?: QueryCost } | undefined);
    // GraphQL gives null data only beside errors: this is the answer of something between us and Shopify.
    if (typeof answer.data !== 'object' || answer.data === null) return { kind: 'again', reason: 'an answer with neither data nor errors' };
    return { kind: 'data', data: answer.data };
  } catch (error) {
    if (signal?.aborted === true) throw signal.reason;
    // The first line alone: below it graphql-request repeats a body that it could not read, and bodies hold customers.
    if (!(error instanceof ClientError)) return { kind: 'again', reason: errorCode(error) ?? errorMessage(error).split('\n', 1)[0]?.slice(0, 200) ?? '' };
    const { status, headers, errors, extensions } = error.response;
    if (status === 401 || status === 403) return { kind: 'unauthorized' };
    if (status === 429) return { kind: 'again', reason: 'HTTP 429', waitMs: retryAfter(headers) };
    if (status >= 500) return { kind: 'again', reason: `HTTP ${status}`, waitMs: retryAfter(headers) };
    if (errors !== undefined && errors.length > 0) return judge(errors as unknown as GraphQLFault[], extensions as { cost?: QueryCost } | undefined);
    if (status === 404 || status === 402 || status === 423) return { kind: 'terminal', error: new TerminalError('shop-unavailable', `${shopDomain} answers HTTP ${status}: the shop is closed, frozen or gone.`) };
    return { kind: 'terminal', error: new TerminalError('shopify', `Shopify answered HTTP ${status} to a request for ${shopDomain}.`) };
  }
}

/** What Shopify said stands last, after the first colon: screens in other languages keep it. Errors beside data are errors: half an answer is never taken for a whole one. */
function judge(faults: GraphQLFault[], extensions: { cost?: QueryCost } | undefined): Outcome<never> {
  const codes = faults.map((fault) => fault.extensions?.code ?? '');
  const words = faults.map((fault) => fault.message).join('; ');
  if (codes.includes('THROTTLED')) return { kind: 'again', reason: 'THROTTLED', waitMs: throttleWaitMs(extensions?.cost) ?? 2_000, throttled: true };
  if (codes.includes('INTERNAL_SERVER_ERROR') || /timed? ?out/i.test(words)) return { kind: 'again', reason: words };
  if (codes.includes('ACCESS_DENIED')) return { kind: 'terminal', error: new TerminalError('access-denied', `Shopify denies access. Grant the app the scope it names: ${words}`) };
  return { kind: 'terminal', error: new TerminalError('shopify', `Shopify refused a request: ${words}`) };
}

function retryAfter(headers: unknown): number | undefined {
  const value = headers instanceof Headers ? headers.get('retry-after') : null;
  const seconds = value === null ? NaN : Number(value);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(60_000, seconds * 1000) : undefined;
}
