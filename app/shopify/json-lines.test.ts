import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KEPT_OF_A_FAULT, LineSplitter, MOST_LINE_BYTES } from './json-lines.ts';

function split(chunks: Buffer[]): { number: number; text: string; fault: string | null }[] {
  const splitter = new LineSplitter();
  return [...chunks.flatMap((chunk) => splitter.push(chunk)), ...splitter.end()].map(({ number, text, fault }) => ({ number, text, fault }));
}

describe('lines of a byte stream', () => {
  it('are the same however the bytes are cut into chunks, characters of several bytes included', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }).map((text) => `x${text.replaceAll('\n', '')}`)), fc.array(fc.nat({ max: 20 })), fc.boolean(), (texts, cuts, ended) => {
        const bytes = Buffer.from(texts.join('\n') + (ended ? '\n' : ''), 'utf8');
        const chunks: Buffer[] = [];
        let from = 0;
        for (const cut of cuts) {
          chunks.push(bytes.subarray(from, from + cut));
          from += cut;
        }
        chunks.push(bytes.subarray(from));
        expect(split(chunks).map((line) => line.text)).toEqual(texts);
      }),
    );
  });

  it('are numbered from 1, and blank ones are none', () => {
    expect(split([Buffer.from('\n{"a":1}\r\n \n\t\r\n{"b":2}')])).toEqual([
      { number: 1, text: '{"a":1}\r', fault: null },
      { number: 2, text: '{"b":2}', fault: null },
    ]);
  });

  it('of 10 MB are told as too long with their beginning, and the next line is whole', () => {
    const long = Buffer.alloc(10 * 1024 * 1024, 120);
    const chunks = [Buffer.from('first\n'), ...Array.from({ length: 160 }, (_, at) => long.subarray(at * 65_536, (at + 1) * 65_536)), Buffer.from('\nlast\n')];
    const lines = split(chunks);
    expect(lines.map((line) => [line.number, line.fault, line.text.length])).toEqual([[1, null, 5], [2, 'too-long', KEPT_OF_A_FAULT], [3, null, 4]]);
  });

  it('of just the most that is taken are taken', () => {
    const [line] = split([Buffer.alloc(MOST_LINE_BYTES, 120), Buffer.from('\n')]);
    expect(line).toMatchObject({ fault: null });
    expect(line?.text.length).toBe(MOST_LINE_BYTES);
  });
});
