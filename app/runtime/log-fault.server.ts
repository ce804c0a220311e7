import { errorCode, errorFrames, errorMessage } from './errors.ts';
import { log } from './log.server.ts';
import { pathForLog } from './without-secrets.ts';

/**
 * Tells the log of what went wrong with a request: a fault of ours as an error, with where it was thrown; what the framework
 * refuses by itself (no such address, no such method) as what it is, a visitor's mistake. The query is never told, and of
 * the path what the app's own are made of.
 * @param error what was thrown; of a Response, which is an answer, nothing is said
 */
export function logFault(error: unknown, request: { url: string; method: string }): void {
  if (error instanceof Response) return;
  const where = { method: request.method, path: pathForLog(URL.canParse(request.url) ? new URL(request.url).pathname : request.url) };
  const status = refusedWith(error);
  if (status !== null) log.info({ ...where, status }, 'a request was for nothing that is here');
  else log.error({ ...where, code: errorCode(error), reason: errorMessage(error), at: errorFrames(error) }, 'a request failed');
}

/** The status of a refusal of the framework (its ErrorResponse, which is no Error), null for anything else. */
function refusedWith(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('status' in error) || !('statusText' in error) || !('internal' in error)) return null;
  return typeof error.status === 'number' && error.status >= 400 && error.status < 500 ? error.status : null;
}
