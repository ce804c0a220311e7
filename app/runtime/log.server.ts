import pino from 'pino';
import { logLevel } from './config.server.ts';
import { errorCode, errorFrames, errorMessage, withoutValues } from './errors.ts';
import { logContext } from './log-context.server.ts';
import { standardOutput } from './standard-output.server.ts';
import { withoutSecrets } from './without-secrets.ts';

const output = standardOutput();

/**
 * Structured logs, one JSON object a line on standard output, each with the ids of the request or job that it was written
 * for. Never log a payload, a name, an e-mail address, a token or an address with its query: the redaction below and what
 * is done to the whole line are the second line of defence, not the first.
 */
export const log = pino({
  level: logLevel(),
  base: undefined,
  // An error's own fields (PostgreSQL's detail, a payload that Zod was given) may be a person's.
  serializers: { err: inWords, error: inWords },
  hooks: {
    // pino would take the message of an error that is logged alone as it is.
    logMethod(given: unknown[], method) {
      const [first, ...others] = given;
      method.apply(this, (first instanceof Error ? [{ err: first }, ...(others.length === 0 ? [errorMessage(first)] : others)] : given) as Parameters<typeof method>);
    },
    streamWrite: withoutSecrets,
  },
  mixin: () => ({ ...logContext() }),
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: {
    paths: ['accessToken', 'refreshToken', 'email', 'phone', 'firstName', 'lastName', '*.accessToken', '*.refreshToken', '*.email', 'headers.authorization', 'headers.cookie'],
    censor: '[left out]',
  },
}, output);

function inWords(error: unknown): object {
  return { code: errorCode(error), reason: errorMessage(error), at: errorFrames(error) };
}

/** Has a fault that nobody caught end the process with a line of the log: Node would print the error with all its fields. */
export function endInWords(): void {
  // Whoever read them has gone: that is no fault of ours, and no reason to end in the middle of something.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'the process ends at a fault that nobody caught');
    process.exit(1);
  });
}

const CONSOLE_LEVELS = { debug: 'debug', log: 'info', info: 'info', warn: 'warn', error: 'error' } as const;

/**
 * From here on what anybody writes to the console, and Node's own warnings, are lines of the log: the first words alone,
 * without what they quote. Libraries write there as they like, whole addresses and objects too. For a process that has
 * started; what it says to the person who starts it is plain text.
 */
export function logConsole(): void {
  for (const [method, level] of Object.entries(CONSOLE_LEVELS)) {
    console[method as keyof typeof CONSOLE_LEVELS] = (first: unknown) => {
      if (first instanceof Error) log[level]({ of: 'console', err: first }, errorMessage(first));
      else log[level]({ of: 'console' }, typeof first === 'string' ? withoutValues(first) || 'an empty line' : 'something without words');
    };
  }
  process.removeAllListeners('warning');
  process.on('warning', (warning) => log.warn({ of: 'console', code: errorCode(warning) }, errorMessage(warning)));
}

/** The last resort, when the process was given its time to stop: nothing that waits anywhere, a thread or a hook, can hold this up. */
export function endAtOnce(): void {
  output.flush();
  process.kill(process.pid, 'SIGKILL');
}
