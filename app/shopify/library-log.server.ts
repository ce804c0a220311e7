import { LogSeverity } from '@shopify/shopify-api';
import { withoutValues } from '../runtime/errors.ts';
import { log } from '../runtime/log.server.ts';

const LEVELS = { [LogSeverity.Debug]: 'debug', [LogSeverity.Info]: 'info', [LogSeverity.Warning]: 'warn', [LogSeverity.Error]: 'error' } as const;

/** As the library writes: [package/LEVEL] words | {key: value, ...}. */
const FORM = /^\[(shopify-[a-z]+)\/[A-Z]+\] (.*?)(?: \| \{(.*)\})?$/s;

/**
 * Where Shopify's libraries write: into the app's log, at the level that they give. Of what they put beside their words
 * (tokens, claims, addresses, bodies of answers) the shop's domain alone is kept, and of the words what comes before the
 * first colon, behind which they quote. They are not asked for lines that the app's log would leave out.
 */
export function libraryLogger(): { level: LogSeverity; httpRequests: false; timestamps: false; log: (severity: LogSeverity, message: string) => void } {
  const level = [LogSeverity.Debug, LogSeverity.Info, LogSeverity.Warning].find((severity) => log.isLevelEnabled(LEVELS[severity])) ?? LogSeverity.Error;
  return {
    level, httpRequests: false, timestamps: false,
    log: (severity, message) => {
      const [, of = 'shopify', words = message, beside = ''] = FORM.exec(message) ?? [];
      const shop = /(?:^|, )shop: ([a-z0-9][a-z0-9-]*\.myshopify\.com)(?:, |$)/.exec(beside)?.[1];
      log[LEVELS[severity]]({ of, ...(shop === undefined ? {} : { shop }) }, withoutValues(words.split(': ', 1)[0] ?? ''));
    },
  };
}
