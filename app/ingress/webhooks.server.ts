import type { IncomingMessage, ServerResponse } from 'node:http';
import { isWebhookTopic } from '../inbox/inbox-event.ts';
import { MAX_PAYLOAD_BYTES, compressPayload, insertEvents } from '../inbox/inbox-store.server.ts';
import { InboxWriter } from '../inbox/inbox-writer.server.ts';
import { machineNow } from '../runtime/clock.server.ts';
import { config } from '../runtime/config.server.ts';
import { log } from '../runtime/log.server.ts';
import { countWebhook, observeAcknowledged, type WebhookOutcome } from '../runtime/metrics.server.ts';
import { readRawBody } from './raw-body.server.ts';
import { readWebhookHeaders } from './webhook-headers.ts';
import { hasSignatureForm, isSigned } from './webhook-signature.server.ts';

/** Shopify waits five seconds. The body has two of them; the insert begins after 2.3 at the latest (WRITER_LIMITS) and has 2.25 with its connection (pools.server.ts). */
const BODY_WITHIN_MS = 2_000;
/** A body that nobody reads any more is let run in for so long, since its sender may listen only after that. */
const LINGER_MS = 2_000;
/** Requests that are in hand, and bytes of their bodies: what comes beyond is turned away before it is read. */
const MOST_IN_HAND = 1_000;
const MOST_BYTES_IN_HAND = 64 * 1024 * 1024;
/**
 * Requests that are taken in one turn of the event loop. When processor time is what lacks, requests wait in the
 * sockets, unseen, and a turn gets as long as there are many of them: each would be answered, and all of them late. So
 * some are taken and the rest told at once, which costs a fifth.
 */
const MOST_A_TURN = 200;
const RETRY_AFTER_SECONDS = '2';

const writer = new InboxWriter(insertEvents);
let inHand = 0;
let bytesInHand = 0;
let takenThisTurn = 0;

/**
 * Takes an event of Shopify: checks who sent it, puts it in the inbox as it came, and says 200 when that is committed and
 * not before. Nothing else happens here, so neither a session nor a known shop is needed.
 */
export async function receiveWebhook(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const receivedAt = new Date(machineNow());
  const named = request.headers['x-shopify-topic'];
  const topic = typeof named === 'string' && isWebhookTopic(named) ? named : 'other';
  if (request.method !== 'POST') return void response.writeHead(405, { allow: 'POST', 'content-length': '0' }).end();
  const outcome = await admitted(request, receivedAt);
  countWebhook(topic, outcome);
  answer(request, response, outcome);
  if (outcome === 'stored') observeAcknowledged((machineNow() - receivedAt.getTime()) / 1000);
}

async function admitted(request: IncomingMessage, receivedAt: Date): Promise<WebhookOutcome> {
  if (!hasSignatureForm(request.headers['x-shopify-hmac-sha256'])) return 'unsigned';
  if (Number(request.headers['content-length'] ?? 0) > MAX_PAYLOAD_BYTES) return 'too-large';
  if (writer.resting) return 'unavailable';
  if (inHand >= MOST_IN_HAND || bytesInHand >= MOST_BYTES_IN_HAND) return 'overloaded';
  if (takenThisTurn >= MOST_A_TURN) return 'overloaded';
  if (takenThisTurn === 0) setImmediate(() => (takenThisTurn = 0));
  takenThisTurn += 1;
  let bytes = 0;
  inHand += 1;
  try {
    const body = await readRawBody(request, {
      maxBytes: MAX_PAYLOAD_BYTES,
      withinMs: BODY_WITHIN_MS,
      onBytes: (more) => {
        bytes += more;
        bytesInHand += more;
      },
    });
    return typeof body === 'string' ? body : await store(request, body, receivedAt);
  } finally {
    inHand -= 1;
    bytesInHand -= bytes;
  }
}

async function store(request: IncomingMessage, body: Buffer, receivedAt: Date): Promise<WebhookOutcome> {
  if (!isSigned(body, request.headers['x-shopify-hmac-sha256'], config().shopify.apiSecret)) return 'unsigned';
  const headers = readWebhookHeaders(request.headers);
  if (typeof headers === 'string') {
    log.warn({ header: headers }, 'a signed webhook lacks a header, or has it in a form that is not known');
    return 'malformed';
  }
  // To be sent it again would help nobody: a topic that is not ours is the toml's affair, not Shopify's.
  if (!isWebhookTopic(headers.topic)) return 'unknown-topic';
  const compressed = compressPayload(body);
  const payload = compressed instanceof Promise ? await compressed : compressed;
  return writer.write({ ...headers, receivedAt, payload, payloadBytes: body.length });
}

const STATUS: Readonly<Record<WebhookOutcome, number>> = {
  stored: 200,
  'unknown-topic': 200,
  malformed: 400,
  unsigned: 401,
  slow: 408,
  'too-large': 413,
  overloaded: 503,
  unavailable: 503,
  'broken-off': 0,
};

function answer(request: IncomingMessage, response: ServerResponse, outcome: WebhookOutcome): void {
  const status = STATUS[outcome];
  // Nobody is there any more.
  if (status === 0) return void response.destroy();
  const headers: Record<string, string> = { 'content-length': '0' };
  if (status === 503) headers['retry-after'] = RETRY_AFTER_SECONDS;
  // With the connection ends the wait for what does not come.
  if (outcome === 'slow') headers['connection'] = 'close';
  response.writeHead(status, headers).end();
  if (!request.complete) setTimeout(() => request.complete || request.destroy(), LINGER_MS).unref();
}
