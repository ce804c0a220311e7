import { describe, expect, it } from 'vitest';
import { attentionOf, MOST_NAMED, type SlippingVip } from './attention.ts';

const vip = (changes: Partial<SlippingVip>): SlippingVip => ({ customerId: 1, stage: 'At risk', lastPurchaseDay: 1_000, lateDays: 46, lostDays: 93, spendLastYear: 500, ...changes });

describe('VIPs who need attention', () => {
  it('slipped on the day after their late limit, and after their lost limit when they are lapsed', () => {
    expect(attentionOf([vip({})]).latest).toEqual([{ customerId: 1, slippedOn: 1_047 }]);
    expect(attentionOf([vip({ stage: 'Lapsed' })]).latest).toEqual([{ customerId: 1, slippedOn: 1_094 }]);
  });

  it('come with the latest slip first, then the larger spend, then the lower id', () => {
    const listed = attentionOf([
      vip({ customerId: 4 }), vip({ customerId: 3 }), vip({ customerId: 2, spendLastYear: 900 }), vip({ customerId: 1, lastPurchaseDay: 1_001, spendLastYear: 1 }),
    ]);
    expect(listed.latest.map((one) => one.customerId)).toEqual([1, 2, 3, 4]);
    expect(listed).toMatchObject({ customers: 4, spendLastYear: 500 + 500 + 900 + 1 });
  });

  it('are all counted, though not all are named', () => {
    const many = Array.from({ length: MOST_NAMED + 7 }, (_, index) => vip({ customerId: index }));
    const found = attentionOf(many);
    expect([found.customers, found.latest.length, found.spendLastYear]).toEqual([MOST_NAMED + 7, MOST_NAMED, 500 * (MOST_NAMED + 7)]);
    expect(attentionOf([])).toEqual({ customers: 0, spendLastYear: 0, latest: [] });
  });
});
