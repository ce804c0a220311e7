import { describe, expect, it } from 'vitest';
import type { ShownReason } from './compose-list.ts';
import { REASON_LANGUAGES, reasonLanguage, reasonWords } from './reason-words.ts';

const about = { titleOf: (product: string) => (product === '5' ? 'Coffee' : null), daysSince: 0 };
const REASONS: ShownReason[] = [
  { kind: 'you-reorder', baskets: 4, everyDays: 41, lastDaysAgo: 3 }, { kind: 'you-reorder', baskets: 4, everyDays: 1, lastDaysAgo: 3 }, { kind: 'you-bought', lastDaysAgo: 9 }, { kind: 'you-bought', lastDaysAgo: 0 },
  { kind: 'bought-with', product: '5', by: 41, ofBuyers: 1_200 }, { kind: 'bought-with', product: '6', by: 41, ofBuyers: 120 }, { kind: 'also-bought', product: '5', by: 3, ofBuyers: 7 }, { kind: 'also-bought', product: '6', by: 3, ofBuyers: 7 },
  { kind: 'rising', times: 2.5, baskets: 8 }, { kind: 'popular', baskets: 12, days: 28 }, { kind: 'popular', baskets: 1, days: 364 }, { kind: 'new', daysAgo: 12, baskets: 4 }, { kind: 'picked' },
];

describe('a reason in words', () => {
  it('says its numbers', () => {
    const say = (reason: ShownReason, daysSince = 0) => reasonWords(reason, 'en', { ...about, daysSince });
    expect(REASONS.map((reason) => say(reason))).toEqual([
      'You order this about every 6 weeks', 'You order this about every day', 'You bought this 9 days ago', 'You bought this today', 'Bought with Coffee by 41 of 1,200 buyers', 'Bought together by 41 of 120 buyers',
      '3 of 7 buyers of Coffee bought this too', '3 of 7 buyers bought this too', 'Bought 2.5 times as often as usual these days', 'Bought 12 times in the last 28 days', 'Bought once in the last 364 days', 'New in the shop', 'Picked by the shop',
    ]);
    expect(say({ kind: 'you-bought', lastDaysAgo: 0 }, 2)).toBe('You bought this 2 days ago');
    expect([13, 14, 59, 60, 90].map((everyDays) => say({ kind: 'you-reorder', baskets: 2, everyDays, lastDaysAgo: 0 }).slice(26))).toEqual(['13 days', '2 weeks', '8 weeks', '2 months', '3 months'].map((span) => ` ${span}`));
  });

  it('has a text of its own in each language, with the same numbers and titles', () => {
    for (const reason of REASONS) {
      const texts = REASON_LANGUAGES.map((language) => reasonWords(reason, language, about));
      expect(new Set(texts).size, JSON.stringify(reason)).toBe(texts.length);
      for (const text of texts) {
        expect(text).not.toMatch(/undefined|\[object|NaN/);
        if ('product' in reason && reason.product === '5') expect(text).toContain('Coffee');
        if ('by' in reason) expect(text).toContain(String(reason.by));
      }
    }
  });

  it('is in the language of the locale, or in English', () => {
    expect(['de', 'fr-CA', 'ES', 'ja-JP', 'pt-BR', '', null].map(reasonLanguage)).toEqual(['de', 'fr', 'es', 'ja', 'en', 'en', 'en']);
  });
});
