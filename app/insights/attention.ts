import { z } from 'zod';

/** People kept by name; the count and the money are of all. */
export const MOST_NAMED = 50;

const slippingSchema = z.object({
  customerId: z.number().int(),
  /** Day on which they passed the limit of their stage: late for At risk, lost for Lapsed. */
  slippedOn: z.number().int(),
});

/** Who needs attention, as it was worked out last. */
export const attentionSchema = z.object({
  /** Customers for whom the VIP tag is wanted and whose stage is At risk or Lapsed. */
  customers: z.number().int().nonnegative(),
  /** Their net spend of the last year, minor units. */
  spendLastYear: z.number().int().nonnegative(),
  /** Those who slipped last, the latest first. */
  latest: z.array(slippingSchema),
});
export type Attention = z.infer<typeof attentionSchema>;

/** A VIP on the way out. */
export interface SlippingVip {
  customerId: number;
  stage: 'At risk' | 'Lapsed';
  lastPurchaseDay: number;
  lateDays: number;
  lostDays: number;
  spendLastYear: number;
}

/** The day after the last one on which they were not yet At risk, or not yet Lapsed. */
export function slippedOn({ stage, lastPurchaseDay, lateDays, lostDays }: Pick<SlippingVip, 'stage' | 'lastPurchaseDay' | 'lateDays' | 'lostDays'>): number {
  return lastPurchaseDay + (stage === 'Lapsed' ? lostDays : lateDays) + 1;
}

/** Adds up everyone and keeps those who slipped last; of two on one day the one with more money, then the lower id. */
export function attentionOf(vips: Iterable<SlippingVip>): Attention {
  const all = [...vips].map((vip) => ({ ...vip, slippedOn: slippedOn(vip) }));
  all.sort((a, b) => b.slippedOn - a.slippedOn || b.spendLastYear - a.spendLastYear || a.customerId - b.customerId);
  const spendLastYear = all.reduce((sum, vip) => sum + vip.spendLastYear, 0);
  if (!Number.isSafeInteger(spendLastYear)) throw new RangeError(`The spend of slipping VIPs adds up to ${spendLastYear} minor units, which is no exact number.`);
  return { customers: all.length, spendLastYear, latest: all.slice(0, MOST_NAMED).map(({ customerId, slippedOn: day }) => ({ customerId, slippedOn: day })) };
}
