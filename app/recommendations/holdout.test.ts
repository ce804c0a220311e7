import fc from 'fast-check';
import { Liquid } from 'liquidjs';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isHeldOut } from './held-out.server.ts';
import { holdoutPrefixes } from './holdout.ts';

const unit = fc.bigInt({ min: 1n, max: 10n ** 15n }).map(String);
const salt = fc.string({ minLength: 8, maxLength: 32, unit: fc.constantFrom(...'0123456789abcdef') });

describe('the holdout', () => {
  it('answers the same for the same shopper, always', () => {
    fc.assert(fc.property(unit, salt, fc.integer({ min: 0, max: 50 }), (one, s, percent) => {
      expect(isHeldOut(one, { salt: s, percent })).toBe(isHeldOut(one, { salt: s, percent }));
    }));
  });

  it('keeps everybody held out when the percentage goes up', () => {
    fc.assert(fc.property(unit, salt, fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 50 }), (one, s, a, b) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)];
      if (isHeldOut(one, { salt: s, percent: low })) expect(isHeldOut(one, { salt: s, percent: high })).toBe(true);
    }));
  });

  it.each([[0, 0], [1, 0.0117], [10, 0.1016], [50, 0.5]])('of %d percent holds out that share of many shoppers', (percent, share) => {
    const many = 20_000;
    let held = 0;
    for (let customer = 1; customer <= many; customer += 1) if (isHeldOut(String(7_000_000_000_000 + customer * 32_768), { salt: 'a1b2c3d4', percent })) held += 1;
    expect(Math.abs(held / many - share)).toBeLessThan(0.008);
  });

  it('draws others by another salt, independently of the first', () => {
    const ids = Array.from({ length: 10_000 }, (_, at) => String(at + 1));
    const both = ids.filter((id) => isHeldOut(id, { salt: 'first', percent: 50 }) && isHeldOut(id, { salt: 'second', percent: 50 })).length;
    expect(Math.abs(both / ids.length - 0.25)).toBeLessThan(0.02);
  });

  it('has prefixes from none to half of all, one at least above 0', () => {
    expect(holdoutPrefixes(0)).toEqual([]);
    expect(holdoutPrefixes(0.1)).toEqual(['00']);
    expect(holdoutPrefixes(10)).toHaveLength(26);
    expect(holdoutPrefixes(50).at(-1)).toBe('7f');
    expect(holdoutPrefixes(90)).toHaveLength(128);
  });

  it('is decided alike by Liquid, as the theme blocks write it', () => {
    const liquid = new Liquid();
    liquid.registerFilter('sha256', (text: string) => createHash('sha256').update(String(text)).digest('hex'));
    const template = liquid.parse('{%- assign digest = customer.id | append: salt | sha256 | slice: 0, 2 -%}{%- if prefixes contains digest -%}held{%- endif -%}');
    for (let customer = 1; customer <= 500; customer += 1) {
      const held = liquid.renderSync(template, { customer: { id: customer }, salt: 'pepper', prefixes: holdoutPrefixes(30) }) === 'held';
      expect(held).toBe(isHeldOut(String(customer), { salt: 'pepper', percent: 30 }));
    }
  });
});
