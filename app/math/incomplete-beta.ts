import { logBeta } from './log-gamma.ts';

/**
 * The regularised incomplete beta function I_x(a, b): the probability that a beta(a, b) variable is at most x.
 *
 * Sources: the continued fraction DLMF 8.17.22, summed by the modified Lentz method (Press et al., Numerical Recipes, 3rd ed., 5.2 and
 * 6.4), at whichever of x and 1 - x it converges fast (DLMF 8.17.4).
 */
const TINY = 1e-300;
const PRECISION = 1e-15;
const MOST_STEPS = 20_000;

/**
 * I_x(a, b) for a, b > 0 and x from 0 to 1.
 * @param rest 1 - x, where the caller knows it better than 1 - x does
 */
export function incompleteBeta(a: number, b: number, x: number, rest: number = 1 - x): number {
  if (!(a > 0 && b > 0)) throw new RangeError(`I_x(a, b) needs a and b above 0; they are ${a} and ${b}.`);
  if (x <= 0) return 0;
  if (rest <= 0) return 1;
  // x^a (1 - x)^b / B(a, b)
  const front = Math.exp(a * Math.log(x) + b * Math.log(rest) - logBeta(a, b));
  return x < (a + 1) / (a + b + 2) ? (front * fraction(a, b, x)) / a : 1 - (front * fraction(b, a, rest)) / b;
}

function fraction(a: number, b: number, x: number): number {
  const held = (value: number): number => (Math.abs(value) < TINY ? TINY : value);
  let c = 1;
  let d = 1 / held(1 - ((a + b) * x) / (a + 1));
  let product = d;
  for (let m = 1; m <= MOST_STEPS; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / held(1 + even * d);
    c = held(1 + even / c);
    product *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / held(1 + odd * d);
    c = held(1 + odd / c);
    const change = d * c;
    product *= change;
    if (Math.abs(change - 1) < PRECISION) break;
  }
  return product;
}
