/** The Admin GraphQL API of the local Shopify, without HTTP: `server.ts` puts that around it. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { GraphQLError, Kind, parse } from 'graphql';
import type { DocumentNode, ExecutionResult, OperationDefinitionNode } from 'graphql';
import { appNumber } from '../app-number.ts';
import type { AppRegistry, TokenBearer } from '../apps.ts';
import type { LiveStore } from '../store/live-store.ts';
import { BulkRunner } from './bulk/operations.ts';
import type { ResultAnswer } from './bulk/operations.ts';
import { actualCost, mostQueryCost, requestedCost } from './cost.ts';
import { executeDocument, validateDocument } from './execute.ts';
import type { AnsweredRequest, Faults, HttpAnswer } from './faults.ts';
import type { RequestLog, RequestLogEntry } from './request-log.ts';
import { adminSchema, servedVersion } from './schema.ts';
import type { Args, Serving } from './serving.ts';
import type { BulkOperation, ServedTheme, Services, WebhookSubscriptions } from './services.ts';
import { Signer } from './signatures.ts';
import { Bucket, restoreRates } from './throttle.ts';
import type { Plan } from './throttle.ts';
import { Uploads } from './uploads.ts';
import type { UploadRequest } from './uploads.ts';
import { WebhookSubscriptionFile } from './webhook-subscriptions.ts';

export interface AdminApiOptions {
  live: LiveStore;
  apps: AppRegistry;
  log: RequestLog;
  /** A directory of its own, for bulk results, uploads and subscriptions. */
  workDir: string;
  /** Address under which a browser reaches pictures, without a slash at the end; the request's own unless given. */
  pictureUrl?: () => string;
  /** Sets the rate limit; the shop's own plan unless told. */
  plan?: Plan;
  /** Points a second in place of the plan's. */
  restoreRate?: number;
  /** Most points of one query: Shopify's 1,000 unless told. */
  mostQueryCost?: number;
  /** Slows bulk runs down to lines a second, so that they can be watched. */
  bulkRowsPerSecond?: number;
  /** 'none': the app is not approved for protected customer fields. */
  protectedFields?: 'approved' | 'none';
  faults?: Faults;
  /** Told of each bulk operation that has ended. */
  onBulkFinish?: (operation: BulkOperation) => void;
  /** Keeps the subscriptions that apps make through the API; left out, the API keeps them in its own directory. */
  webhooks?: WebhookSubscriptions;
  /** The theme in use; left out, there is none. */
  theme?: ServedTheme;
  /** Milliseconds for the rate limit, which runs at the real pace whatever the store's clock does. */
  throttleClock?: () => number;
}

export interface AdminRequest {
  accessToken: string | null;
  /** The parsed JSON of the request. */
  body: unknown;
  /** The API version in the path. */
  version: string;
  /** Address under which this caller reaches files, without a slash at the end. */
  publicUrl: string;
}

export interface AdminApi {
  execute(request: AdminRequest): Promise<HttpAnswer>;
  /** The bulk result behind a signed address; `stream` when there is one, else `body`. */
  resultStream(pathAndQuery: string): Promise<ResultAnswer>;
  acceptUpload(request: UploadRequest): Promise<HttpAnswer>;
  close(): Promise<void>;
}

interface Parsed {
  document: DocumentNode;
  operation: OperationDefinitionNode;
  name: string;
  type: 'query' | 'mutation';
}

/** Documents kept parsed and validated, for all shops: an app sends the same few over and over. */
const keptDocuments = 200;

const documents = new Map<string, DocumentNode>();

export function createAdminApi(options: AdminApiOptions): AdminApi {
  const { live, apps, log, workDir } = options;
  const faults = options.faults ?? {};
  const rate = options.restoreRate ?? restoreRates[options.plan ?? live.store.shop.plan];
  const most = options.mostQueryCost ?? mostQueryCost;
  const throttleClock = options.throttleClock ?? (() => performance.now());
  // Now rather than at the first request, which would wait for it.
  adminSchema();
  mkdirSync(workDir, { recursive: true });
  const signer = new Signer(workDir);
  const uploads = new Uploads({ directory: join(workDir, 'uploads'), signer, shopId: live.store.shop.id });
  const buckets = new Map<string, Bucket>();

  const serving = ({ app, publicUrl }: { app: TokenBearer; publicUrl: string }): Serving => ({
    live,
    app,
    now: live.now(),
    publicUrl,
    pictureUrl: options.pictureUrl?.() ?? publicUrl,
    protectedFields: options.protectedFields ?? 'approved',
    services,
  });
  const bulk = new BulkRunner({
    directory: join(workDir, 'bulk'),
    signer,
    now: () => live.now(),
    rowsPerSecond: options.bulkRowsPerSecond ?? null,
    faults,
    serving,
    uploadedFile: (key) => uploads.file(key),
    ...(options.onBulkFinish === undefined ? {} : { onFinish: options.onBulkFinish }),
  });
  const services: Services = { apps, appNumber, webhooks: options.webhooks ?? subscriptionFile(workDir), uploads, bulk, theme: options.theme ?? null };

  const bucketOf = (clientId: string): Bucket => {
    const known = buckets.get(clientId);
    if (known !== undefined) return known;
    const bucket = new Bucket(rate, throttleClock);
    buckets.set(clientId, bucket);
    return bucket;
  };

  const answer = (request: AnsweredRequest, result: unknown, cost: number, extra: Partial<RequestLogEntry> = {}, status = 200): HttpAnswer => {
    const errors = errorCodes(result);
    log.add({
      at: new Date(live.now()).toISOString(),
      operation: request.operation,
      type: request.type,
      cost,
      status,
      ...(errors.length > 0 ? { errors } : {}),
      ...extra,
    });
    return { status, headers: { 'content-type': 'application/json; charset=utf-8', 'x-shopify-api-version': servedVersion }, body: JSON.stringify(result) };
  };

  const parseCached = (query: string): DocumentNode => {
    const known = documents.get(query);
    if (known !== undefined) return known;
    const document = parse(query);
    if (documents.size >= keptDocuments) documents.clear();
    documents.set(query, document);
    return document;
  };

  const run = (request: AdminRequest): HttpAnswer => {
    const app = request.accessToken === null ? null : apps.appForToken(request.accessToken);
    const nobody: AnsweredRequest = { operation: '', type: 'invalid', clientId: app?.clientId ?? '' };
    if (app === null) return answer(nobody, { errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' }, 0, {}, 401);
    if (request.version !== servedVersion) {
      return answer(nobody, { errors: `The local Shopify serves Admin API ${servedVersion} only, not ${request.version}.` }, 0, {}, 404);
    }
    const body = (request.body ?? {}) as { query?: unknown; variables?: unknown; operationName?: unknown };
    if (typeof body.query !== 'string' || body.query.trim() === '') {
      return answer(nobody, { errors: { query: 'Required parameter missing or invalid' } }, 0, {}, 400);
    }
    const operationName = typeof body.operationName === 'string' && body.operationName !== '' ? body.operationName : null;
    const parsed = read(body.query, operationName, parseCached);
    if ('errors' in parsed) return answer(nobody, { errors: parsed.errors }, 0);

    const named: AnsweredRequest = { operation: parsed.name, type: parsed.type, clientId: app.clientId };
    const variables = (body.variables ?? {}) as Args;
    const bucket = bucketOf(app.clientId);
    const requested = requestedCost(parsed.document, parsed.operation, variables);
    const cost = (actual: number | null): unknown => ({ cost: { requestedQueryCost: requested, actualQueryCost: actual, throttleStatus: bucket.status() } });

    const fault = faults.beforeRespond?.(named) ?? null;
    if (fault !== null && fault !== 'throttle') {
      log.add({ at: new Date(live.now()).toISOString(), operation: named.operation, type: named.type, cost: 0, status: fault.status });
      return fault;
    }
    if (requested > most) return answer(named, { errors: [tooDear(requested, most)] }, 0);
    if (fault === 'throttle') bucket.drain();
    if (fault === 'throttle' || !bucket.take(requested)) {
      const documentation = 'https://shopify.dev/api/usage/rate-limits';
      return answer(named, { errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED', documentation } }], extensions: cost(null) }, 0);
    }
    let result: ExecutionResult;
    let actual = requested;
    try {
      result = executeDocument(parsed.document, variables, operationName, serving({ app, publicUrl: request.publicUrl }));
      actual = Math.min(requested, actualCost(parsed.document, parsed.operation, variables, result.data ?? null));
    } finally {
      bucket.giveBack(requested - actual);
    }
    const { data, errors } = result;
    const answered = answer(named, { ...(data === undefined ? {} : { data }), ...(errors === undefined ? {} : { errors }), extensions: cost(actual) }, actual, bulk.takeStarted());
    return faults.afterRespond?.(named, answered) ?? answered;
  };

  return {
    execute: async (request) => run(request),
    resultStream: (pathAndQuery) => bulk.resultStream(pathAndQuery),
    acceptUpload: (request) => uploads.accept(request),
    close: () => bulk.close(),
  };
}

/** Where an API of this directory keeps the subscriptions that apps make. */
export function subscriptionFile(workDir: string): WebhookSubscriptions {
  mkdirSync(workDir, { recursive: true });
  return new WebhookSubscriptionFile(join(workDir, 'webhook-subscriptions.json'));
}

/** A document with the operation that is to run, or what is wrong with it. */
function read(query: string, operationName: string | null, parseDocument: (query: string) => DocumentNode): Parsed | { errors: readonly GraphQLError[] } {
  let document: DocumentNode;
  try {
    document = parseDocument(query);
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error] };
    throw error;
  }
  const invalid = validateDocument(document);
  if (invalid.length > 0) return { errors: invalid };
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const operation = operationName === null ? operations[0] : operations.find((one) => one.name?.value === operationName);
  if (operation === undefined) return { errors: [new GraphQLError(`No operation named "${operationName ?? ''}"`)] };
  if (operationName === null && operations.length > 1) return { errors: [new GraphQLError('An operation name is required')] };
  if (operation.operation === 'subscription') return { errors: [new GraphQLError('The Admin API has no subscriptions.')] };
  const first = operation.selectionSet.selections.find((selection) => selection.kind === Kind.FIELD);
  return { document, operation, name: operation.name?.value ?? first?.name.value ?? '', type: operation.operation };
}

function tooDear(requested: number, most: number): unknown {
  return {
    message: `Query cost is ${requested}, which exceeds the single query max cost limit (${most}).\n\nSee https://shopify.dev/concepts/about-apis/rate-limits for more information on how the\ncost of a query is calculated.\n\nTo query larger amounts of data with fewer limits, bulk operations should be used instead.\nSee https://shopify.dev/tutorials/perform-bulk-operations-with-admin-api for usage details.\n`,
    extensions: { code: 'MAX_COST_EXCEEDED', cost: requested, maxCost: most, documentation: 'https://shopify.dev/api/usage/rate-limits' },
  };
}

function errorCodes(result: unknown): string[] {
  const { errors } = result as { errors?: unknown };
  if (errors === undefined) return [];
  if (!Array.isArray(errors)) return ['HTTP'];
  return (errors as { extensions?: { code?: unknown } }[]).map((error) => (typeof error.extensions?.code === 'string' ? error.extensions.code : 'INVALID'));
}
