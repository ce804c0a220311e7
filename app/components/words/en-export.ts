import type { CustomersCsvColumn } from '../../customers/customers-csv.ts';
import type { Formats } from '../format.ts';
import type { englishFrame } from './en-frame.ts';

/** Words of marking customers, and of the file that they can be exported to. */
export function englishExport(formats: Formats, frame: ReturnType<typeof englishFrame>) {
  const { number } = formats;
  const { counted } = frame;
  const customers = (count: number) => counted(count, 'customer', 'customers');
  return {
    marks: {
      title: 'Selected customers',
      mark: (name: string) => `Select ${name}`,
      page: 'Select this page',
      marked: (count: number) => `${customers(count)} selected`,
      all: (count: number) => `Select all ${number(count)} that match`,
      allMarked: (count: number) => (count === 1 ? 'The 1 customer that matches is selected' : `All ${number(count)} customers that match are selected`),
      clear: 'Clear selection',
      full: (most: number) => `At most ${number(most)} can be selected one by one. To take more, select all that match.`,
    },
    file: {
      exportAll: 'Export',
      exportMarked: 'Export selected',
      asking: 'Preparing the file…',
      starting: 'Your browser saves the file.',
      byHand: 'Nothing happening? Download it here',
      sending: (rows: number, expected: number | null) => (expected === null ? `Sending: ${customers(rows)} so far` : `Sending: ${number(rows)} of ${customers(expected)}`),
      done: (rows: number, bytes: number) => `Exported ${customers(rows)} (${size(number, bytes)}).`,
      brokenTitle: 'The file is not whole',
      broken: (rows: number) => `The download broke off after ${customers(rows)}. Delete that file and export again.`,
      expiredTitle: 'Nothing was downloaded',
      expired: 'The link to the file was not opened in time and has expired. Export again.',
      again: 'Export again',
      headings: (currency: string): Record<CustomersCsvColumn, string> => ({
        id: 'Customer ID', firstName: 'First name', lastName: 'Last name', email: 'E-mail', emailMarketing: 'E-mail marketing', country: 'Country', tier: 'Tier', stage: 'Stage',
        r: 'Recency score (R)', f: 'Frequency score (F)', m: 'Money score (M)', orders: 'Orders', netSpend: `Net spend (${currency})`, firstPurchase: 'First purchase',
        lastPurchase: 'Last purchase', tags: 'Tags',
      }),
      consentName: {
        SUBSCRIBED: 'Subscribed', UNSUBSCRIBED: 'Unsubscribed', NOT_SUBSCRIBED: 'Not subscribed', PENDING: 'Pending', REDACTED: 'Redacted', INVALID: 'Invalid',
      } as Record<string, string>,
    },
  };
}

function size(number: (value: number) => string, bytes: number): string {
  if (bytes < 1_000) return `${number(bytes)} bytes`;
  return bytes < 1_000_000 ? `${number(Math.round(bytes / 1_000))} kB` : `${number(Math.round(bytes / 100_000) / 10)} MB`;
}
