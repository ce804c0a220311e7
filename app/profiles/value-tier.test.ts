import { expect, it } from 'vitest';
import type { CustomerFacts } from './customer-facts.ts';
import type { BuyerProfile, Profile } from './score-customer.ts';
import type { ScoringModel } from './scoring-model.ts';
import { valueTier } from './value-tier.ts';

it('support answers by money alone: the top tenth of the last year, then M, then everybody else', () => {
  const model = { vip: { spendFrom: 90_000, ranked: 10 } } as ScoringModel;
  const of = (m: number | null, purchases: number, spendLastYear: number, changes: Partial<ScoringModel> = {}) => valueTier(
    { purchases, spendLastYear } as CustomerFacts, { kind: m === null ? 'prospect' : 'buyer', m, stage: 'Lapsed' } as BuyerProfile as Profile, { ...model, ...changes });
  expect(of(3, 2, 90_000)).toBe('VIP');
  expect(of(3, 2, 89_999)).toBe('standard');
  expect(of(5, 1, 95_000)).toBe('high');
  expect(of(4, 1, 95_000)).toBe('standard');
  expect(of(4, 2, 0)).toBe('high');
  expect(of(5, 2, 90_000, { vip: { spendFrom: null, ranked: 0 } })).toBe('high');
  expect(of(null, 0, 0)).toBe('standard');
});
