import { describe, expect, it } from 'vitest';
import { createFormats } from './format.ts';

describe('formats', () => {
  const british = createFormats('en-GB', 'GBP', 'Europe/London');

  it('writes minor units in the currency’s own decimals', () => {
    expect(british.money(123456)).toBe('£1,234.56');
    expect(british.money(123456, { currency: 'JPY' })).toBe('JP¥123,456');
    expect(british.money(123456, { whole: true })).toBe('£1,235');
    expect(british.money(1234, { currency: 'KWD' })).toMatch(/1\.234/);
  });

  it('writes a day number without a time zone’s shift', () => {
    expect(british.day(0)).toBe('1 Jan 1970');
    expect(createFormats('en-GB', 'GBP', 'Pacific/Auckland').day('2011-12-10')).toBe('10 Dec 2011');
  });

  it('writes an instant in the shop’s zone', () => {
    expect(createFormats('en-GB', 'GBP', 'Pacific/Auckland').instant('2011-12-10T12:00:00Z')).toMatch(/11 Dec 2011, 01:00/);
    expect(createFormats('en-GB', 'GBP', 'Pacific/Auckland').date('2011-12-10T12:00:00Z')).toBe('11 Dec 2011');
  });

  it('rounds durations to what a person would say', () => {
    expect(british.duration(0.2)).toBe('1 second');
    expect(british.duration(200)).toBe('3 minutes');
    expect(british.duration(7200)).toBe('2 hours');
  });
});
