import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { liftOf, type Arm, type Lift } from './lift.ts';

/** mulberry32, as the made-up shops of the profiles have it. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Shoppers of whom a share buys, for amounts as skewed as a shop's: log-normal, some ten times as much as most. */
function drawArm(random: () => number, shoppers: number, share: number): Arm {
  const arm: Arm = { shoppers, buyers: 0, value: 0, valueSquares: 0 };
  for (let one = 0; one < shoppers; one += 1) {
    if (random() >= share) continue;
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const value = Math.round(4_000 * Math.exp(0.9 * normal));
    arm.buyers += 1;
    arm.value += value;
    arm.valueSquares += value * value;
  }
  return arm;
}

type Measured = Extract<Lift, { state: 'measured' }>;
const measured = (shown: Arm, heldOut: Arm): Measured => {
  const lift = liftOf(shown, heldOut);
  if (lift.state !== 'measured') throw new Error('Too few.');
  return lift;
};

describe('the lift', () => {
  it('is worked out as published: Newcombe 1998, table II, example (a), method 10', () => {
    // 56 of 70 and 48 of 80: 0.2000 (0.0524, 0.3339). Shoppers below 100 are not measured, so the same ten times over is held against Wilson's formula by hand beside it.
    const arm = (buyers: number, shoppers: number): Arm => ({ shoppers, buyers, value: buyers * 100, valueSquares: buyers * 10_000 });
    expect(liftOf(arm(56, 70), arm(48, 80)).state).toBe('too-few');
    const { buying } = measured(arm(560, 700), arm(480, 800));
    expect(buying.difference).toBeCloseTo(0.2, 10);
    // Wilson by hand: 560/700 -> (0.76881, 0.82795); 480/800 -> (0.56566, 0.63338).
    expect(buying.low).toBeCloseTo(0.2 - Math.hypot(0.8 - 0.76881, 0.63338 - 0.6), 4);
    expect(buying.high).toBeCloseTo(0.2 + Math.hypot(0.82795 - 0.8, 0.6 - 0.56566), 4);
    expect(buying.verdict).toBe('higher');
    // Katz: ln(4/3) with a standard error of sqrt(0.2/560 + 0.4/480).
    expect(buying.ratio?.low).toBeCloseTo((4 / 3) * Math.exp(-1.959964 * Math.sqrt(0.2 / 560 + 0.4 / 480)), 5);
  });

  it('of values is Welch’s', () => {
    // 200 shoppers of 1 and 3, and 100 of 2 and 4, half and half: means 2 and 3, sample variances 200/199 and 100/99.
    const a: Arm = { shoppers: 200, buyers: 200, value: 400, valueSquares: 100 * 1 + 100 * 9 };
    const b: Arm = { shoppers: 100, buyers: 100, value: 300, valueSquares: 50 * 4 + 50 * 16 };
    const { value } = measured(a, b);
    const error = Math.sqrt(1 / 199 + 1 / 99);
    expect(value.difference).toBe(-1);
    // t(.975) with 197 degrees of freedom is 1.9721.
    expect(value.low).toBeCloseTo(-1 - 1.9721 * error, 3);
    expect(value.verdict).toBe('lower');
  });

  it('is not said of too few shoppers, or of too few who bought', () => {
    const arm = (shoppers: number, buyers: number): Arm => ({ shoppers, buyers, value: buyers, valueSquares: buyers });
    expect(liftOf(arm(0, 0), arm(0, 0)).state).toBe('too-few');
    expect(liftOf(arm(5_000, 500), arm(99, 50)).state).toBe('too-few');
    expect(liftOf(arm(5_000, 500), arm(500, 9)).state).toBe('too-few');
    expect(liftOf(arm(100, 10), arm(100, 10)).state).toBe('measured');
  });

  it('holds its own difference, agrees with itself the other way round, and is finite', () => {
    const arm = fc.record({ shoppers: fc.integer({ min: 100, max: 100_000 }), share: fc.double({ min: 0.1, max: 1, noNaN: true }), each: fc.integer({ min: 1, max: 1_000_000 }) })
      .map(({ shoppers, share, each }): Arm => ({ shoppers, buyers: Math.max(10, Math.floor(shoppers * share)), value: Math.max(10, Math.floor(shoppers * share)) * each, valueSquares: Math.max(10, Math.floor(shoppers * share)) * each * each }));
    fc.assert(fc.property(arm, arm, (a, b) => {
      const [there, back] = [measured(a, b), measured(b, a)];
      for (const name of ['value', 'buying'] as const) {
        const [one, other] = [there[name], back[name]];
        for (const number of [one.low, one.high, one.ratio?.low, one.ratio?.high]) expect(Number.isFinite(number)).toBe(true);
        expect(one.low).toBeLessThanOrEqual(one.difference);
        expect(one.high).toBeGreaterThanOrEqual(one.difference);
        expect(one.difference).toBeCloseTo(-other.difference, 6);
        expect(one.low).toBeCloseTo(-other.high, 6);
      }
    }));
  });

  it('finds none in about 95 of 100 experiments in which both arms are alike', () => {
    const random = seeded(20_261_129);
    const experiments = 1_000;
    const found = { value: 0, buying: 0 };
    for (let one = 0; one < experiments; one += 1) {
      const { value, buying } = measured(drawArm(random, 3_600, 0.12), drawArm(random, 400, 0.12));
      if (value.verdict !== 'cannot-tell') found.value += 1;
      if (buying.verdict !== 'cannot-tell') found.buying += 1;
    }
    for (const name of ['value', 'buying'] as const) {
      expect(found[name] / experiments).toBeLessThan(0.075);
      expect(found[name] / experiments).toBeGreaterThan(0.025);
    }
  });

  it('finds a true one, in the right direction, once the arms are large enough', () => {
    const random = seeded(7);
    let [right, wrong] = [0, 0];
    for (let one = 0; one < 200; one += 1) {
      const { buying } = measured(drawArm(random, 18_000, 0.15), drawArm(random, 2_000, 0.12));
      if (buying.verdict === 'higher') right += 1;
      if (buying.verdict === 'lower') wrong += 1;
    }
    expect(right / 200).toBeGreaterThan(0.9);
    expect(wrong).toBe(0);
  });
});
