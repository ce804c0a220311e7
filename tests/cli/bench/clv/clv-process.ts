import { performance } from 'node:perf_hooks';
import type { BetaGeometric } from '#app/math/beta-geometric.ts';
import type { BtydSummary } from '#app/math/btyd-summary.ts';
import { fitBgNbd } from '#app/math/fit-beta-geometric.ts';
import { fitGammaGamma, type GammaGamma } from '#app/math/gamma-gamma.ts';
import { purchaseColumns, purchaseQuantileColumns } from '#app/math/purchase-columns.ts';
import { spendQuantileColumns } from '#app/math/spend-columns.ts';
import { madeBuyers } from '#tests/factories/made-buyers.ts';
import { readCdnow } from '#tests/reference/cdnow.ts';
import { Random } from '#tests/shopify-standin/store/random.ts';
import { measured } from '../measured-process.ts';
import { medianOf } from '../figures.ts';
import { plainFit, plainPrediction } from './plain-bg-nbd.ts';

export interface ClvInput {
  side: 'app' | 'plain';
  /** A file of CDNOW's form, or so many customers made by the model. */
  customers: { file: string } | { made: number };
  repeats: number;
  /** In weeks. */
  horizon: number;
  /** Where the simplex is together. */
  tolerance: number;
}

export interface ClvOutcome {
  customers: number;
  fitSeconds: number;
  predictSeconds: number;
  parameters: BetaGeometric;
  logLikelihood: number;
  evaluations: number;
  /** Sum of all expected purchases: the two sides must agree about it. */
  expected: number;
  /** Seconds of what the plain side has no counterpart of: Gamma-Gamma, and intervals of 80% of purchases and of spend for everybody. */
  valueFitSeconds: number | null;
  intervalSeconds: number | null;
}

/** Rates of buying differ much, a fifth leave at each chance: a shop of two years, seen on whole days. */
const SHOP: BetaGeometric = { model: 'bg-nbd', r: 0.55, alpha: 7, a: 0.8, b: 2.5 };
const VALUES: GammaGamma = { p: 6.25, q: 3.74, v: 15.44 };

/** One side of the bench: fit and predict all customers, so many times; the medians. Customers as they come, not grouped. */
measured<ClvInput, ClvOutcome>(async ({ side, customers, repeats, horizon, tolerance }, say) => {
  const { summary, meanValue } = 'file' in customers ? readCdnow(customers.file) : madeShop(customers.made);
  const turns: { fit: number; predict: number; outcome: Omit<ClvOutcome, 'fitSeconds' | 'predictSeconds' | 'valueFitSeconds' | 'intervalSeconds'> }[] = [];
  for (let turn = 0; turn < repeats; turn += 1) {
    const began = performance.now();
    const found = side === 'app' ? appFit(summary) : plainFit(summary, tolerance);
    const fitted = performance.now();
    const columns = side === 'app' ? purchaseColumns(found.parameters, summary, horizon) : plainPrediction(found.parameters, summary, horizon);
    const done = performance.now();
    const { parameters, logLikelihood, evaluations } = found;
    turns.push({ fit: (fitted - began) / 1000, predict: (done - fitted) / 1000, outcome: { customers: summary.size, parameters, logLikelihood, evaluations, expected: columns.expected.reduce((sum, value) => sum + value, 0) } });
    say(`${side}, ${summary.size} customers, ${turn + 1} of ${repeats}: fit ${(fitted - began).toFixed(0)} ms (${evaluations} evaluations), predict ${(done - fitted).toFixed(0)} ms, LL ${logLikelihood.toFixed(6)}`);
  }
  const { outcome } = turns[0] ?? {};
  if (outcome === undefined) throw new Error('A bench measures at least once.');
  const values = side === 'app' ? timeOfValues(outcome.parameters, summary, meanValue, horizon) : { valueFitSeconds: null, intervalSeconds: null };
  return { ...outcome, ...values, fitSeconds: medianOf(turns.map(({ fit }) => fit)), predictSeconds: medianOf(turns.map(({ predict }) => predict)) };
});

function madeShop(customers: number): { summary: BtydSummary; meanValue: Float64Array } {
  const { summary } = madeBuyers(SHOP, { customers, seed: 1, longest: 104, grain: 1 / 7 });
  const random = new Random(1, 'values');
  const meanValue = summary.frequency.map((x) => {
    const nu = random.gamma(VALUES.q, VALUES.v);
    return x === 0 ? 0 : random.gamma(VALUES.p * x, nu) / x;
  });
  return { summary, meanValue };
}

function timeOfValues(parameters: BetaGeometric, summary: BtydSummary, meanValue: Float64Array, horizon: number): { valueFitSeconds: number; intervalSeconds: number } {
  const began = performance.now();
  const values = fitGammaGamma({ size: summary.size, frequency: summary.frequency, meanValue });
  if (!values.converged) throw new Error(`The fit of Gamma-Gamma did not converge: ${values.reason}.`);
  const fitted = performance.now();
  purchaseQuantileColumns(parameters, summary, horizon, [0.1, 0.9]);
  spendQuantileColumns(parameters, values.parameters, summary, { count: summary.frequency, mean: meanValue }, horizon, [0.1, 0.9]);
  return { valueFitSeconds: (fitted - began) / 1000, intervalSeconds: (performance.now() - fitted) / 1000 };
}

function appFit(summary: BtydSummary): { parameters: BetaGeometric; logLikelihood: number; evaluations: number } {
  const found = fitBgNbd(summary);
  if (!found.converged) throw new Error(`The fit did not converge: ${found.reason}.`);
  return found;
}
