import { chancesBeyondX, type BetaGeometric, type BgNbd, type MbgNbd } from './beta-geometric.ts';
import { inCallersUnit, likelihoodOf, type Likelihood } from './beta-geometric-likelihood.ts';
import { checkSummary, groupRows, type BtydSummary } from './btyd-summary.ts';
import { failureOf, type Fit, type FitFailure } from './fit.ts';
import { minimise, type Minimum } from './optimiser.ts';

/**
 * Limits in which a real shop's best parameters can lie, each a simpler model:
 * - `equal-rates`: all customers buy at one rate (r to infinity), `unequal-rates`: nearly all purchases are those of ever fewer (r to 0)
 * - `no-dropout`: nobody leaves (a / b to 0), `all-drop`: everybody does at the first chance (a / b to infinity)
 * - `equal-dropout`: all have the same probability of dropping out (a + b to infinity)
 * - `stay-or-leave`: each has a probability of nearly 0 or nearly 1 (a + b to 0)
 * - `no-rate`, `any-rate`: r / alpha to 0 or infinity
 */
export type BetaGeometricEdge = 'equal-rates' | 'unequal-rates' | 'no-dropout' | 'all-drop' | 'equal-dropout' | 'stay-or-leave' | 'no-rate' | 'any-rate';

export interface FitBetaGeometricOptions<Parameters = BetaGeometric> {
  /** Parameters of the night before, say, in the same unit of time. They replace the search for a start. */
  start?: Parameters;
  /** Weight of a pull towards r = 1, one purchase in the mean age, a = b and a + b = 1: half of it times the sum of squares of the logarithms is taken off the mean log-likelihood. None by default. */
  penalty?: number;
}

/** Below this no four parameters can be told apart. When a forecast may be shown is decided elsewhere, at far more. */
const FEWEST_CUSTOMERS = 10;

/**
 * The search is over ln r, ln(r / alpha) (the mean rate, in purchases a mean age), ln(a / b) and ln(a + b): the model's limits lie along
 * these axes, where the usual four run off together. Where the likelihood rises towards a limit for ever, its slope at these bounds is
 * still above the optimiser's tolerance, so that a limit is met as a bound and never taken for a maximum; and what the likelihood has
 * yet to gain beyond them is about a millionth a customer at the most.
 */
const LOWER = [1e-4, 1e-8, 1e-8, 1e-4].map(Math.log);
const UPPER = [1e5, 1e8, 1e8, 1e6].map(Math.log);
const EDGES: readonly (readonly [low: BetaGeometricEdge, high: BetaGeometricEdge])[] = [['unequal-rates', 'equal-rates'], ['no-rate', 'any-rate'], ['no-dropout', 'all-drop'], ['stay-or-leave', 'equal-dropout']];
const ODDS = 2;
const CERTAINTY = 3;

/**
 * Typical of shops: rates of buying that differ much, a third leaving at each chance. The second and third are for shops of regulars and
 * of passers-by. The others are for young shops, whose likelihood can have two maxima: one at the limit at which nobody leaves, and one
 * beside it at which hardly anybody does.
 */
const STARTS: readonly { r: number; dropout: number; certainty: number }[] = [
  { r: 0.7, dropout: 0.3, certainty: 2 },
  { r: 2, dropout: 0.05, certainty: 10 },
  { r: 0.2, dropout: 0.6, certainty: 0.7 },
  { r: 1, dropout: 0.002, certainty: 10 },
  { r: 1, dropout: 0.005, certainty: 0.5 },
];
/** More kinds of customers than this are fitted to every so-manyeth kind first, which is a near start and tells the curvature. */
const PILOT_ROWS = 3_000;
const PILOT_TOLERANCE = 1e-6;

/** BG/NBD by maximum likelihood (Fader, Hardie & Lee 2005). @throws RangeError for rows that no customer can have */
export const fitBgNbd = (summary: BtydSummary, options: FitBetaGeometricOptions<BgNbd> = {}): Fit<BgNbd, BetaGeometricEdge> => fitModel('bg-nbd', summary, options) as Fit<BgNbd, BetaGeometricEdge>;

/** MBG/NBD by maximum likelihood (Batislam, Denizel & Filiztekin 2007). @throws RangeError for rows that no customer can have */
export const fitMbgNbd = (summary: BtydSummary, options: FitBetaGeometricOptions<MbgNbd> = {}): Fit<MbgNbd, BetaGeometricEdge> => fitModel('mbg-nbd', summary, options) as Fit<MbgNbd, BetaGeometricEdge>;

function fitModel(model: BetaGeometric['model'], summary: BtydSummary, { start, penalty = 0 }: FitBetaGeometricOptions): Fit<BetaGeometric, BetaGeometricEdge> {
  checkSummary(summary);
  const groups = groupRows(summary);
  const likelihood = likelihoodOf(groups, chancesBeyondX(model));
  const refused = whyNotToFit(likelihood, groups);
  if (refused !== null) return { converged: false, reason: refused, parameters: null, logLikelihood: null, iterations: 0, evaluations: 0 };
  const near = start === undefined ? nearStart(groups, model, penalty) : { at: coordinatesOf(start, likelihood.timeUnit), inverseHessian: undefined };
  const found = minimiseOver(likelihood, penalty, near);
  const parameters = parametersAt(model, found.at, likelihood.timeUnit);
  const logLikelihood = inCallersUnit(likelihood.at(scaledAt(found.at), new Float64Array(4)), likelihood);
  const { iterations, evaluations, gradientNorm } = found;
  if (found.outcome !== 'converged') return { converged: false, reason: failureOf[found.outcome], parameters, logLikelihood, iterations, evaluations };
  return { converged: true, parameters, logLikelihood, iterations, evaluations, gradientNorm, edges: edgesOf(found.held) };
}

function edgesOf(held: Int8Array): BetaGeometricEdge[] {
  // Where nobody or everybody leaves, how much customers differ in leaving means nothing.
  return EDGES.flatMap(([low, high], i) => (held[i] === 0 || (i === CERTAINTY && held[ODDS] !== 0) ? [] : [held[i] === -1 ? low : high]));
}

function whyNotToFit(likelihood: Likelihood, { size, age }: BtydSummary): FitFailure | null {
  if (likelihood.weight < FEWEST_CUSTOMERS) return 'too-few';
  if (likelihood.purchases === 0) return 'no-repeat';
  return age.subarray(0, size).some((T) => T > 0) ? null : 'no-time';
}

/** Where to begin: the best of several starts on a thinned shop, solved there. */
function nearStart(groups: BtydSummary & { weight: Float64Array }, model: BetaGeometric['model'], penalty: number): { at: ArrayLike<number>; inverseHessian: Float64Array | undefined } {
  const pilot = likelihoodOf(thinned(groups), chancesBeyondX(model));
  // Without a repeat purchase among the thinned the first start is as good as any.
  if (pilot.purchases === 0) return { at: startAt(STARTS[0] as (typeof STARTS)[0], pilot), inverseHessian: undefined };
  let best: Minimum | null = null;
  for (const start of STARTS) {
    const found = minimiseOver(pilot, penalty, { at: startAt(start, pilot), inverseHessian: undefined }, PILOT_TOLERANCE);
    if (Number.isFinite(found.value) && (best === null || found.value < best.value)) best = found;
  }
  return { at: best?.at ?? startAt(STARTS[0] as (typeof STARTS)[0], pilot), inverseHessian: best?.inverseHessian };
}

function thinned(groups: BtydSummary & { weight: Float64Array }): BtydSummary {
  const stride = Math.ceil(groups.size / PILOT_ROWS);
  if (stride === 1) return groups;
  const size = Math.ceil(groups.size / stride);
  const every = (column: Float64Array): Float64Array => Float64Array.from({ length: size }, (_, i) => column[i * stride] as number);
  return { size, frequency: every(groups.frequency), recency: every(groups.recency), age: every(groups.age), weight: every(groups.weight) };
}

function startAt({ r, dropout, certainty }: (typeof STARTS)[number], likelihood: Likelihood): number[] {
  // Whoever drops out was watched in vain for a while: the rate while alive is higher than purchases over ages.
  const rate = likelihood.purchases / likelihood.weight / (1 - dropout);
  return [Math.log(r), Math.log(rate), Math.log(dropout / (1 - dropout)), Math.log(certainty)];
}

function minimiseOver(likelihood: Likelihood, penalty: number, near: { at: ArrayLike<number>; inverseHessian: Float64Array | undefined }, gradientTolerance?: number): Minimum {
  const byParameter = new Float64Array(4);
  return minimise((at, gradient) => {
    const [r, alpha, a, b] = scaledAt(at);
    const value = likelihood.at([r, alpha, a, b], byParameter);
    const [byR, byAlpha, byA, byB] = byParameter as unknown as [number, number, number, number];
    // alpha = r / rate; with s = ln(a / b): da/ds = ab / (a + b) = -db/ds; with c = ln(a + b): da/dc = a, db/dc = b.
    const swap = (a * b) / (a + b);
    const chained = [byR * r + byAlpha * alpha, -byAlpha * alpha, (byA - byB) * swap, byA * a + byB * b];
    let pull = 0;
    for (let i = 0; i < 4; i += 1) {
      const coordinate = at[i] as number;
      pull += (penalty / 2) * coordinate * coordinate;
      gradient[i] = -(chained[i] as number) / likelihood.weight + penalty * coordinate;
    }
    return -value / likelihood.weight + pull;
  }, { start: near.at, lower: LOWER, upper: UPPER, gradientTolerance, inverseHessian: near.inverseHessian });
}

/** (r, alpha, a, b) at a point of the search, alpha in mean ages. */
function scaledAt(at: ArrayLike<number>): [number, number, number, number] {
  const [r, rate, odds, certainty] = [0, 1, 2, 3].map((i) => Math.exp(at[i] as number)) as [number, number, number, number];
  return [r, r / rate, (certainty * odds) / (1 + odds), certainty / (1 + odds)];
}

function parametersAt(model: BetaGeometric['model'], at: ArrayLike<number>, timeUnit: number): BetaGeometric {
  const [r, alpha, a, b] = scaledAt(at);
  return { model, r, alpha: alpha * timeUnit, a, b };
}

function coordinatesOf({ r, alpha, a, b }: BetaGeometric, timeUnit: number): number[] {
  return [Math.log(r), Math.log((r * timeUnit) / alpha), Math.log(a / b), Math.log(a + b)];
}
