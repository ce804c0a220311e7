import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { currencyDecimals, decimalText, minorUnits } from './minor-units.ts';

describe('the minor unit of a currency', () => {
  it.each([['GBP', 2], ['JPY', 0], ['KWD', 3], ['HUF', 2], ['IDR', 2], ['JEP', 2]])('of %s has %i decimals', (code, decimals) => {
    expect(currencyDecimals(code)).toBe(decimals);
  });

  it.each(['ZZZ', 'gbp', '', 'XXX '])('is unknown for %j', (code) => {
    expect(currencyDecimals(code)).toBeNull();
  });
});

describe('a decimal text', () => {
  it.each([
    ['12.5', 2, 1250],
    ['12.50', 2, 1250],
    ['12', 2, 1200],
    ['0.05', 2, 5],
    ['-0.05', 2, -5],
    ['0.0', 2, 0],
    ['-0.00', 2, 0],
    ['5.0', 0, 5],
    ['1500', 0, 1500],
    ['1.234', 3, 1234],
    ['10.100', 2, 1010],
    ['007.10', 2, 710],
    ['9999999999999.99', 2, 999_999_999_999_999],
  ])('%s with %i decimals is %i minor units', (text, decimals, minor) => {
    expect(minorUnits(text, decimals)).toBe(minor);
  });

  it.each([
    ['1.005', 2],
    ['0.5', 0],
    ['1e3', 2],
    ['', 2],
    ['-', 2],
    ['.5', 2],
    ['5.', 2],
    ['1.2.3', 2],
    ['1,5', 2],
    [' 1', 2],
    ['NaN', 2],
    ['99999999999999.99', 2],
    ['12345678901234567890', 0],
  ])('%j with %i decimals is refused, never rounded', (text, decimals) => {
    expect(minorUnits(text, decimals)).toBeNull();
  });

  it('comes back from minor units as it was, in every currency', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(10 ** 12), max: 10 ** 12 }), fc.constantFrom(0, 2, 3), (minor, decimals) => {
        expect(minorUnits(decimalText(minor, decimals), decimals)).toBe(minor === 0 ? 0 : minor);
      }),
    );
  });
});
