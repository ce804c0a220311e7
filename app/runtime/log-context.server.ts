import { AsyncLocalStorage } from 'node:async_hooks';

/** What every log line says that is written on behalf of one request or one job. Ids only: never a name, an address or a token. */
export interface LogContext {
  requestId?: string;
  job?: string;
  jobId?: string;
}

const contexts = new AsyncLocalStorage<LogContext>();

/** Does the work, and whatever it awaits, with these ids on each of its log lines. */
export function inLogContext<Result>(context: LogContext, work: () => Result): Result {
  return contexts.run({ ...contexts.getStore(), ...context }, work);
}

export function logContext(): LogContext | undefined {
  return contexts.getStore();
}
