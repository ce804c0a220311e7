import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPastLine, riskStep, type RiskStanding } from './risk-line.ts';

/** P(buys) of a risk in percent. */
const at = (risk: number): number => Math.round((100 - risk) * 1e4) / 1e6;
const LINE = 66;
const chance = fc.integer({ min: 0, max: 1_000_000 }).map((millionths) => millionths / 1e6);

/** Lets a risk take its course under one model. @returns the places of the course at which it crossed */
function crossings(course: readonly number[], line: number = LINE): number[] {
  let standing: RiskStanding | null = null;
  const crossed: number[] = [];
  course.forEach((pBuy, place) => {
    const step = riskStep(standing, pBuy, line, () => pBuy);
    if (step.crossedFrom !== null) crossed.push(place);
    standing = { ...step, pBuy };
  });
  return crossed;
}

describe('a risk against the line', () => {
  it('crosses once on its way up, and not at a first forecast', () => {
    expect(crossings([60, 66, 66.1, 70].map(at))).toEqual([2]);
    expect(crossings([90, 80].map(at))).toEqual([]);
  });

  it('that hovers about the line crosses once; having fallen five points below it, once more', () => {
    expect(crossings([60, 67, 65, 67, 61, 67].map(at))).toEqual([1]);
    expect(crossings([60, 67, 60.9, 67].map(at))).toEqual([1, 3]);
  });

  it('is past the line where the band is high', () => {
    expect(isPastLine(0.34, 66)).toBe(false);
    expect(isPastLine(0.339999, 66)).toBe(true);
  });

  it('crosses nothing by a line that was moved, and the new one from then on', () => {
    const before: RiskStanding = { pBuy: at(60), pastLine: false, riskLine: 66 };
    expect(riskStep(before, at(60), 50, () => at(60))).toEqual({ pastLine: true, riskLine: 50, crossedFrom: null });
    expect(riskStep({ ...before, pBuy: at(49) }, at(51), 50, () => at(51))).toMatchObject({ pastLine: true, crossedFrom: at(49) });
  });

  it('that a new model alone lifts by more than two points has not crossed, and does not cross the night after', () => {
    const before: RiskStanding = { pBuy: at(64), pastLine: false, riskLine: LINE };
    expect(riskStep(before, at(67), LINE, () => at(64.9))).toEqual({ pastLine: true, riskLine: LINE, crossedFrom: null });
    expect(riskStep({ pBuy: at(67), pastLine: true, riskLine: LINE }, at(68), LINE, () => at(68))).toMatchObject({ crossedFrom: null });
    // Time had brought them there, or nearly.
    expect(riskStep(before, at(69), LINE, () => at(66.1))).toMatchObject({ crossedFrom: at(64) });
    expect(riskStep(before, at(66.5), LINE, () => at(65))).toMatchObject({ crossedFrom: at(64) });
  });
});

describe('whatever course a risk takes', () => {
  it('between two crossings it has been five points below the line, and at each it rose past it', () => {
    fc.assert(fc.property(fc.array(chance, { maxLength: 40 }), fc.integer({ min: 10, max: 95 }), (course, line) => {
      const crossed = crossings(course, line);
      crossed.forEach((place, which) => {
        expect(place).toBeGreaterThan(0);
        expect(isPastLine(course[place] as number, line)).toBe(true);
        const since = which === 0 ? 0 : (crossed[which - 1] as number) + 1;
        const lowest = Math.max(...course.slice(since, place));
        expect(isPastLine(lowest, which === 0 ? line : line - 5)).toBe(false);
      });
    }));
  });

  it('never crosses more often than one that is asked for less', () => {
    fc.assert(fc.property(fc.array(chance, { maxLength: 40 }), fc.integer({ min: 10, max: 95 }), (course, line) => {
      let plain = 0;
      course.forEach((pBuy, place) => {
        if (place > 0 && isPastLine(pBuy, line) && !isPastLine(course[place - 1] as number, line)) plain += 1;
      });
      expect(crossings(course, line).length).toBeLessThanOrEqual(plain);
    }));
  });
});
