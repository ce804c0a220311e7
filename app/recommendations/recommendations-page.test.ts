import { describe, expect, it } from 'vitest';
import { readPeriod, readPreviewChoice, writePreviewChoice } from './recommendations-page.ts';

describe('what the merchant looks at', () => {
  it('is read from the address, and what makes no sense there is left out', () => {
    expect(readPreviewChoice(new URLSearchParams('block=together&product=12&for=%20tea%20'))).toEqual({ block: 'together', product: '12', customer: null, search: 'tea' });
    expect(readPreviewChoice(new URLSearchParams('customer=7'))).toMatchObject({ block: 'recommended', customer: '7' });
    expect(readPreviewChoice(new URLSearchParams("block=__proto__&product=1%27&customer=-1"))).toEqual({ block: 'also', product: null, customer: null, search: '' });
    expect([readPeriod(new URLSearchParams('days=90')), readPeriod(new URLSearchParams('days=8'))]).toEqual([90, 30]);
  });

  it('comes back as it was written', () => {
    const choice = readPreviewChoice(new URLSearchParams('block=also&product=12'));
    expect(readPreviewChoice(new URL(writePreviewChoice(choice, { search: 'tea & milk' }), 'https://x').searchParams)).toEqual({ ...choice, search: 'tea & milk' });
  });
});
