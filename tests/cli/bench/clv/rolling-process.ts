import { performance } from 'node:perf_hooks';
import { fitBgNbd, fitMbgNbd } from '#app/math/fit-beta-geometric.ts';
import { fitGammaGamma } from '#app/math/gamma-gamma.ts';
import { isoDay, retailOrders, rollingCutOffs, summaryAt } from '#tests/reference/online-retail.ts';
import { measured } from '../measured-process.ts';
import { plainFit } from './plain-bg-nbd.ts';

export interface RollingInput {
  file: string;
  tolerance: number;
}

export interface RollingOutcome {
  cutOffs: number;
  converged: { bgNbd: number; mbgNbd: number; gammaGamma: number; plain: number };
  /** Of the BG/NBD fits, those at a limit of the model. */
  atALimit: number;
  seconds: { app: number; plain: number };
  /** The most by which the simplex found a better BG/NBD than the app; 0 where it found none. */
  furthestBehind: number;
}

/** BG/NBD, MBG/NBD and Gamma-Gamma at each cut-off, and BG/NBD again by the simplex. */
measured<RollingInput, RollingOutcome>(async ({ file, tolerance }, say) => {
  const customers = await retailOrders(file);
  const converged = { bgNbd: 0, mbgNbd: 0, gammaGamma: 0, plain: 0 };
  const seconds = { app: 0, plain: 0 };
  let atALimit = 0;
  let furthestBehind = 0;
  for (const cutOff of rollingCutOffs) {
    const summary = summaryAt(customers, cutOff);
    const began = performance.now();
    const bgNbd = fitBgNbd(summary);
    const between = performance.now();
    const plain = plainFit(summary, tolerance);
    seconds.app += (between - began) / 1000;
    seconds.plain += (performance.now() - between) / 1000;
    const others = { mbgNbd: fitMbgNbd(summary), gammaGamma: fitGammaGamma(summary), plain };
    converged.bgNbd += Number(bgNbd.converged);
    for (const name of ['mbgNbd', 'gammaGamma', 'plain'] as const) converged[name] += Number(others[name].converged);
    if (bgNbd.converged && bgNbd.edges.length > 0) atALimit += 1;
    furthestBehind = Math.max(furthestBehind, plain.logLikelihood - (bgNbd.logLikelihood ?? Number.NEGATIVE_INFINITY));
    say(`${isoDay(cutOff)}, ${summary.size} customers: LL ${bgNbd.logLikelihood?.toFixed(5) ?? 'none'} (${bgNbd.converged ? bgNbd.edges.join() || 'inside' : bgNbd.reason}); the simplex ${plain.logLikelihood.toFixed(5)}${plain.converged ? '' : ', given up'}`);
  }
  return { cutOffs: rollingCutOffs.length, converged, atALimit, seconds, furthestBehind };
});
