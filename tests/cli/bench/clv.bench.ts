import { cdnowFile } from '#tests/reference/cdnow.ts';
import { onlineRetailFile } from '#tests/reference/online-retail.ts';
import { wholeNumbers, type Bench, type BenchContext } from './bench.ts';
import type { ClvInput, ClvOutcome } from './clv/clv-process.ts';
import type { RollingInput, RollingOutcome } from './clv/rolling-process.ts';
import { inProcess } from './measured-process.ts';

/** In weeks: a year. */
const HORIZON = 52;
/** By how much, at most, the log-likelihoods may differ, and a tenth of it is where the simplex counts as together. */
const LIKELIHOOD_TARGET = 1e-4;

/**
 * BG/NBD fitted to CDNOW and to customers made by the model, and all of them predicted, against what one writes down from the paper: the
 * log-likelihood over all customers as they are, maximised by Nelder and Mead, and the printed conditional expectation (see
 * clv/plain-bg-nbd.ts). Both stop within a hundred-thousandth of the log-likelihood. Each side has a process of its own. Then the 32
 * rolling cut-offs of Online Retail II, without a penalty.
 */
export const bench: Bench = {
  about: 'BG/NBD fit and prediction, against a simplex over the plain likelihood; rolling fits',
  options: {
    customers: 'sizes of made shops, parted by commas (1000000)',
    repeats: "how often the app's side is measured (5; the plain side 3 times, from 100,000 customers on once)",
    cdnow: 'a file of the form of CDNOW_master.txt.gz (beside the project, else left out)',
    data: 'a file of the form of Online Retail II for the rolling fits (beside the project, else left out)',
  },
  run: async (context) => {
    const [repeats = 5] = wholeNumbers('repeats', context.options['repeats'], [5]);
    const cdnow = context.options['cdnow'] ?? cdnowFile('master');
    if (cdnow === null) context.say('CDNOW is not beside the project, and is left out: give it with --cdnow FILE');
    else await measureFit(context, 'cdnow', { file: cdnow }, { app: repeats, plain: Math.min(repeats, 3) });
    for (const made of wholeNumbers('customers', context.options['customers'], [1_000_000])) {
      await measureFit(context, String(made), { made }, { app: repeats, plain: made < 100_000 ? Math.min(repeats, 3) : 1 });
    }
    const data = context.options['data'] ?? onlineRetailFile;
    if (data === null) context.say('Online Retail II is not beside the project, and the rolling fits are left out: give it with --data FILE');
    else await measureRolling(context, data);
  },
};

async function measureFit({ say, report }: BenchContext, name: string, customers: ClvInput['customers'], repeats: Record<ClvInput['side'], number>): Promise<void> {
  const run = (side: ClvInput['side']) =>
    inProcess<ClvInput, ClvOutcome>('clv/clv-process.ts', { side, customers, repeats: repeats[side], horizon: HORIZON, tolerance: LIKELIHOOD_TARGET / 10 }, { onSaid: say });
  const app = await run('app');
  const plain = await run('plain');
  const { r, alpha, a, b } = app.result.parameters;
  say(`${name}: r ${r.toFixed(4)}, alpha ${alpha.toFixed(3)}, a ${a.toFixed(4)}, b ${b.toFixed(4)}; expected purchases ${app.result.expected.toFixed(1)} and ${plain.result.expected.toFixed(1)}`);
  if (Math.abs(app.result.expected / plain.result.expected - 1) > 1e-3) throw new Error('The two sides expect different numbers of purchases: this compares different work.');
  report({ name: `clv:${name}:fit`, value: app.result.fitSeconds, unit: 's', baseline: plain.result.fitSeconds });
  report({ name: `clv:${name}:predict`, value: app.result.predictSeconds, unit: 's', baseline: plain.result.predictSeconds });
  report({ name: `clv:${name}:fit-and-predict`, value: app.result.fitSeconds + app.result.predictSeconds, unit: 's', baseline: plain.result.fitSeconds + plain.result.predictSeconds });
  report({ name: `clv:${name}:log-likelihood-apart`, value: Math.abs(app.result.logLikelihood - plain.result.logLikelihood), unit: 'nats', baseline: LIKELIHOOD_TARGET });
  for (const [figure, seconds] of [['gamma-gamma-fit', app.result.valueFitSeconds], ['intervals', app.result.intervalSeconds]] as const) {
    if (seconds !== null) report({ name: `clv:${name}:${figure}`, value: seconds, unit: 's' });
  }
  report({ name: `clv:${name}:peak-memory`, value: app.peakMiB, unit: 'MiB', baseline: plain.peakMiB });
}

async function measureRolling({ say, report }: BenchContext, file: string): Promise<void> {
  const { result } = await inProcess<RollingInput, RollingOutcome>('clv/rolling-process.ts', { file, tolerance: LIKELIHOOD_TARGET / 10 }, { onSaid: say });
  const { cutOffs, converged, seconds } = result;
  report({ name: 'clv:rolling:bg-nbd-converged', value: converged.bgNbd, unit: 'fits', baseline: cutOffs });
  report({ name: 'clv:rolling:bg-nbd-at-a-limit', value: result.atALimit, unit: 'fits', baseline: cutOffs });
  report({ name: 'clv:rolling:mbg-nbd-converged', value: converged.mbgNbd, unit: 'fits', baseline: cutOffs });
  report({ name: 'clv:rolling:gamma-gamma-converged', value: converged.gammaGamma, unit: 'fits', baseline: cutOffs });
  report({ name: 'clv:rolling:simplex-converged', value: converged.plain, unit: 'fits', baseline: cutOffs });
  report({ name: 'clv:rolling:log-likelihood-behind', value: result.furthestBehind, unit: 'nats', baseline: LIKELIHOOD_TARGET });
  report({ name: 'clv:rolling:fit', value: seconds.app / cutOffs, unit: 's', baseline: seconds.plain / cutOffs });
}
