import { performance } from 'node:perf_hooks';
import type { BetaGeometric } from '#app/math/beta-geometric.ts';
import type { BtydSummary } from '#app/math/btyd-summary.ts';
import { fitBgNbd } from '#app/math/fit-beta-geometric.ts';
import { purchaseColumns } from '#app/math/purchase-columns.ts';
import { madeBuyers } from '#tests/factories/made-buyers.ts';
import { readCdnow } from '#tests/reference/cdnow.ts';
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
}

/** Rates of buying differ much, a fifth leave at each chance: a shop of two years, seen on whole days. */
const SHOP: BetaGeometric = { model: 'bg-nbd', r: 0.55, alpha: 7, a: 0.8, b: 2.5 };

/** One side of the bench: fit and predict all customers, so many times; the medians. Customers as they come, not grouped. */
measured<ClvInput, ClvOutcome>(async ({ side, customers, repeats, horizon, tolerance }, say) => {
  const summary = 'file' in customers ? readCdnow(customers.file).summary : madeBuyers(SHOP, { customers: customers.made, seed: 1, longest: 104, grain: 1 / 7 }).summary;
  const turns: { fit: number; predict: number; outcome: Omit<ClvOutcome, 'fitSeconds' | 'predictSeconds'> }[] = [];
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
  return { ...outcome, fitSeconds: medianOf(turns.map(({ fit }) => fit)), predictSeconds: medianOf(turns.map(({ predict }) => predict)) };
});

function appFit(summary: BtydSummary): { parameters: BetaGeometric; logLikelihood: number; evaluations: number } {
  const found = fitBgNbd(summary);
  if (!found.converged) throw new Error(`The fit did not converge: ${found.reason}.`);
  return found;
}
