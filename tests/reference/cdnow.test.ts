import { describe, expect, it } from 'vitest';
import { fitBgNbd, fitMbgNbd } from '#app/math/fit-beta-geometric.ts';
import { expectedValue, fitGammaGamma } from '#app/math/gamma-gamma.ts';
import { purchaseColumns } from '#app/math/purchase-columns.ts';
import { expectedPurchases } from '#app/math/predict-purchases.ts';
import { cdnowFile, readCdnow } from './cdnow.ts';

const [SAMPLE, MASTER] = [cdnowFile('sample'), cdnowFile('master')];
const ABSENT = ' (left out: the data set is not beside the project)';

describe('the CDNOW sample', () => {
  it(`gives the published BG/NBD: r .243, alpha 4.414, a .793, b 2.426, LL -9582.4${SAMPLE === null ? ABSENT : ''}`, () => {
    if (SAMPLE === null) return;
    const { summary } = readCdnow(SAMPLE);
    expect(summary.size).toBe(2_357);
    const found = fitBgNbd(summary);
    if (!found.converged) throw new Error(found.reason);
    expect(found.parameters).toMatchObject({ r: expect.closeTo(0.243, 3), alpha: expect.closeTo(4.414, 3), a: expect.closeTo(0.793, 3), b: expect.closeTo(2.426, 3) });
    expect(found.logLikelihood).toBeCloseTo(-9582.43, 2);
    expect(expectedPurchases(found.parameters, { x: 2, tx: 30.43, T: 38.86 }, 39)).toBeCloseTo(1.226, 3);
  });

  it(`gives the MBG/NBD of BTYDplus: r .525, alpha 6.183, a .891, b 1.614${SAMPLE === null ? ABSENT : ''}`, () => {
    if (SAMPLE === null) return;
    const found = fitMbgNbd(readCdnow(SAMPLE).summary);
    if (!found.converged) throw new Error(found.reason);
    expect(found.parameters).toMatchObject({ r: expect.closeTo(0.525, 3), alpha: expect.closeTo(6.183, 3), a: expect.closeTo(0.891, 3), b: expect.closeTo(1.614, 3) });
  });

  it(`gives the published Gamma-Gamma: p 6.25, q 3.74, v 15.44${SAMPLE === null ? ABSENT : ''}`, () => {
    if (SAMPLE === null) return;
    const { summary, meanValue } = readCdnow(SAMPLE);
    const found = fitGammaGamma({ size: summary.size, frequency: summary.frequency, meanValue });
    if (!found.converged) throw new Error(found.reason);
    expect(found.parameters).toMatchObject({ p: expect.closeTo(6.25, 2), q: expect.closeTo(3.74, 2), v: expect.closeTo(15.44, 2) });
    // The first customer of the papers: two repeat purchases of 22.35 on average.
    expect(expectedValue(found.parameters, 2, 22.345)).toBeCloseTo(24.65, 2);
  });

  it(`predicts the 39 weeks held out as well as the peers do${SAMPLE === null ? ABSENT : ''}`, () => {
    if (SAMPLE === null) return;
    const { summary, later } = readCdnow(SAMPLE);
    for (const [fit, error] of [[fitBgNbd, 0.785], [fitMbgNbd, 0.765]] as const) {
      const found = fit(summary);
      if (!found.converged) throw new Error(found.reason);
      const { expected } = purchaseColumns(found.parameters, summary, 39);
      expect(expected.reduce((sum, value, row) => sum + Math.abs(value - (later[row] as number)), 0) / summary.size).toBeCloseTo(error, 3);
    }
  });
});

describe('the whole of CDNOW', () => {
  it(`is fitted and predicts the 39 weeks held out as well as the peers do${MASTER === null ? ABSENT : ''}`, () => {
    if (MASTER === null) return;
    const { summary, later } = readCdnow(MASTER);
    expect(summary.size).toBe(23_570);
    for (const [fit, error] of [[fitBgNbd, 0.819], [fitMbgNbd, 0.795]] as const) {
      const found = fit(summary);
      if (!found.converged) throw new Error(found.reason);
      const { expected } = purchaseColumns(found.parameters, summary, 39);
      expect(expected.reduce((sum, value, row) => sum + Math.abs(value - (later[row] as number)), 0) / summary.size).toBeCloseTo(error, 3);
    }
  });
});
