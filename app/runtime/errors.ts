/**
 * The errors that the rest of the house throws on purpose. Each message says what happened, to what, and what to do next, because it is shown to a merchant or an operator as it stands.
 */

/** What a screen is told of something that went wrong. The code chooses the text in a reader's language; the message is the English one. */
export interface Fault {
  code: string;
  message: string;
}

/** What stopped some work, as its row keeps it; null: nothing did. */
export function storedFault(row: { errorCode: string | null; errorMessage: string | null }): Fault | null {
  return row.errorMessage === null ? null : { code: row.errorCode ?? 'unknown', message: row.errorMessage };
}

/** An error whose message may be shown to the person who caused or can mend it. `code` is stable, for tests and logs. */
export class RegularsError extends Error {
  readonly code: string;
  constructor(code: string, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** What was given is wrong, and trying again with the same cannot help. A job that throws it is not retried. */
export class InvalidInputError extends RegularsError {}

/** The work cannot go on as things stand (no access, uninstalled, refused by Shopify). A job that throws it is not retried. */
export class TerminalError extends RegularsError {}

/** Something passing (network, throttle, deadlock). A job that throws it is tried again with backoff. */
export class RetryableError extends RegularsError {
  /** Milliseconds to wait before the next try, when the other side said so. */
  readonly retryAfterMs: number | undefined;
  constructor(code: string, message: string, options?: { cause?: unknown; retryAfterMs?: number }) {
    super(code, message, options);
    this.retryAfterMs = options?.retryAfterMs;
  }
}

/** PostgreSQL's SQLSTATE classes that a second try can mend: connection, deadlock, serialisation, resources, shutdown. */
const PASSING_SQLSTATE = /^(08|40|53|57P|55P03)/;
/** Node's network codes of the same kind. */
const PASSING_NETWORK = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'UND_ERR_SOCKET', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

/**
 * The one place that decides whether a failure is worth another try. Unknown errors are: a job has a bounded number of
 * tries and a dead-letter page, so a wrong "yes" costs little, while a wrong "no" loses work.
 */
export function isRetryable(error: unknown): boolean {
  if (error instanceof InvalidInputError || error instanceof TerminalError) return false;
  if (error instanceof RetryableError) return true;
  const code = errorCode(error);
  if (code !== undefined && /^[0-9A-Z]{5}$/.test(code) && !PASSING_NETWORK.has(code)) return PASSING_SQLSTATE.test(code);
  return true;
}

/** The `code` of an error or of the first cause that has one. */
export function errorCode(error: unknown): string | undefined {
  for (let current = error, depth = 0; current instanceof Error && depth < 5; current = current.cause, depth += 1) {
    if ('code' in current && typeof current.code === 'string') return current.code;
  }
  return undefined;
}

/** One line for a person: a RegularsError's own words, otherwise the message alone, never a stack. */
export function errorMessage(error: unknown): string {
  // Node's answer when every address of a host refused has no words of its own.
  if (error instanceof AggregateError && error.message === '') return error.errors.map(errorMessage).join('; ') || error.name;
  if (error instanceof Error) return error.message || error.name;
  return String(error);
}
