import { AsyncLocalStorage } from 'node:async_hooks';

/** What every log line says that is written on behalf of one request or one job. Ids only: never a name, an address or a token. */
export interface LogContext {
  requestId?: string;
  job?: string;
  jobId?: string;
}

interface Scope {
  readonly ids: LogContext;
  readonly outer: Scope | undefined;
  over: boolean;
}

const scopes = new AsyncLocalStorage<Scope>();

/** Does the work, and whatever it awaits or leaves to others, with these ids on each of its log lines. */
export function inLogContext<Result>(ids: LogContext, work: () => Result): Result {
  return scopes.run({ ids, outer: scopes.getStore(), over: false }, work);
}

/**
 * As `inLogContext`, until the work has come to its end: what it leaves behind (a timer, a listener, a connection that it
 * was the first to open) lives on without its ids, which would be those of something that is over.
 */
export async function inLogContextUntilDone<Result>(ids: LogContext, work: () => Promise<Result>): Promise<Result> {
  const scope: Scope = { ids, outer: scopes.getStore(), over: false };
  try {
    return await scopes.run(scope, work);
  } finally {
    scope.over = true;
  }
}

/** Does what is nobody's in particular: begun for whoever came first, and for all who come after. */
export function outsideLogContext<Result>(work: () => Result): Result {
  return scopes.exit(work);
}

/** The ids of what is under way here; undefined: none. */
export function logContext(): LogContext | undefined {
  let ids: LogContext | undefined;
  for (let scope = scopes.getStore(); scope !== undefined; scope = scope.outer) if (!scope.over) ids = { ...scope.ids, ...ids };
  return ids;
}
