/** Why a row was rejected, by its form: what the sentences of RowFault and of line-batch.ts say, for screens in other languages. */
const FORMS = {
  'not-text': /^(.+) is not a text\.$/s,
  'not-flag': /^(.+) is neither true nor false\.$/s,
  'not-whole': /^(.+) is not a whole number\.$/s,
  'not-list': /^(.+) is not a list\.$/s,
  missing: /^(.+) is missing\.$/s,
  'not-instant': /^(.+?) is not an instant: (.+)\.$/s,
  'not-id': /^The id (.+) is not one of a (.+)\.$/s,
  currency: /^The currency (.+) is not known, so its amounts cannot be counted exactly\.$/s,
  'not-amount': /^(.+?) is (.+), which is no amount with (.+) decimals\.$/s,
  'too-long': /^The line is longer than the app takes\.$/,
  cut: /^The line is not JSON: it is cut or damaged\.$/,
  'no-object': /^The line is not a JSON object\.$/,
  lacks: /^The row lacks what every such row has \((.*)\)\.$/s,
  'other-type': /^The query asks for (.+) rows, and this one is (.+)\.$/s,
  'other-child': /^A row below a (.+) is (.+), which the query does not ask for\.$/s,
  'unknown-discount': /^The discount (.+) is of a kind that the app does not know\.$/s,
  'no-parent': /^Its parent, (.+), is not in the file or was itself rejected\.$/s,
} as const satisfies Readonly<Record<string, RegExp>>;

export type RowReason = keyof typeof FORMS;

/** A stored sentence taken apart: its form, and the names and values in it; null for a sentence of no known form. */
export function readRowReason(sentence: string): { form: RowReason; parts: string[] } | null {
  for (const [form, pattern] of Object.entries(FORMS)) {
    const found = pattern.exec(sentence);
    if (found !== null) return { form: form as RowReason, parts: found.slice(1) };
  }
  return null;
}
