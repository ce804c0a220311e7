import { brierScore } from '../math/accuracy.ts';
import { fitSlope, shiftToMean } from '../math/calibration.ts';
import { logistic, logit } from '../math/regression.ts';
import type { Outcomes } from './order-histories.ts';
import { chanceOfAny, type RawColumns } from './raw-forecast.ts';

/** A forecast made at an earlier cut-off with what was known then, and what has happened since. */
export interface PastForecast {
  columns: RawColumns;
  outcomes: Outcomes;
}

/** `regressions`: what they learnt from earlier cut-offs; `buying-process`: buy-till-you-die in the shop's season alone. */
export type Candidate = 'regressions' | 'buying-process';

/** From raw columns to what is shown. JSON. */
export interface ForecastLevel {
  candidate: Candidate;
  /** Log-odds' = slope x log-odds + shift. */
  slope: number;
  shift: number;
  /** Expected purchases of the candidate are multiplied by it. */
  countFactor: number;
  /** The same for those of the buying process, whatever the candidate: the months beyond the horizon go by it. */
  processFactor: number;
}

/**
 * How far the total goes by the buying process, corrected for how its total erred on the last windows, and not by the
 * regression's own (docs/decisions/100). The two err in opposite ways: the first is always wrong by about the same
 * share, the second is right on average over the past, and late when the shop changes.
 */
const PROCESS_TRUST = 0.4;
const FADING = 0.6;
/** The regressions see all that the process sees, and the shop's level besides: they are left only for what is clearly better. */
const CLEARLY_BETTER = 0.97;
const MARGIN = 1e-4;

/** Learns slope, level and choice from past forecasts, and sets them for the customers of `now`. Without a past forecast nothing is corrected. */
export function learnLevel(now: RawColumns, past: readonly PastForecast[], hasRegressions: boolean): ForecastLevel {
  const correction = fadingMean(past.map(({ columns, outcomes }) => logRatio(sum(outcomes.purchases), sum(columns.btydPurchases))));
  const processFactor = Math.exp(correction);
  const happened = past.map(({ outcomes }) => outcomes.purchases.map((count) => (count > 0 ? 1 : 0)));
  const levelOf = (candidate: Candidate): ForecastLevel & { brier: number } => {
    const countFactor = candidate === 'buying-process' || past.length === 0 ? (candidate === 'buying-process' ? processFactor : 1)
      : Math.exp(PROCESS_TRUST * (logRatio(sum(now.btydPurchases), sum(now.purchases)) + correction));
    const occasions = past.map(({ columns }, at) => ({ logOdds: logOddsOf(candidate, columns, 1), happened: happened[at] as Float64Array }));
    const { slope, intercepts } = fitSlope(occasions);
    const odds = logOddsOf(candidate, now, countFactor);
    const shift = candidate === 'buying-process' ? meanOf(intercepts) : shiftToMean(odds.map((x) => slope * x), meanOf(odds.map(logistic)));
    const brier = meanOf(occasions.map(({ logOdds, happened: did }, at) => brierScore(logOdds.map((x) => logistic(slope * x + (intercepts[at] as number))), did)));
    return { candidate, slope, shift, countFactor, processFactor, brier };
  };
  const process = levelOf('buying-process');
  if (!hasRegressions) return withoutBrier(process);
  const regressions = levelOf('regressions');
  return withoutBrier(past.length > 0 && process.brier < CLEARLY_BETTER * regressions.brier ? process : regressions);
}

const withoutBrier = ({ candidate, slope, shift, countFactor, processFactor }: ForecastLevel): ForecastLevel => ({ candidate, slope, shift, countFactor, processFactor });

function logOddsOf(candidate: Candidate, columns: RawColumns, countFactor: number): Float64Array {
  return columns.buying.map((_, i) => rawLogOdds(candidate, columns.btydBuying[i] as number, columns.buying[i] as number, columns.purchases[i] as number, countFactor));
}

/**
 * Log-odds of buying before calibration: the mean of whether (logistic regression) and how often (Poisson), or the buying
 * process. What moves the count moves the odds alike, as it does where few buy.
 */
export function rawLogOdds(candidate: Candidate, btydBuying: number, buying: number, purchases: number, countFactor: number): number {
  if (candidate === 'buying-process') return logit(btydBuying, MARGIN);
  return (logit(buying, MARGIN) + Math.log(countFactor) + logit(chanceOfAny(purchases * countFactor), MARGIN)) / 2;
}

/** What is said of a customer: P(buys) and expected purchases, which are never fewer than that. */
export function levelled(level: ForecastLevel, raw: { btydBuying: number; buying: number; btydPurchases: number; purchases: number }): { buying: number; purchases: number } {
  const purchases = (level.candidate === 'buying-process' ? raw.btydPurchases : raw.purchases) * level.countFactor;
  const buying = logistic(level.slope * rawLogOdds(level.candidate, raw.btydBuying, raw.buying, raw.purchases, level.countFactor) + level.shift);
  return { buying, purchases: Math.max(purchases, buying) };
}

/** The mean of what was seen at past cut-offs, the latest first, each counting FADING of the one after it; 0 of none. */
function fadingMean(values: readonly number[]): number {
  let [total, weights, weight] = [0, 0, 1];
  for (const value of values) {
    total += weight * value;
    weights += weight;
    weight *= FADING;
  }
  return weights === 0 ? 0 : total / weights;
}

/** log((a + 1) / (b + 1)): finite for a shop that sold nothing. */
const logRatio = (a: number, b: number): number => Math.log((a + 1) / (b + 1));

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i += 1) total += values[i] as number;
  return total;
}

const meanOf = (values: ArrayLike<number>): number => (values.length === 0 ? 0 : sum(values) / values.length);
