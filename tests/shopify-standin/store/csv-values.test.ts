import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCustomerId, parseMinorUnits, parseUtcInstant, parseWhole } from './csv-values.ts';

describe('prices', () => {
  it.each([
    ['2.1', 210], ['6.95', 695], ['0', 0], ['12', 1200], ['.5', 50], ['3.', 300], ['2.345', 235], ['2.3449999999999', 234], ['1.005', 101], ['8.325', 833],
    ['0.004', 0], ['0.005', 1], ['-1.5', -150], ['-0.005', 0], ['-0.0051', -1], ['1e-05', 0], ['5e-3', 1], ['1.5E2', 15000], [' 4.25 ', 425], ['0.9950', 100],
  ])('%s is %i pence, rounded half up', (text, pence) => {
    expect(parseMinorUnits(text, 2)).toBe(pence);
  });

  it.each(['', '.', 'abc', '1,5', '£3', '1.2.3', 'NaN', '99999999999999999', '1e99'])('%j is no price', (text) => {
    expect(parseMinorUnits(text, 2)).toBeNull();
  });

  it('rounds any decimal as exact arithmetic does', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 13n }), fc.integer({ min: 0, max: 5 }), (digits, places) => {
        const text = String(digits).padStart(places + 1, '0');
        const written = places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`;
        const unit = 10n ** BigInt(places);
        expect(parseMinorUnits(written, 2)).toBe(Number((2n * digits * 100n + unit) / (2n * unit)));
      }),
    );
  });
});

describe('other values', () => {
  it('takes whole numbers, also as 12.0, and nothing else', () => {
    expect(['12', '-3', '12.0', '+5', ' 7 '].map(parseWhole)).toEqual([12, -3, 12, 5, 7]);
    expect(['', '1.5', 'x', '1e3', '99999999999999999999'].map(parseWhole)).toEqual([null, null, null, null, null]);
  });

  it('reads dates as UTC, in both spellings', () => {
    const instant = Date.UTC(2010, 11, 1, 8, 26, 0);
    expect(['2010-12-01 08:26:00', '2010-12-01T08:26:00', '2010-12-01T08:26:00Z', '2010-12-01 08:26', '2010-12-01 08:26:00.000'].map(parseUtcInstant)).toEqual(Array(5).fill(instant));
  });

  it.each(['', '2010-02-30 10:00:00', '2010-13-01 10:00:00', '2010-12-01 24:00:00', '01/12/2010 08:26', '2010-12-01', '2010-12-01 08:26:00+01:00'])('%j is no date', (text) => {
    expect(parseUtcInstant(text)).toBeNull();
  });

  it('takes customer ids of digits, with the .0 that pandas adds', () => {
    expect(['13085', '13085.0', '0'].map(parseCustomerId)).toEqual([13085, 13085, 0]);
    expect(['x1', '13085.5', '-4', '1e4', '13085.00', '99999999999999999999'].map(parseCustomerId)).toEqual(Array(6).fill(null));
  });
});
