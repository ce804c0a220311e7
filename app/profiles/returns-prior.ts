import { z } from 'zod';

/** Customers with a unit bought that are needed before the prior is fitted to the shop. */
export const RETURNS_CUSTOMERS_NEEDED = 100;

/**
 * Beta prior of the share of units that a customer of this shop sends back. In thousandths, whole, so that the
 * posterior mean is compared in integers and recomputes from the numbers shown.
 */
export const returnsPriorSchema = z.object({
  alphaThousandths: z.number().int().positive(),
  betaThousandths: z.number().int().positive(),
  /** False: too little to fit on; the prior is then 1 unit of 10. */
  fitted: z.boolean(),
  /** Customers with a unit bought. */
  customers: z.number().int().nonnegative(),
});
export type ReturnsPrior = z.infer<typeof returnsPriorSchema>;

/** Units by customer, summed per number of units bought: whole numbers, so that the order of customers changes nothing. */
export type ReturnsTally = Map<number, { customers: number; refunded: number; refundedSquared: number }>;

/** Counts one customer in, if they bought a unit at all. */
export function tallyReturns(tally: ReturnsTally, unitsBought: number, unitsRefunded: number): void {
  if (unitsBought === 0) return;
  const group = tally.get(unitsBought);
  if (group) {
    group.customers += 1;
    group.refunded += unitsRefunded;
    group.refundedSquared += unitsRefunded * unitsRefunded;
  } else {
    tally.set(unitsBought, { customers: 1, refunded: unitsRefunded, refundedSquared: unitsRefunded * unitsRefunded });
  }
}

/**
 * The prior by the method of moments for a beta-binomial with unequal sizes (Kleinman 1973, weights n): with p the
 * pooled share and S = sum of n_i (p_i - p)^2, the correlation within a customer is
 * rho = (S / (p (1 - p)) - (k - 1)) / (N - sum n_i^2 / N - (k - 1)), and alpha + beta = (1 - rho) / rho, kept within
 * 1 to 1,000 units. Below 100 customers, or where nothing or everything was sent back: alpha 1, beta 9.
 */
export function fitReturnsPrior(tally: ReturnsTally): ReturnsPrior {
  const groups = [...tally].sort((a, b) => a[0] - b[0]);
  let customers = 0;
  let units = 0;
  let unitsSquared = 0;
  let refunded = 0;
  let squaredOverSize = 0;
  for (const [size, group] of groups) {
    customers += group.customers;
    units += size * group.customers;
    unitsSquared += size * size * group.customers;
    refunded += group.refunded;
    squaredOverSize += group.refundedSquared / size;
  }
  if (customers < RETURNS_CUSTOMERS_NEEDED || refunded === 0 || refunded === units) {
    return { alphaThousandths: 1000, betaThousandths: 9000, fitted: false, customers };
  }
  const share = refunded / units;
  const spread = squaredOverSize - (refunded * refunded) / units;
  const room = units - unitsSquared / units - (customers - 1);
  // Nobody bought two units: how customers differ cannot be seen, and the prior is the pooled share held loosely.
  const rho = room > 0 ? (spread / (share * (1 - share)) - (customers - 1)) / room : 0.1;
  const strength = Math.min(1000, Math.max(1, rho > 0 ? (1 - rho) / rho : 1000));
  return {
    alphaThousandths: Math.max(1, Math.round(1000 * strength * share)),
    betaThousandths: Math.max(1, Math.round(1000 * strength * (1 - share))),
    fitted: true,
    customers,
  };
}

/** Whether the posterior mean (alpha + refunded) / (alpha + beta + bought) is above one half. Exact. */
export function sendsBackMostUnits(prior: ReturnsPrior, unitsBought: number, unitsRefunded: number): boolean {
  const above = 2 * (prior.alphaThousandths + 1000 * unitsRefunded);
  return above > prior.alphaThousandths + prior.betaThousandths + 1000 * unitsBought;
}
