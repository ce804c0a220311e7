import pino from 'pino';
import { logLevel } from './config.server.ts';
import { logContext } from './log-context.server.ts';

/**
 * Structured logs, one JSON object a line on standard output, each with the ids of the request or job that it was written
 * for. Never log a payload, a name, an e-mail address or a token:
 * the redaction below is the second line of defence, not the first.
 */
export const log = pino({
  level: logLevel(),
  base: undefined,
  mixin: () => ({ ...logContext() }),
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: {
    paths: ['accessToken', 'refreshToken', 'email', 'phone', 'firstName', 'lastName', '*.accessToken', '*.refreshToken', '*.email', 'headers.authorization', 'headers.cookie'],
    censor: '[left out]',
  },
});
