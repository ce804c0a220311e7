import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvText, formulaSafe } from './csv-text.ts';

describe('a cell of text', () => {
  it('that a spreadsheet would run begins with an apostrophe', () => {
    for (const text of ['=1+1', '+44 20 7946 0000', '-Bob', '@SUM(A1)', '\t=1', '\r=1', ' =1', '\u00a0=1', '＝1', '\ttab']) expect(formulaSafe(text)).toMatch(/^'/);
    expect(formulaSafe('=HYPERLINK("https://example.com";"x")')).toBe('\'=HYPERLINK("https://example.com";"x")');
  });

  it('is guarded where another country or program would begin a cell', () => {
    expect(formulaSafe('Ada;=1+1;x')).toBe("Ada;'=1+1;x");
    expect(formulaSafe('Ada\n=1+1')).toBe("Ada\n'=1+1");
    expect(formulaSafe('Ada\t@x')).toBe("Ada\t'@x");
  });

  it('of the usual kind stays as it is', () => {
    for (const text of ['', 'Ada', 'Anne-Marie', 'a+b@example.com', '50% Off', "O'Neil", 'vip, new', '5 = five', '😀', '\\N']) expect(formulaSafe(text)).toBe(text);
  });

  it('never leaves a formula at any beginning, whatever it is made of', () => {
    const sign = fc.constantFrom('=', '+', '-', '@', ';', '\t', '\r', '\n', ' ', "'", '"', ',', 'a', '1', '＝');
    fc.assert(fc.property(fc.array(sign, { maxLength: 12 }), (signs) => {
      for (const cell of formulaSafe(signs.join('')).split(/[;\t\r\n]/)) expect(cell).not.toMatch(/^\s*[=+\-@＝]/);
    }));
  });
});

describe('rows of CSV', () => {
  it('quote text, double quotes, keep numbers numeric and end in CRLF', () => {
    expect(csvText([['Name', 'Net spend'], ['Ada "A", Maker', -12.5], ['two\nlines', 0], [null, 7], ['', 1]]))
      .toBe('"Name","Net spend"\r\n"Ada ""A"", Maker",-12.5\r\n"two\nlines",0\r\n,7\r\n,1\r\n');
  });
});
