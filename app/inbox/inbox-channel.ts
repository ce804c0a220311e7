/**
 * The PostgreSQL channel on which whoever puts events into the inbox says so, once a batch and in its transaction. The
 * payload names their shops, separated by commas; it is empty where they would be longer than a notice may be.
 */
export const INBOX_CHANNEL = 'inbox_events';

/** PostgreSQL refuses a notice of 8,000 bytes. Domains are ASCII. */
const LONGEST_NOTICE = 7_900;

export function noticeOf(shopDomains: Iterable<string>): string {
  const text = [...new Set(shopDomains)].join(',');
  return text.length > LONGEST_NOTICE ? '' : text;
}
