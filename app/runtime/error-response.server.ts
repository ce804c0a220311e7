import { InvalidInputError, RegularsError, RetryableError, TerminalError } from './errors.ts';
import { log } from './log.server.ts';

/**
 * An action's answer when its use case refused: the error's own words and stable code, for the screen's banner and the
 * command line alike. What is not one of our errors is thrown on: it is a fault of ours and gets the error page and the log.
 */
export function errorResponse(error: unknown): Response {
  if (!(error instanceof RegularsError)) throw error;
  const status = error instanceof InvalidInputError ? 422 : error instanceof TerminalError ? 409 : error instanceof RetryableError ? 503 : 500;
  // What was asked was wrong, or cannot be as things stand: nothing for whoever watches over the app.
  log[status < 500 ? 'info' : 'warn']({ code: error.code, status }, 'a request was refused');
  return Response.json({ error: { code: error.code, message: error.message } }, { status });
}
