import pino from 'pino';
import { logLevel } from './config.server.ts';

/**
 * Structured logs, one JSON object a line on standard output. Never log a payload, a name, an e-mail address or a token:
 * the redaction below is the second line of defence, not the first.
 */
export const log = pino({
  level: logLevel(),
  base: undefined,
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: {
    paths: ['accessToken', 'refreshToken', 'email', 'phone', 'firstName', 'lastName', '*.accessToken', '*.refreshToken', '*.email', 'headers.authorization', 'headers.cookie'],
    censor: '[left out]',
  },
});
