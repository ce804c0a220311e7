import { withoutSecrets } from './without-secrets.ts';

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

/**
 * One line for a person: a RegularsError's own words, which hold nothing of anybody; otherwise the first line of the message
 * alone, without what it quotes, never a stack. PostgreSQL, JSON.parse and BigInt repeat the value they stumbled over, and
 * that may be a customer's.
 */
export function errorMessage(error: unknown): string {
  if (error instanceof RegularsError) return error.message;
  // Node's answer when every address of a host refused has no words of its own.
  if (error instanceof AggregateError && error.message === '') return error.errors.map(errorMessage).join('; ') || error.name;
  if (!(error instanceof Error)) {
    // pg-boss tells of its errors in plain objects.
    if (typeof error === 'object' && error !== null) return 'message' in error && typeof error.message === 'string' ? withoutValues(error.message) : 'an error without words';
    return withoutValues(String(error));
  }
  // Their words are made of the text that was read.
  if (error instanceof SyntaxError) return `${error.name}${/ (?:at position|in JSON at position) (\d+)/.exec(error.message)?.[1]?.replace(/^/, ' at position ') ?? ''}`;
  // Zod's, whose message is JSON with words of ours and of what came.
  if ('issues' in error && Array.isArray(error.issues)) return `${error.name}: ${error.issues.length} ${error.issues.length === 1 ? 'field is' : 'fields are'} not of the form that was expected`;
  return withoutValues(error.message) || error.name;
}

const LONGEST_MESSAGE = 300;

/** The names of tables and constraints that PostgreSQL quotes stay, and paths: they are ours. Values come after a colon, in other quotes, or look like an address. */
export function withoutValues(message: string): string {
  return withoutSecrets(message.split('\n', 1)[0] ?? '')
    .replace(/: ["'({[].*$/, '')
    .replace(/(\b(?:constraint|relation|column|table|index|role|schema|database) )?"[^"]*"?/g, (whole: string, kind: string | undefined) => (kind !== undefined && /"[a-z_][a-z0-9_]*"$/.test(whole) ? whole : `${kind ?? ''}${LEFT_OUT}`))
    .replace(/'(?!\/)(?![\w$]*')[^']*'/g, LEFT_OUT)
    .replace(/[^\s"'<>()]*@[^\s"'<>()]+/g, LEFT_OUT)
    .slice(0, LONGEST_MESSAGE);
}

const LEFT_OUT = '[left out]';

/** Where an error was thrown, without its message, which the stack begins with. */
export function errorFrames(error: unknown): string | undefined {
  return error instanceof Error ? error.stack?.split('\n').filter((line) => /^\s+at /.test(line)).join('\n') : undefined;
}
