import { TerminalError } from '../runtime/errors.ts';

/**
 * Whether an address that came in an answer of Shopify's may be fetched or uploaded to. Answers are data: one that named
 * another host would make the app read from, or send a shop's customers to, whoever runs it.
 * @param address as it came
 * @param allowedHosts `host`, `host:port`, or `.parent` for what is below it. Https on its own port only, unless the entry
 *   names a port. An entry for 127.0.0.1 (a local Shopify) also allows http, at that very port.
 * @returns the parsed address
 * @throws TerminalError naming the host, never the whole address: it carries a signature that gives access.
 */
export function assertAllowedFileUrl(address: string, allowedHosts: readonly string[]): URL {
  // Controls and backslashes are what parsers disagree on; no address of Shopify's has one.
  if (/[\u0000-\u0020\u007f\\]/.test(address) || !URL.canParse(address)) throw refused('an address that is none');
  const url = new URL(address);
  if (url.username !== '' || url.password !== '') throw refused(`${url.host} with a user name in the address`);
  if (!allowedHosts.some((entry) => allows(entry.toLowerCase(), url))) throw refused(`${url.protocol}//${url.host}`);
  return url;
}

function allows(entry: string, url: URL): boolean {
  if (entry.startsWith('.')) return url.protocol === 'https:' && url.port === '' && url.hostname.endsWith(entry) && url.hostname.length > entry.length;
  const [host = '', port = ''] = entry.split(':');
  if (host === '' || url.hostname !== host) return false;
  if (url.protocol === 'http:') return host === '127.0.0.1' && url.port === (port === '80' ? '' : port);
  return url.protocol === 'https:' && url.port === (port === '443' ? '' : port);
}

function refused(what: string): TerminalError {
  return new TerminalError('file-host', `Shopify's answer pointed to ${what}, which is not among the hosts that files may come from or go to. If Shopify has moved its storage, add the host to BULK_FILE_HOSTS.`);
}
