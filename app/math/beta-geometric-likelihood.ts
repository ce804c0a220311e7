import { distinctValues, type BtydSummary } from './btyd-summary.ts';

/**
 * The likelihood that BG/NBD and MBG/NBD share. Customers buy at a rate ~ gamma(r, alpha) while they live, and at each chance of
 * dropping out do so with a probability ~ beta(a, b). The two models differ in one thing: a customer of x repeat purchases has had
 * x chances in BG/NBD, and x + 1 in MBG/NBD, whose first chance comes right after the first purchase.
 *
 * With n chances, per customer (Fader, Hardie & Lee, Marketing Science 24 (2005), eq. 6, and their "Implementing the BG/NBD Model for
 * Customer Base Analysis in Excel" (2005); Batislam, Denizel & Filiztekin, Int. J. Research in Marketing 24 (2007), eq. 5):
 *
 *     L = Gamma(r + x) alpha^r / Gamma(r) x B(a, b + n) / B(a, b) x (alpha + T)^-(r + x) x (1 + e^u)
 *     u = ln a - ln(b + n - 1) + (r + x) ln((alpha + T) / (alpha + t_x)), and e^u = 0 with n = 0
 *
 * e^u is the odds of having dropped out at t_x. Since x is whole, the gamma functions are sums of logarithms over 0 .. x - 1, without
 * cancellation and shared by all customers of the same x; ln(1 + T / alpha) and ln(1 + t_x / alpha) are shared by all with the same times.
 */
export interface Likelihood {
  /** Customers. */
  weight: number;
  /** Largest x. */
  mostPurchases: number;
  /** Sum of x. */
  purchases: number;
  /** The unit that times were divided by: the mean age, so that no number depends on the caller's unit. */
  timeUnit: number;
  /** Log-likelihood at (r, alpha, a, b), alpha in `timeUnit`s; writes its gradient by those four. */
  at(parameters: ArrayLike<number>, gradient: Float64Array): number;
}

/** Log-likelihood in the caller's unit of time: a density of x moments is divided by the unit x times. */
export const inCallersUnit = (logLikelihood: number, { purchases, timeUnit }: Likelihood): number => logLikelihood - purchases * Math.log(timeUnit);

/** Rows that can have dropped out, as indices into the tables. */
interface Rows {
  size: number;
  x: Int32Array;
  tx: Int32Array;
  T: Int32Array;
  weight: Float64Array;
}

/** Sums and indices over the rows are worked out once; `at` then takes a logarithm a different time and an exponential a row. Rows may be grouped, which makes them fewer. */
export function likelihoodOf({ size, frequency, recency, age, weight }: BtydSummary, chancesBeyondX: 0 | 1): Likelihood {
  let total = 0;
  let ageSum = 0;
  let purchases = 0;
  let mostPurchases = 0;
  for (let row = 0; row < size; row += 1) {
    const w = weight === undefined ? 1 : (weight[row] as number);
    total += w;
    ageSum += w * (age[row] as number);
    purchases += w * (frequency[row] as number);
    mostPurchases = Math.max(mostPurchases, frequency[row] as number);
  }
  const timeUnit = ageSum > 0 ? ageSum / total : 1;
  const ages = distinctValues(age, size);
  const times = distinctValues(recency, size);
  const atAge = new Float64Array(ages.values.length);
  const boughtAtAge = new Float64Array(ages.values.length);
  const atX = new Float64Array(mostPurchases + 1);
  let atRisk = 0;
  for (let row = 0; row < size; row += 1) {
    const w = weight === undefined ? 1 : (weight[row] as number);
    const x = frequency[row] as number;
    const T = ages.index[row] as number;
    atAge[T] = (atAge[T] as number) + w;
    boughtAtAge[T] = (boughtAtAge[T] as number) + w * x;
    atX[x] = (atX[x] as number) + w;
    if (x + chancesBeyondX > 0) atRisk += 1;
  }
  const rows: Rows = { size: atRisk, x: new Int32Array(atRisk), tx: new Int32Array(atRisk), T: new Int32Array(atRisk), weight: new Float64Array(atRisk) };
  for (let row = 0, to = 0; row < size; row += 1) {
    if ((frequency[row] as number) + chancesBeyondX === 0) continue;
    rows.x[to] = frequency[row] as number;
    rows.tx[to] = times.index[row] as number;
    rows.T[to] = ages.index[row] as number;
    rows.weight[to] = weight === undefined ? 1 : (weight[row] as number);
    to += 1;
  }
  const scaledAges = ages.values.map((value) => value / timeUnit);
  const scaledTimes = times.values.map((value) => value / timeUnit);
  const ofPurchases = purchaseTerms(atX, chancesBeyondX);
  const ofDropping = droppingTerms(rows, { ages: scaledAges, times: scaledTimes, mostPurchases, chancesBeyondX });
  return {
    weight: total, mostPurchases, purchases, timeUnit,
    at: (parameters, gradient) => {
      const [r, alpha] = [parameters[0] as number, parameters[1] as number];
      gradient.fill(0);
      const logAlpha = Math.log(alpha);
      let sum = 0;
      for (let i = 0; i < scaledAges.length; i += 1) {
        const T = scaledAges[i] as number;
        const customers = atAge[i] as number;
        const bought = boughtAtAge[i] as number;
        // r ln alpha - (r + x) ln(alpha + T), in a form that keeps its digits where r and alpha are large.
        const log = Math.log1p(T / alpha);
        sum -= (r * customers + bought) * log + bought * logAlpha;
        gradient[0] = (gradient[0] as number) - customers * log;
        gradient[1] = (gradient[1] as number) + (customers * ((r * T) / alpha) - bought) / (alpha + T);
      }
      return sum + ofPurchases(parameters, gradient) + ofDropping(parameters, gradient);
    },
  };
}

type Terms = (parameters: ArrayLike<number>, gradient: Float64Array) => number;

/** ln Gamma(r + x) / Gamma(r) + ln B(a, b + n) / B(a, b), summed over customers by their x. */
function purchaseTerms(atX: Float64Array, chancesBeyondX: number): Terms {
  // How many customers have more than i purchases, or more than i chances: each of them has the factor of i.
  const beyond = new Float64Array(atX.length + 1);
  for (let i = atX.length - 1; i >= 0; i -= 1) beyond[i] = (beyond[i + 1] as number) + (atX[i] as number);
  return (parameters, gradient) => {
    const [r, a, b] = [parameters[0] as number, parameters[2] as number, parameters[3] as number];
    let sum = 0;
    let byR = 0;
    let byA = 0;
    let byB = 0;
    for (let i = 0; i + 1 < beyond.length; i += 1) {
      const buyers = beyond[i + 1] as number;
      if (buyers > 0) {
        sum += buyers * Math.log(r + i);
        byR += buyers / (r + i);
      }
      const tried = chancesBeyondX === 0 ? buyers : (beyond[i] as number);
      if (tried > 0) {
        sum -= tried * Math.log1p(a / (b + i));
        byA -= tried / (a + b + i);
        byB += (tried * a) / ((b + i) * (a + b + i));
      }
    }
    gradient[0] = (gradient[0] as number) + byR;
    gradient[2] = (gradient[2] as number) + byA;
    gradient[3] = (gradient[3] as number) + byB;
    return sum;
  };
}

const LARGE = 2 ** 900;

/** ln(1 + e^u), summed over the rows that have had a chance to drop out. */
function droppingTerms(rows: Rows, { ages, times, mostPurchases, chancesBeyondX }: { ages: Float64Array; times: Float64Array; mostPurchases: number; chancesBeyondX: number }): Terms {
  const logAge = new Float64Array(ages.length);
  const perAge = new Float64Array(ages.length);
  const logTime = new Float64Array(times.length);
  const perTime = new Float64Array(times.length);
  const logOdds = new Float64Array(mostPurchases + 1);
  const perStay = new Float64Array(mostPurchases + 1);
  return (parameters, gradient) => {
    const [r, alpha, a, b] = [parameters[0] as number, parameters[1] as number, parameters[2] as number, parameters[3] as number];
    const { size, x: xs, tx: txs, T: Ts, weight } = rows;
    for (let i = 0; i < ages.length; i += 1) {
      logAge[i] = Math.log1p((ages[i] as number) / alpha);
      perAge[i] = 1 / (alpha + (ages[i] as number));
    }
    for (let i = 0; i < times.length; i += 1) {
      logTime[i] = Math.log1p((times[i] as number) / alpha);
      perTime[i] = 1 / (alpha + (times[i] as number));
    }
    for (let x = 1 - chancesBeyondX; x <= mostPurchases; x += 1) {
      logOdds[x] = Math.log(a) - Math.log(b + x + chancesBeyondX - 1);
      perStay[x] = 1 / (b + x + chancesBeyondX - 1);
    }
    let sum = 0;
    let product = 1;
    let byR = 0;
    let byAlpha = 0;
    let gone = 0;
    let byB = 0;
    for (let row = 0; row < size; row += 1) {
      const x = xs[row] as number;
      const tx = txs[row] as number;
      const T = Ts[row] as number;
      const w = weight[row] as number;
      const silent = (logAge[T] as number) - (logTime[tx] as number);
      const u = (logOdds[x] as number) + (r + x) * silent;
      // One exponential, of a number that is never positive, gives both ln(1 + e^u) and e^u / (1 + e^u).
      const e = Math.exp(u > 0 ? -u : u);
      if (u > 0) sum += w * u;
      // Most kinds are one customer: their factors 1 + e, none above 2, are multiplied, and one logarithm is taken of hundreds.
      if (w === 1) {
        product *= 1 + e;
        if (product > LARGE) {
          sum += Math.log(product);
          product = 1;
        }
      } else sum += w * Math.log1p(e);
      const dropped = (w * (u > 0 ? 1 : e)) / (1 + e);
      gone += dropped;
      byR += dropped * silent;
      byAlpha += dropped * (r + x) * ((perAge[T] as number) - (perTime[tx] as number));
      byB += dropped * (perStay[x] as number);
    }
    gradient[0] = (gradient[0] as number) + byR;
    gradient[1] = (gradient[1] as number) + byAlpha;
    gradient[2] = (gradient[2] as number) + gone / a;
    gradient[3] = (gradient[3] as number) - byB;
    return sum + Math.log(product);
  };
}
