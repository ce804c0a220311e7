import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { InvalidInputError, RetryableError, TerminalError, errorCode, isRetryable } from '../runtime/errors.ts';
import { logFault } from '../runtime/log-fault.server.ts';
import { findKnownShop } from '../shops/known-shops.server.ts';
import { NotJson, readBoundedJson } from './bounded-json.ts';
import { readRawBody } from './raw-body.server.ts';
import { withRequestId } from './request-id.server.ts';

/** What a handler is told, when it has been checked who asks. */
export interface ShopperRequest {
  shopId: number;
  shopDomain: string;
  /** By Shopify's signature; null: nobody is logged in. Never from what the visitor sent. */
  customerId: number | null;
  /** One of the merchant's staff, in the admin. */
  staff: boolean;
  /** Shopify's number of that member of staff, where it is one. */
  staffId?: string | null;
  /** What the visitor asked, without what Shopify added: equal texts ask the same. */
  query: string;
  /** The same to look into. */
  readonly params: URLSearchParams;
  /** Of a POST: its JSON object; null otherwise. */
  body: Record<string, unknown> | null;
}

/** JSON, or a text with all its headers (textAnswer). With an `etag` among the headers a browser that has it is told so (304). */
export type ShopperAnswer = { status: number; headers?: Record<string, string>; json: unknown } | TextAnswer;

/** Made once and given out often: its head is written as it stands. */
export interface TextAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  text: string;
}

export type ShopperHandler = (request: ShopperRequest) => ShopperAnswer | Promise<ShopperAnswer>;

/** Handlers by method and path below the table's own path, as `GET /recommendations`. A HEAD is asked of the GET. */
export type HandlerTable<Handler> = Readonly<Record<string, Handler>>;

export type Caller = Pick<ShopperRequest, 'shopDomain' | 'customerId' | 'staff' | 'staffId'>;

const MOST_BODY_BYTES = 64 * 1024;
const BODY_WITHIN_MS = 2_000;
/** A body that nobody reads any more is let run in for so long, since its sender may listen only after that. */
const LINGER_MS = 2_000;
/** Requests in hand: what comes beyond is told to come again, at once. */
const MOST_IN_HAND = 1_000;
let inHand = 0;

/** An answer that is no handler's. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Record<string, string>;
  constructor(status: number, code: string, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** The handler of a method and a path. @throws Refusal 404, or 405 where another method has one */
export function findHandler<Handler>(table: HandlerTable<Handler>, method: string, path: string): Handler {
  const key = `${method === 'HEAD' ? 'GET' : method} ${path}`;
  const handler = Object.hasOwn(table, key) ? table[key] : undefined;
  if (handler !== undefined) return handler;
  const allowed = Object.keys(table).filter((one) => one.endsWith(` ${path}`)).map((one) => one.slice(0, -path.length - 1));
  if (allowed.length === 0) throw new Refusal(404, 'not-found', 'There is nothing at this address.');
  throw new Refusal(405, 'method', `This address takes ${allowed.join(' and ')}.`, { allow: [...allowed, ...(allowed.includes('GET') ? ['HEAD'] : [])].join(', ') });
}

/**
 * Answers a request of a shopper or of an extension.
 * @param admit checks who asks and what for. @throws Refusal
 * @param headers that every answer has, refusals too
 */
export async function answerShopper(request: IncomingMessage, response: ServerResponse, admit: () => { caller: Caller; query: string; handler: ShopperHandler; checkBody?: (body: Record<string, unknown>) => void }, headers: Record<string, string> | null = null): Promise<void> {
  inHand += 1;
  try {
    if (inHand > MOST_IN_HAND) throw new Refusal(503, 'busy', 'Regulars is busy just now. Try again in a few seconds.', { 'retry-after': '2' });
    const { caller, query, handler, checkBody } = admit();
    const found = findKnownShop(caller.shopDomain);
    const shopId = found instanceof Promise ? await found : found;
    if (shopId === null) throw new Refusal(404, 'not-installed', 'Regulars is not installed at this shop.');
    const body = request.method === 'POST' ? await jsonBody(request) : null;
    if (body !== null) checkBody?.(body);
    const answer = handler(new Asked(caller, shopId, query, body));
    write(request, response, answer instanceof Promise ? await answer : answer, headers);
  } catch (error) {
    refuse(request, response, error, headers);
  } finally {
    inHand -= 1;
  }
}

/** A request whose query is taken apart when somebody looks into it: most answers are found by the text as it stands. */
class Asked implements ShopperRequest {
  readonly shopId: number;
  readonly shopDomain: string;
  readonly customerId: number | null;
  readonly staff: boolean;
  readonly staffId: string | null;
  readonly query: string;
  readonly body: Record<string, unknown> | null;
  private parsed: URLSearchParams | undefined;

  constructor(caller: Caller, shopId: number, query: string, body: Record<string, unknown> | null) {
    this.shopId = shopId;
    this.shopDomain = caller.shopDomain;
    this.customerId = caller.customerId;
    this.staff = caller.staff;
    this.staffId = caller.staffId ?? null;
    this.query = query;
    this.body = body;
  }

  get params(): URLSearchParams {
    return (this.parsed ??= new URLSearchParams(this.query));
  }
}

async function jsonBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  const tooLarge = new Refusal(413, 'too-large', `The body is larger than ${MOST_BODY_BYTES / 1024} KB.`, { connection: 'close' });
  if (Number(request.headers['content-length'] ?? 0) > MOST_BODY_BYTES) throw tooLarge;
  const body = await readRawBody(request, { maxBytes: MOST_BODY_BYTES, withinMs: BODY_WITHIN_MS, onBytes: () => undefined });
  if (body === 'too-large') throw tooLarge;
  if (typeof body === 'string') throw new Refusal(408, 'slow', 'The body took too long.', { connection: 'close' });
  return readBoundedJson(body);
}

const PLAIN = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/** A text with the head that goes before it. */
export function textAnswer(status: number, headers: Readonly<Record<string, string>>, text: string): TextAnswer {
  return { status, text, headers: { ...PLAIN, ...headers, 'content-length': String(Buffer.byteLength(text)) } };
}

/** @param headers that every answer at this address has; null: none */
function write(request: IncomingMessage, response: ServerResponse, given: ShopperAnswer, headers: Record<string, string> | null): void {
  const answer = 'text' in given ? given : textAnswer(given.status, { 'content-type': 'application/json; charset=utf-8', ...given.headers }, JSON.stringify(given.json));
  const tag = request.headers['if-none-match'];
  const etag = answer.headers['etag'];
  if (tag !== undefined && etag !== undefined && answer.status === 200 && hasTag(tag, etag)) {
    const { 'content-type': _type, 'content-length': _length, ...rest } = answer.headers;
    return void response.writeHead(304, { ...headers, ...rest }).end();
  }
  response.writeHead(answer.status, headers === null ? answer.headers : { ...headers, ...answer.headers });
  // A text goes out in one piece with its head; bytes would be a second one.
  response.end(request.method === 'HEAD' ? undefined : answer.text);
}

/** Weak comparison, as RFC 9110 has it for If-None-Match; `*` is any answer that there is. */
function hasTag(header: string, etag: string): boolean {
  return header === etag || header.trim() === '*' || header.split(',').some((one) => one.trim().replace(/^W\//, '') === etag.replace(/^W\//, ''));
}

function refuse(request: IncomingMessage, response: ServerResponse, error: unknown, headers: Record<string, string> | null): void {
  // Whoever asked is gone, or has the beginning of an answer already.
  if (response.destroyed || response.headersSent) return void response.destroy();
  const refusal = refusalOf(error);
  // What goes well has no line in the log, and needs no id to be found by.
  if (refusal.status >= 500) void withRequestId(request, response, async () => Promise.resolve(logFault(error, { url: request.url ?? '', method: request.method ?? '' })));
  write(request, response, { status: refusal.status, headers: refusal.headers, json: { error: { code: refusal.code, message: refusal.message } } }, headers);
  if (!request.complete) setTimeout(() => request.complete || request.destroy(), LINGER_MS).unref();
}

/** What somebody outside is told: of our own errors their words, of a fault nothing. */
function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof NotJson) return new Refusal(422, 'body', error.message);
  if (error instanceof z.ZodError) return new Refusal(422, 'invalid', `Not of the form that is expected: ${[...new Set(error.issues.map((issue) => issue.path.filter((part) => typeof part === 'number' || /^\w{1,40}$/.test(String(part))).join('.') || 'the whole'))].slice(0, 10).join(', ')}.`);
  if (error instanceof InvalidInputError) return new Refusal(422, error.code, error.message);
  if (error instanceof TerminalError) return new Refusal(409, error.code, error.message);
  const again = { 'retry-after': '5' };
  if (error instanceof RetryableError) return new Refusal(503, error.code, error.message, again);
  return errorCode(error) !== undefined && isRetryable(error) ? new Refusal(503, 'unavailable', 'Regulars cannot answer just now. Try again in a few seconds.', again) : new Refusal(500, 'internal', 'Something went wrong on our side.');
}
