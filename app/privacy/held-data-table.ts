import { HELD_DATA, SYSTEM_DATA, type HeldTable } from './held-data.ts';

const REDACTION: Readonly<Record<HeldTable['redaction'], string>> = {
  rows: 'deleted',
  person: 'stays as numbers; the person and free text go',
  number: 'the customer’s number is taken out',
  kept: 'the customer’s number stays, nothing else',
  none: 'stays: holds nothing of a person',
};

/** The list of what is kept as a table for docs/privacy.md; a test holds the two together. */
export function heldDataTable(): string {
  const line = (...cells: string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line('table', 'what', 'when a customer is redacted', 'in the customer’s file'),
    line('---', '---', '---', '---'),
    ...Object.entries(HELD_DATA).map(([table, { title, of, redaction, texts = [], inFile }]) =>
      line(`\`${table}\``, title, of === null && texts.length > 0 ? `words that name them are taken out of ${texts.map((one) => `\`${one}\``).join(', ')}` : `${REDACTION[redaction]}${texts.length === 0 || of === null ? '' : '; words that name them are taken out of other rows'}`, of === null || inFile === false ? 'no' : 'yes')),
    ...Object.entries(SYSTEM_DATA).map(([table, { title, redaction }]) => line(`\`${table}\``, title, redaction, 'no')),
    line('`pgboss.job`', 'Background work: numbers of shops and runs', 'what an ended job said is taken out where it names them', 'no'),
  ].join('\n');
}
