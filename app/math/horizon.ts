/** A time from now on, in the unit of time of the parameters. @throws RangeError */
export function checkHorizon(horizon: number): number {
  if (!(horizon >= 0 && horizon < Number.POSITIVE_INFINITY)) throw new RangeError(`A horizon is a time of 0 or more; it is ${horizon}.`);
  return horizon;
}

/** Abscissas and weights of Gauss and Legendre on (0, 1), four points (Abramowitz & Stegun, table 25.4): exact for degree 7. */
const NODES: readonly (readonly [at: number, weight: number])[] = [
  [0.06943184420297371, 0.17392742256872693], [0.33000947820757187, 0.32607257743127307], [0.6699905217924281, 0.32607257743127307], [0.9305681557970263, 0.17392742256872693],
];

/**
 * Times and weights by which purchases are counted as exp(-rate x their time each, from what is expected by each of these times E(s).
 * By parts: exp(-rate t) E(t) + rate x the integral over s of exp(-rate s) E(s). Within a millionth where rate x horizon is below 1.
 * @param rate of discount, continuous: ln(1.1) a year for 10%
 */
export function discountedTimes(horizon: number, rate: number): (readonly [time: number, weight: number])[] {
  checkHorizon(horizon);
  if (!(rate >= 0 && rate < Number.POSITIVE_INFINITY)) throw new RangeError(`A rate of discount is 0 or more; it is ${rate}.`);
  const last = [horizon, Math.exp(-rate * horizon)] as const;
  return rate === 0 ? [last] : [last, ...NODES.map(([at, weight]) => [horizon * at, rate * horizon * weight * Math.exp(-rate * horizon * at)] as const)];
}
