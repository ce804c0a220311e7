import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { readCsvRows } from './csv-rows.ts';

const dir = mkdtempSync(join(tmpdir(), 'csv-rows-'));
afterAll(() => rmSync(dir, { recursive: true }));
let files = 0;

async function rowsOf(contents: string | Buffer): Promise<[number, ...string[]][]> {
  const path = join(dir, `${files++}.csv`);
  writeFileSync(path, contents);
  const rows: [number, ...string[]][] = [];
  await readCsvRows(path, (fields, line) => rows.push([line, ...fields]));
  return rows;
}

describe('reading CSV', () => {
  it('takes quoted fields with commas, quotes and newlines, and counts lines through them', async () => {
    expect(await rowsOf('a,"b,""c""\nd",e\n1,2,3\n')).toEqual([[1, 'a', 'b,"c"\nd', 'e'], [3, '1', '2', '3']]);
  });

  it('takes CRLF, a BOM, empty lines and a last line without a newline', async () => {
    expect(await rowsOf('\ufeffa,b\r\n\r\n"x",\r\n"y","z"')).toEqual([[1, 'a', 'b'], [3, 'x', ''], [4, 'y', 'z']]);
  });

  it('takes a quote inside an unquoted field as it stands', async () => {
    expect(await rowsOf('6" plate,1\n')).toEqual([[1, '6" plate', '1']]);
  });

  it('knows gzip by its first bytes', async () => {
    expect(await rowsOf(gzipSync('a,b\n1,2\n'))).toEqual([[1, 'a', 'b'], [2, '1', '2']]);
  });

  it('says that gzip data is cut short', async () => {
    const whole = gzipSync('a,b\n'.repeat(1000));
    await expect(rowsOf(whole.subarray(0, whole.length - 12))).rejects.toThrow(/gzip data is cut short/);
  });

  it('names the line of a quote that is never closed, and of text after a closing quote', async () => {
    await expect(rowsOf('a,b\n"x,y\nz')).rejects.toThrow(/line 2.*never closed/);
    await expect(rowsOf('a,b\n1,2\n"x"y,z\n')).rejects.toThrow(/line 3: text after a closing quote/);
  });

  it('refuses what is not UTF-8, a directory and a missing file by name', async () => {
    await expect(rowsOf(Buffer.from([0x61, 0xe9, 0x0a]))).rejects.toThrow(/not UTF-8/);
    await expect(readCsvRows(dir, () => undefined)).rejects.toThrow(/directory/);
    await expect(readCsvRows(join(dir, 'none.csv'), () => undefined)).rejects.toThrow(/no such file/);
  });

  it('reads back whatever fields were written, across chunks too', async () => {
    const field = fc.string({ unit: fc.constantFrom('a', 'é', '🫖', ',', '"', '\n', '\r\n', ' ') });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 8 }), fc.integer({ min: 0, max: 3 }), async (rows, size) => {
        const padding = 'x'.repeat(size * 131_000);
        const written = rows.map((row) => [padding, ...row]);
        const text = written.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')).join('\n');
        expect((await rowsOf(text)).map(([, ...fields]) => fields)).toEqual(written);
      }),
      { numRuns: 25 },
    );
  });
});
