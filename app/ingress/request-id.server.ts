import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { inLogContext } from '../runtime/log-context.server.ts';

const FORM = /^[A-Za-z0-9-]{8,64}$/;

/** Does what a request wants under an id that its log lines carry and its answer tells: that of a proxy before us, where it gave one. */
export async function withRequestId<Result>(request: IncomingMessage, response: ServerResponse, work: () => Promise<Result>): Promise<Result> {
  const given = request.headers['x-request-id'];
  const requestId = typeof given === 'string' && FORM.test(given) ? given : randomUUID();
  response.setHeader('x-request-id', requestId);
  return inLogContext({ requestId }, work);
}
