import { describe, expect, it } from 'vitest';
import { defaultTagSettings, tagNames, tagSettingsSchema } from './tag-catalogue.ts';
import { TAG_RULES } from './tag-rule.ts';
import { findTag, tagNameProblem } from './tag-name.ts';

describe('tag names', () => {
  it.each([
    ['', 'a name'], ['   ', 'a name'], ['VIP, Gold', 'comma'], ['x'.repeat(256), '256'], ['a\nb', 'control'],
  ])('%j is refused with what to do', (name, words) => {
    expect(tagNameProblem(name)).toContain(words);
  });

  it.each(['VIP', ' VIP ', 'x'.repeat(255), '👑 VIP', 'عميل مميز', 'a;b'])('%j is taken', (name) => {
    expect(tagNameProblem(name)).toBeNull();
  });

  it('find the tag that stands in another case, as it is spelled there', () => {
    expect(findTag(['Wholesale', 'vip'], ' VIP')).toBe('vip');
    expect(findTag(['Wholesale'], 'VIP')).toBeNull();
  });
});

describe('tag settings', () => {
  it('have definitions’ eight tags, the last two off', () => {
    const settings = tagSettingsSchema.parse({});
    expect(settings).toEqual(defaultTagSettings());
    expect(TAG_RULES.map((rule) => [settings[rule].name, settings[rule].on])).toEqual([
      ['Lapsed', true], ['At-risk', true], ['New', true], ['Loyal', true], ['VIP', true], ['Discount Seeker', true],
      ['Serial Returner', false], ['Big Spender', false],
    ]);
  });

  it('are trimmed, and refused when a name is no tag or two are one to Shopify', () => {
    expect(tagSettingsSchema.parse({ vip: { name: ' Gold ', on: true } }).vip.name).toBe('Gold');
    expect(tagSettingsSchema.safeParse({ vip: { name: 'a,b', on: true } }).success).toBe(false);
    const twice = tagSettingsSchema.safeParse({ vip: { name: 'LOYAL', on: true } });
    expect(twice.error?.issues[0]?.message).toContain('"LOYAL" is already the tag for Loyal');
    expect(() => tagNames({ ...defaultTagSettings(), vip: { name: 'loyal', on: false } })).toThrow('both called');
    expect(() => tagNames({ ...defaultTagSettings(), vip: { name: '', on: false } })).toThrow('Give the tag a name');
  });
});
