/**
 * How good forecasts were, once it is known what happened. All take columns of one length; a customer is a place in
 * them. Each throws RangeError on columns of different lengths, and answers NaN where the figure does not exist (no
 * customers; for the AUC, nobody or everybody bought).
 */

/**
 * Area under the receiver operating characteristic: the chance that someone who bought was given a higher score than
 * someone who did not, a tie counting one half. By rank sums (Mann and Whitney 1947; Hanley and McNeil 1982), with
 * midranks for ties. O(n log n).
 */
export function areaUnderCurve(score: ArrayLike<number>, happened: ArrayLike<number>): number {
  const size = sameLength(score, happened);
  const order = ascending(score);
  let rankSum = 0;
  let positives = 0;
  for (let from = 0; from < size;) {
    const value = score[order[from] as number];
    let to = from;
    while (to < size && score[order[to] as number] === value) to += 1;
    const midrank = (from + 1 + to) / 2;
    for (let place = from; place < to; place += 1) {
      if ((happened[order[place] as number] as number) > 0) {
        rankSum += midrank;
        positives += 1;
      }
    }
    from = to;
  }
  return positives === 0 || positives === size ? Number.NaN : (rankSum - (positives * (positives + 1)) / 2) / (positives * (size - positives));
}

/** Mean squared difference between probability and outcome (Brier 1950). 0 is perfect; always saying one half gives 0.25. */
export function brierScore(probability: ArrayLike<number>, happened: ArrayLike<number>): number {
  return meanOf(sameLength(probability, happened), (i) => ((probability[i] as number) - ((happened[i] as number) > 0 ? 1 : 0)) ** 2);
}

/** One bin of a calibration curve. */
export interface CalibrationBin {
  customers: number;
  /** Mean forecast of the bin. */
  expected: number;
  /** Share of the bin that bought. */
  happened: number;
}

/**
 * Customers in the order of their forecast, cut into bins of equal mass (their sizes differ by at most one), each with what was
 * expected and what happened. Equal forecasts are taken in the order they are given in; where a tie spans a border the
 * outcome of the whole tie is shared out evenly, so that the answer does not hang on that order.
 */
export function calibrationCurve(probability: ArrayLike<number>, happened: ArrayLike<number>, bins = 10): CalibrationBin[] {
  const size = sameLength(probability, happened);
  if (!(Number.isInteger(bins) && bins >= 1)) throw new RangeError(`A calibration curve needs a whole number of bins from 1, not ${bins}.`);
  const order = ascending(probability);
  const shared = new Float64Array(size);
  for (let from = 0; from < size;) {
    const value = probability[order[from] as number];
    let to = from;
    let bought = 0;
    while (to < size && probability[order[to] as number] === value) {
      if ((happened[order[to] as number] as number) > 0) bought += 1;
      to += 1;
    }
    shared.fill(bought / (to - from), from, to);
    from = to;
  }
  const curve: CalibrationBin[] = [];
  for (let bin = 0; bin < bins; bin += 1) {
    const from = Math.floor((bin * size) / bins);
    const to = Math.floor(((bin + 1) * size) / bins);
    if (to === from) continue;
    let expected = 0;
    let share = 0;
    for (let place = from; place < to; place += 1) {
      expected += probability[order[place] as number] as number;
      share += shared[place] as number;
    }
    curve.push({ customers: to - from, expected: expected / (to - from), happened: share / (to - from) });
  }
  return curve;
}

/** Expected calibration error: the mean over customers of |expected - happened| of their bin, bins of equal mass (Naeini, Cooper and Hauskrecht 2015; Nixon et al. 2019). */
export function expectedCalibrationError(probability: ArrayLike<number>, happened: ArrayLike<number>, bins = 10): number {
  const curve = calibrationCurve(probability, happened, bins);
  if (curve.length === 0) return Number.NaN;
  let sum = 0;
  for (const bin of curve) sum += bin.customers * Math.abs(bin.expected - bin.happened);
  return sum / probability.length;
}

/** Mean absolute error. */
export function meanAbsoluteError(forecast: ArrayLike<number>, actual: ArrayLike<number>): number {
  return meanOf(sameLength(forecast, actual), (i) => Math.abs((forecast[i] as number) - (actual[i] as number)));
}

/** Root of the mean squared error. */
export function rootMeanSquaredError(forecast: ArrayLike<number>, actual: ArrayLike<number>): number {
  return Math.sqrt(meanOf(sameLength(forecast, actual), (i) => ((forecast[i] as number) - (actual[i] as number)) ** 2));
}

/** Bias of the total: (sum of forecasts - sum of what happened) / sum of what happened. -0.1 is a total forecast 10% too low. NaN when nothing happened. */
export function totalBias(forecast: ArrayLike<number>, actual: ArrayLike<number>): number {
  const size = sameLength(forecast, actual);
  let expected = 0;
  let happened = 0;
  for (let i = 0; i < size; i += 1) {
    expected += forecast[i] as number;
    happened += actual[i] as number;
  }
  return happened === 0 ? Number.NaN : (expected - happened) / happened;
}

/**
 * Top-share capture: what part of all that happened fell to the customers with the highest scores, the best tenth by
 * default (that number rounded up). Customers tied at the border share it evenly.
 */
export function topCapture(score: ArrayLike<number>, actual: ArrayLike<number>, share = 0.1): number {
  const size = sameLength(score, actual);
  if (!(share > 0 && share <= 1)) throw new RangeError(`The share at the top must be above 0 and at most 1, not ${share}.`);
  const wanted = Math.ceil(size * share);
  const order = ascending(score);
  let captured = 0;
  let taken = 0;
  for (let to = size; to > 0 && taken < wanted;) {
    const value = score[order[to - 1] as number];
    let from = to;
    let held = 0;
    while (from > 0 && score[order[from - 1] as number] === value) {
      held += actual[order[from - 1] as number] as number;
      from -= 1;
    }
    const count = Math.min(to - from, wanted - taken);
    captured += (held * count) / (to - from);
    taken += count;
    to = from;
  }
  let total = 0;
  for (let i = 0; i < size; i += 1) total += actual[i] as number;
  return total === 0 ? Number.NaN : captured / total;
}

/** Share of the customers with the highest scores (the best tenth by default, rounded up) who did it. Customers tied at the border share it evenly. */
export function topRate(score: ArrayLike<number>, happened: ArrayLike<number>, share = 0.1): number {
  const size = sameLength(score, happened);
  const did = Float64Array.from(happened, (value) => (value > 0 ? 1 : 0));
  let all = 0;
  for (const one of did) all += one;
  return all === 0 ? (size === 0 ? Number.NaN : 0) : (topCapture(score, did, share) * all) / Math.ceil(size * share);
}

/** Places in the order of their value, lowest first. */
function ascending(values: ArrayLike<number>): Uint32Array {
  const order = new Uint32Array(values.length);
  for (let i = 0; i < order.length; i += 1) order[i] = i;
  return order.sort((a, b) => (values[a] as number) - (values[b] as number) || a - b);
}

function sameLength(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new RangeError(`A forecast of ${a.length} customers cannot be held against what ${b.length} did.`);
  return a.length;
}

function meanOf(size: number, of: (place: number) => number): number {
  let sum = 0;
  for (let i = 0; i < size; i += 1) sum += of(i);
  return size === 0 ? Number.NaN : sum / size;
}
