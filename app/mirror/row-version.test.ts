import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coveredUntil, isConclusive, momentOfQuery } from './read-moment.ts';
import { payloadIsNewer, readIsNewer, type RowVersion } from './row-version.ts';

interface Payload {
  updatedAt: number;
  triggeredAt: number;
}
const anyPayload: fc.Arbitrary<Payload> = fc.record({ second: fc.nat(3), within: fc.nat(999) }).map(({ second, within }) => ({ updatedAt: second * 1000, triggeredAt: second * 1000 + within }));

describe('of the payloads of one object', () => {
  it('the last of the newest version stands in the end, in whatever order they come, and an older never wins', () => {
    fc.assert(fc.property(fc.array(anyPayload, { minLength: 1, maxLength: 8 }).chain((all) => fc.shuffledSubarray(all, { minLength: all.length })), (arrival) => {
      let standing: RowVersion | null = null;
      for (const payload of arrival) {
        const before: RowVersion | null = standing;
        if (payloadIsNewer(standing, payload)) standing = { updatedAt: payload.updatedAt, partial: true, payloadAt: payload.triggeredAt };
        expect(standing?.updatedAt ?? 0).toBeGreaterThanOrEqual(before?.updatedAt ?? 0);
      }
      const last = [...arrival].sort((a, b) => b.updatedAt - a.updatedAt || b.triggeredAt - a.triggeredAt)[0];
      expect(standing).toEqual({ updatedAt: last?.updatedAt, partial: true, payloadAt: last?.triggeredAt });
    }));
  });
});

describe('a full read', () => {
  const whole: RowVersion = { updatedAt: 5_000, partial: false, payloadAt: null };
  const sure = { notBefore: 60_000 };

  it('completes a partial row of its version, and sets right one that differs when it is sure', () => {
    expect(readIsNewer({ ...whole, partial: true }, { updatedAt: 5_000, moment: { notBefore: 5_500 } })).toBe(true);
    expect(readIsNewer({ ...whole, partial: true, payloadAt: 5_600 }, { updatedAt: 5_000, moment: { notBefore: 5_500 } })).toBe(false);
    expect(readIsNewer({ ...whole, partial: true, payloadAt: 5_600 }, { updatedAt: 5_000, moment: sure })).toBe(true);
    expect(readIsNewer(whole, { updatedAt: 5_000, moment: sure })).toBe(true);
    expect(readIsNewer(whole, { updatedAt: 5_000, moment: { notBefore: 5_500 } })).toBe(false);
    expect(readIsNewer(whole, { updatedAt: 4_000, moment: sure })).toBe(false);
  });

  it('is sure once the second of what it shows was over, with room for clocks that are apart', () => {
    expect(isConclusive({ notBefore: 5_999 }, 5_000)).toBe(false);
    expect(isConclusive({ notBefore: 6_000 }, 5_000)).toBe(true);
    expect([coveredUntil({ notBefore: 5_999 }, 5_000), coveredUntil({ notBefore: 6_000 }, 5_000)]).toEqual([5_000, 6_000]);
    expect(momentOfQuery(10_000)).toEqual({ notBefore: 8_000 });
  });

  it('of a sure version is not overwritten by a payload of it', () => {
    expect(payloadIsNewer(whole, { updatedAt: 5_000, triggeredAt: 5_900 })).toBe(false);
    expect(payloadIsNewer({ ...whole, partial: true }, { updatedAt: 5_000, triggeredAt: 5_900 })).toBe(true);
  });
});
