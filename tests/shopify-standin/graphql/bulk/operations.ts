import { createReadStream, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gid } from '../../store/model.ts';
import { AccessDenied } from '../errors.ts';
import type { Faults } from '../faults.ts';
import type { RequestLogEntry } from '../request-log.ts';
import { hasScope } from '../scopes.ts';
import type { BulkCaller, BulkErrorCode, BulkOperation, BulkOperations, BulkStart } from '../services.ts';
import type { Serving } from '../serving.ts';
import type { Signer } from '../signatures.ts';
import { bulkLines } from './bulk-lines.ts';
import type { LineCounts } from './bulk-lines.ts';
import { checkBulkQuery } from './check-query.ts';
import { compileBulkQuery } from './compile-query.ts';
import type { BulkPlan } from './compile-query.ts';
import { checkBulkMutation, mutationLines } from './mutation-lines.ts';
import { writeLines } from './run.ts';
import type { RunEnd } from './run.ts';

/** Bulk queries, and bulk mutations, that one app may run at once. */
const mostAtOnce = 5;
const resultDays = 7;
const firstId = 1001;
/** Under which addresses results are served. */
export const resultPath = '/standin/bulk';

export interface BulkRunnerOptions {
  directory: string;
  signer: Signer;
  now: () => number;
  rowsPerSecond: number | null;
  faults: Faults;
  /** What resolvers look at, for a caller, as of now. */
  serving: (caller: BulkCaller) => Serving;
  /** The file of an upload; null when there is none of that key. */
  uploadedFile: (key: string) => string | null;
  onFinish?: (operation: BulkOperation) => void;
}

export interface ResultAnswer {
  status: number;
  headers: Record<string, string>;
  stream: Readable | null;
  body: string;
}

type StartedBulk = NonNullable<RequestLogEntry['bulk']>;

const running = ['CREATED', 'RUNNING', 'CANCELING'];

/** All bulk operations of a shop. Each is a file of facts and a file of lines, so that both outlive a restart. */
export class BulkRunner implements BulkOperations {
  readonly #options: BulkRunnerOptions;
  readonly #operations = new Map<number, BulkOperation>();
  readonly #runs = new Set<Promise<void>>();
  readonly #stop = new AbortController();
  /** The operation started last, until the request log has taken it. */
  #started: StartedBulk | null = null;

  constructor(options: BulkRunnerOptions) {
    this.#options = options;
    mkdirSync(options.directory, { recursive: true });
    this.#load();
  }

  runQuery({ query, groupObjects }: { query: string; groupObjects: boolean }, caller: BulkCaller): BulkStart {
    const busy = this.#busy('QUERY', caller);
    if (busy !== null) return busy;
    const checked = checkBulkQuery(query);
    if (checked.document === null) return { operation: null, userErrors: checked.errors };
    const plan = compileBulkQuery(checked.document);
    const name = plan.roots.map((root) => root.field).join(', ');
    const counts: LineCounts = { rootObjectCount: 0 };
    return this.#start('QUERY', query, name, caller, counts, () => {
      refuseMissingScopes(plan, caller);
      return bulkLines(plan, groupObjects, this.#options.serving(caller), counts);
    });
  }

  runMutation({ mutation, stagedUploadPath }: { mutation: string; stagedUploadPath: string }, caller: BulkCaller): BulkStart {
    const checked = checkBulkMutation(mutation);
    if (checked.document === null) return { operation: null, userErrors: [checked.error] };
    const busy = this.#busy('MUTATION', caller);
    if (busy !== null) return busy;
    const path = this.#options.uploadedFile(stagedUploadPath);
    if (path === null) {
      const message =
        "The JSONL file could not be found. Try uploading the file again, and check that you've entered the URL correctly for the stagedUploadPath mutation argument.";
      return { operation: null, userErrors: [{ field: null, message, code: 'NO_SUCH_FILE' }] };
    }
    const { document } = checked;
    const counts: LineCounts = { rootObjectCount: 0 };
    return this.#start('MUTATION', mutation, checked.name, caller, counts, () =>
      mutationLines(document, path, () => this.#options.serving(caller), counts),
    );
  }

  cancel(id: number, clientId: string): BulkOperation | null {
    const operation = this.get(id, clientId);
    if (operation !== null && running.includes(operation.status)) operation.status = 'CANCELING';
    return operation;
  }

  get(id: number, clientId: string): BulkOperation | null {
    const operation = this.#operations.get(id);
    return operation?.clientId === clientId ? operation : null;
  }

  /** The app's operations, oldest first. */
  of(clientId: string): BulkOperation[] {
    return [...this.#operations.values()].filter((operation) => operation.clientId === clientId);
  }

  /** What the request just executed has started, for its entry in the request log. */
  takeStarted(): { bulk?: StartedBulk } {
    const started = this.#started;
    this.#started = null;
    return started === null ? {} : { bulk: started };
  }

  resultUrl(operation: BulkOperation, publicUrl: string): string | null {
    if (operation.file === null || operation.completedAt === null) return null;
    const expires = operation.completedAt + resultDays * 86_400_000;
    const path = `${resultPath}/${operation.id}/${operation.file}`;
    return `${publicUrl}${path}?expires=${expires}&signature=${this.#options.signer.sign(`${path} ${expires}`)}`;
  }

  /** The file behind a result address, or a refusal in the words of the storage that Shopify uses. */
  async resultStream(pathAndQuery: string): Promise<ResultAnswer> {
    const url = new URL(pathAndQuery, 'http://standin');
    const [, id, file] = new RegExp(`^${resultPath}/(\\d+)/([\\w.-]+)$`).exec(url.pathname) ?? [];
    const expires = url.searchParams.get('expires') ?? '';
    const operation = id === undefined ? undefined : this.#operations.get(Number(id));
    if (!this.#options.signer.verify(`${url.pathname} ${expires}`, url.searchParams.get('signature') ?? '')) {
      return refusal(403, 'SignatureDoesNotMatch', 'Access denied.');
    }
    if (Number(expires) < this.#options.now()) return refusal(400, 'ExpiredToken', 'Invalid argument.');
    if (operation === undefined || operation.file === null || operation.file !== file) return refusal(404, 'NoSuchKey', 'The specified key does not exist.');
    const fault = this.#options.faults.bulkResult?.(operation.id) ?? null;
    if (fault === 'expired') return refusal(400, 'ExpiredToken', 'Invalid argument.');
    const path = join(this.#options.directory, file);
    const { size } = await stat(path);
    const headers = {
      'content-type': 'application/jsonl',
      'content-length': String(size),
      'content-disposition': `attachment; filename="${file}"; filename*=UTF-8''${file}`,
    };
    return { status: 200, headers, stream: fault === 'cut' ? brokenOff(path, size) : createReadStream(path, { highWaterMark: 256 * 1024 }), body: '' };
  }

  /** Stops what runs; those operations have FAILED. */
  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#runs);
  }

  #busy(type: BulkOperation['type'], caller: BulkCaller): BulkStart | null {
    const busy = this.of(caller.app.clientId).filter((operation) => operation.type === type && running.includes(operation.status));
    if (busy.length < mostAtOnce) return null;
    const ids = busy.map((operation) => gid('BulkOperation', operation.id)).join(', ');
    const message = `A bulk ${type.toLowerCase()} operation for this app and shop is already in progress: ${ids}.`;
    return { operation: null, userErrors: [{ field: null, message, code: 'OPERATION_IN_PROGRESS' }] };
  }

  #start(
    type: BulkOperation['type'],
    query: string,
    name: string,
    caller: BulkCaller,
    counts: LineCounts,
    lines: () => Parameters<typeof writeLines>[0],
  ): BulkStart {
    const operation: BulkOperation = {
      id: Math.max(firstId - 1, ...this.#operations.keys()) + 1,
      clientId: caller.app.clientId,
      type,
      status: 'CREATED',
      query,
      errorCode: null,
      createdAt: this.#options.now(),
      completedAt: null,
      objectCount: 0,
      rootObjectCount: 0,
      fileSize: null,
      file: null,
      partial: false,
    };
    this.#operations.set(operation.id, operation);
    this.#started = { type, operation: name, id: gid('BulkOperation', operation.id) };
    this.#save(operation);
    const run = this.#run(`bulk-${operation.id}.jsonl`, operation, name, counts, lines);
    this.#runs.add(run);
    void run.finally(() => this.#runs.delete(run));
    return { operation: { ...operation }, userErrors: [] };
  }

  async #run(file: string, operation: BulkOperation, name: string, counts: LineCounts, lines: () => Parameters<typeof writeLines>[0]): Promise<void> {
    // The answer to the mutation goes out first: an operation is CREATED before it runs.
    await new Promise((resolve) => setImmediate(resolve));
    if (operation.status === 'CREATED') operation.status = 'RUNNING';
    let end: RunEnd;
    try {
      const { rowsPerSecond, faults, directory } = this.#options;
      const path = join(directory, file);
      end = await writeLines(lines(), { operation, name, path, counts, rowsPerSecond, faults, signal: this.#stop.signal });
    } catch (error) {
      const errorCode: BulkErrorCode = error instanceof AccessDenied ? 'ACCESS_DENIED' : 'INTERNAL_SERVER_ERROR';
      if (errorCode === 'INTERNAL_SERVER_ERROR') {
        process.stderr.write(`The local Shopify's bulk operation ${operation.id} (${name}) failed: ${error instanceof Error ? error.stack : String(error)}\n`);
      }
      end = { status: 'FAILED', errorCode, keepPartial: false, bytes: 0 };
    }
    const bytes = end.status === 'COMPLETED' || (end.status === 'FAILED' && end.keepPartial) ? end.bytes : 0;
    operation.completedAt = this.#options.now();
    operation.errorCode = end.status === 'FAILED' ? end.errorCode : null;
    // An empty result has no address, as at Shopify.
    operation.file = bytes > 0 ? file : null;
    operation.fileSize = bytes > 0 ? bytes : null;
    operation.partial = end.status === 'FAILED';
    operation.status = end.status;
    this.#save(operation);
    if (!this.#stop.signal.aborted) this.#options.onFinish?.(operation);
  }

  #save(operation: BulkOperation): void {
    const file = join(this.#options.directory, `operation-${operation.id}.json`);
    writeFileSync(`${file}.partial`, JSON.stringify(operation));
    renameSync(`${file}.partial`, file);
  }

  /** Operations of earlier runs of the stand-in. One that was cut off did not come to its end: it FAILED. */
  #load(): void {
    for (const name of readdirSync(this.#options.directory)) {
      if (!/^operation-\d+\.json$/.test(name)) continue;
      const operation = JSON.parse(readFileSync(join(this.#options.directory, name), 'utf8')) as BulkOperation;
      if (running.includes(operation.status)) {
        Object.assign(operation, { status: 'FAILED', errorCode: 'INTERNAL_SERVER_ERROR', completedAt: this.#options.now() } satisfies Partial<BulkOperation>);
        this.#save(operation);
      }
      if (operation.file !== null && !existsSync(join(this.#options.directory, operation.file))) operation.file = null;
      this.#operations.set(operation.id, operation);
    }
    const sorted = [...this.#operations.values()].sort((a, b) => a.id - b.id);
    this.#operations.clear();
    for (const operation of sorted) this.#operations.set(operation.id, operation);
  }
}

function refuseMissingScopes(plan: BulkPlan, caller: BulkCaller): void {
  for (const scope of plan.scopes) if (!hasScope(caller.app.scopes, scope)) throw new AccessDenied(plan.roots[0]?.field ?? 'bulk', scope);
}

/** The first part of a file, and then no more, though more was promised. */
function brokenOff(path: string, size: number): Readable {
  const part = createReadStream(path, { end: Math.max(0, Math.floor(size / 2) - 1) });
  return Readable.from((async function* () {
    yield* part;
    throw new Error('The connection is cut here.');
  })(), { objectMode: false });
}

function refusal(status: number, code: string, message: string): ResultAnswer {
  const body = `<?xml version='1.0' encoding='UTF-8'?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return { status, headers: { 'content-type': 'application/xml; charset=UTF-8' }, stream: null, body };
}
