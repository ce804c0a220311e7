import { expect, it } from 'vitest';
import { FEWEST_FOR_SCORE, netPromoterScore } from './nps.ts';

it('is the percent of promoters less the percent of detractors, with the interval of the adjusted Wald method', () => {
  // By hand: 36 promoters, 26 passives, 5 detractors; p = 36.75/70, d = 5.75/70; 0.442857 +- 1.959964 sqrt((0.607143 - 0.196122) / 70).
  expect(netPromoterScore({ promoters: 36, passives: 26, detractors: 5 })).toEqual({ promoters: 36, passives: 26, detractors: 5, answers: 67, score: 46, low: 29, high: 59 });
});

it('says nothing of too few answers', () => {
  expect(netPromoterScore({ promoters: FEWEST_FOR_SCORE - 1, passives: 0, detractors: 0 })).toMatchObject({ answers: 9, score: null, low: null, high: null });
  expect(netPromoterScore({ promoters: 0, passives: 0, detractors: 0 })).toMatchObject({ answers: 0, score: null });
});

it('is never sure of itself, and never beyond its ends', () => {
  const { score, low, high } = netPromoterScore({ promoters: 10, passives: 0, detractors: 0 });
  expect(score).toBe(100);
  expect(low).toBeLessThan(90);
  expect(high).toBe(100);
  const even = netPromoterScore({ promoters: 5, passives: 5, detractors: 5 });
  expect(Object.is(even.score, 0)).toBe(true);
  expect(even.low).toBe(-(even.high ?? 0));
  expect(netPromoterScore({ promoters: 0, passives: 0, detractors: 500 })).toMatchObject({ score: -100, low: -100 });
});
