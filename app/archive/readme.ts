import type { ColumnKind, ExportColumn } from './export-column.ts';

export interface ReadmeSection {
  file: string;
  what: string;
  columns: readonly Pick<ExportColumn, 'name' | 'what' | 'kind' | 'currency'>[];
  rows: number;
}

const KINDS: Readonly<Record<ColumnKind, string>> = { text: 'text', number: 'number', money: 'money', flag: 'true or false', instant: 'time', list: 'list', json: 'JSON' };

/**
 * What lies in the archive, for whoever opens it without the app: each file and each column.
 * @param about.asOf the moment that all files are of, ISO 8601
 */
export function archiveReadme(about: { shop: string; asOf: string; currencyCode: string; timeZone: string }, sections: readonly ReadmeSection[]): string {
  const lines = [
    `Everything that Regulars keeps for ${about.shop}`,
    `As of ${about.asOf}: all files are of this one moment and agree with one another.`,
    '',
    'Each file comes twice, with the same rows in the same order:',
    '  csv/    CSV in UTF-8 for spreadsheets: commas, quotes, a line of headings. A text that a spreadsheet would take for a',
    '          formula (it begins with =, +, -, @ or the like) has an apostrophe in front.',
    '  jsonl/  one JSON object a line, for programs: texts exactly as they are, money as decimal text.',
    '',
    'Kinds of columns:',
    `  money   a decimal number in the currency named beside it, else in ${about.currencyCode}`,
    '  time    UTC, ISO 8601',
    '  list    in CSV joined by commas, in JSONL a list of texts',
    '  JSON    as it is kept',
    `  A day without a time (2011-12-09) is a calendar day in ${about.timeZone}.`,
    '  A number of a customer, order or product is the one in its gid at Shopify.',
    '',
    'Access tokens and passwords are in none of the files, and nothing of any other store.',
    '',
  ];
  for (const section of sections) {
    lines.push(`${section.file} (${section.rows} ${section.rows === 1 ? 'row' : 'rows'})`, `  ${section.what}`);
    const width = Math.max(...section.columns.map((one) => one.name.length));
    for (const one of section.columns) {
      const kind = one.kind === 'money' ? `money in ${one.currency ?? about.currencyCode}` : KINDS[one.kind];
      lines.push(`    ${one.name.padEnd(width)}  ${one.what} (${kind})`);
    }
    lines.push('');
  }
  // For the plain editor of Windows too.
  return lines.join('\r\n');
}
