import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compoundSignals, recencySignal, type ChurnSignal } from './churn-signals.ts';

const limits = { usualDays: 41, littleLateDays: 51, lateDays: 61, lostDays: 123 };
const trend = { count: 4, before: 40, after: 100, chance: 0.04 };
const ALL: ChurnSignal[] = [
  { signal: 'late', days: 74, usualDays: 41, limitDays: 61 },
  { signal: 'gaps-lengthening', trend }, { signal: 'basket-shrinking', trend }, { signal: 'discounts-rising', trend },
  { signal: 'sent-back', day: 10, unitsRefunded: 2, units: 3 },
  { signal: 'product-stopped', title: 'Tea', times: 4, intervalDays: 30, dueDay: 5 },
];

describe('churn signals', () => {
  it('compound: each takes its part of what the others left', () => {
    // 1 - 0.55 x 0.7 = 0.615
    expect(compoundSignals(ALL.slice(0, 2))).toMatchObject({ strength: 62, level: 'act' });
    expect(compoundSignals(ALL.slice(1, 2))).toMatchObject({ strength: 30, level: 'watch', signals: [{ signal: 'gaps-lengthening', weight: 30, heaviness: 'moderate' }] });
    expect(compoundSignals([])).toEqual({ signals: [], strength: 0, level: 'calm' });
  });

  it('more of them are never less, and none makes it certain', () => {
    fc.assert(fc.property(fc.subarray(ALL), fc.constantFrom(...ALL), (some, one) => {
      const fewer = compoundSignals(some.filter((other) => other !== one)).strength;
      const more = compoundSignals([...some.filter((other) => other !== one), one]).strength;
      expect(more).toBeGreaterThan(fewer);
      expect(more).toBeLessThan(100);
    }));
  });

  it('how long ago the last purchase is speaks from the customer\'s own limits on', () => {
    expect(recencySignal({ stage: 'Regular', recencyDays: 51, limits })).toBeNull();
    expect(recencySignal({ stage: 'Regular', recencyDays: 52, limits })).toEqual({ signal: 'little-late', days: 52, usualDays: 41, limitDays: 51 });
    expect(recencySignal({ stage: 'At risk', recencyDays: 74, limits })).toMatchObject({ signal: 'late', limitDays: 61 });
    expect(recencySignal({ stage: 'Lapsed', recencyDays: 200, limits })).toMatchObject({ signal: 'lapsed', limitDays: 123 });
  });
});
