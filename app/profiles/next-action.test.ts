import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextAction, type ActionInputs } from './next-action.ts';
import { returnShare, type ReturnPattern } from './return-pattern.ts';
import { STAGES } from './stage.ts';

const NOW = 1000;
const limits = { usualDays: 41, lateDays: 61, lostDays: 123 };
const pattern: ReturnPattern = { kind: 'none', lines: 0, sizingLines: 0, groups: 0, orders: 0, daysDoubled: null, late: false, lastRefundDay: null, reasons: [] };
const share = returnShare(10, 0, { alphaThousandths: 1000, betaThousandths: 9000, fitted: true, customers: 500 });
const companion = { productId: '9', title: 'Kettle', like: 'Tea', both: 40, buyersOfLike: 100, buyers: 200, customers: 1000, sampled: false };
const tea = { title: 'Tea', productId: '1', times: 4, intervalDays: 40, ownGaps: 3, ownMedianDoubled: 80, shopGaps: 0, shopMedianDoubled: null, lastDay: 965, dueDay: 1005 };

const bought = (days: number, changes: Partial<NonNullable<ActionInputs['buyer']>> = {}): ActionInputs['buyer'] =>
  ({ stage: 'Repeat', recencyDays: days, purchases: 3, lastPurchaseDay: NOW - days, limits, ...changes });
const made = (changes: Partial<ActionInputs>): ActionInputs => ({
  nowDay: NOW, excluded: false, buyer: bought(20), tier: 'standard', returns: { pattern, share }, sentBack: null, replenishments: [], favourite: 'Tea', companion: null, ...changes,
});
const of = (changes: Partial<ActionInputs>) => nextAction(made(changes));

describe('the next best action', () => {
  it('leaves alone who has not bought, who is excluded, and who is in rhythm, until the next order is expected', () => {
    expect(of({ buyer: null })).toEqual({ action: 'leave alone', because: 'no-purchase' });
    expect(of({ excluded: true })).toEqual({ action: 'leave alone', because: 'excluded' });
    expect(of({})).toEqual({ action: 'leave alone', because: 'in-rhythm', days: 20, usualDays: 41, nextDay: 1021 });
    expect(of({ forecast: { churnBand: 'low', chance: 0.8, horizonDays: 90, nextOrderDay: 1015 } })).toMatchObject({ nextDay: 1015 });
  });

  it('asks why before all else, for sixty days', () => {
    const sentBack = { day: 940, unitsRefunded: 2, units: 2 };
    expect(of({ sentBack, replenishments: [tea], buyer: bought(80, { stage: 'At risk' }) })).toMatchObject({ action: 'ask why', because: 'sent-back' });
    expect(of({ sentBack: { ...sentBack, day: 939 } })).toMatchObject({ action: 'leave alone' });
    expect(of({ returns: { share, pattern: { ...pattern, kind: 'sizing', lines: 3, sizingLines: 2, lastRefundDay: 990 } } })).toEqual({ action: 'ask why', because: 'sizing', lines: 3, sizingLines: 2 });
    expect(of({ returns: { share, pattern: { ...pattern, kind: 'serial', lastRefundDay: 990 } } })).toMatchObject({ action: 'ask why', because: 'serial' });
    expect(of({ returns: { share, pattern: { ...pattern, kind: 'neither', lastRefundDay: 990 } } })).toMatchObject({ action: 'leave alone' });
  });

  it('wins back who is late after two purchases, and leaves a single purchase of long ago', () => {
    expect(of({ buyer: bought(80, { stage: 'At risk' }), replenishments: [tea] })).toEqual({ action: 'win back', because: 'late', days: 80, usualDays: 41, lateDays: 61, purchases: 3, favourite: 'Tea' });
    expect(of({ buyer: bought(300, { stage: 'Lapsed', purchases: 1 }), companion })).toEqual({ action: 'leave alone', because: 'gone', days: 300, lostDays: 123 });
    expect(of({ buyer: bought(80, { stage: 'At risk', purchases: 1 }), companion })).toMatchObject({ action: 'try' });
  });

  it('believes a forecast of high risk past the usual gap', () => {
    const forecast = { churnBand: 'high' as const, chance: 0.2, horizonDays: 82, nextOrderDay: null };
    expect(of({ buyer: bought(45), forecast })).toMatchObject({ action: 'win back', because: 'forecast', chance: 0.2 });
    expect(of({ buyer: bought(30), forecast })).toMatchObject({ action: 'leave alone' });
  });

  it('names what is due first, of what they come back for before what others do', () => {
    expect(of({ replenishments: [{ ...tea, title: 'Once', times: 1, dueDay: 1000 }, tea] })).toMatchObject({ title: 'Tea' });
    expect(of({ replenishments: [{ ...tea, title: 'Later', dueDay: 1010 }, tea], companion })).toMatchObject({ action: 'reorder', title: 'Tea', dueDay: 1005 });
  });

  it('thanks right after a purchase: who came back, has come to a round number, or is VIP', () => {
    expect(of({ buyer: bought(3, { stage: 'Won back' }) })).toMatchObject({ action: 'thank', because: 'back' });
    expect(of({ buyer: bought(3, { purchases: 10 }) })).toMatchObject({ action: 'thank', because: 'milestone' });
    expect(of({ buyer: bought(3), tier: 'VIP' })).toMatchObject({ action: 'thank', because: 'value' });
    expect(of({ buyer: bought(15), tier: 'VIP' })).toMatchObject({ action: 'leave alone' });
  });

  it('names another product only two weeks after the last purchase', () => {
    expect(of({ companion, buyer: bought(14) })).toMatchObject({ action: 'leave alone' });
    expect(of({ companion, buyer: bought(15) })).toEqual({ action: 'try', title: 'Kettle', like: 'Tea', both: 40, buyersOfLike: 100, buyers: 200, customers: 1000, sampled: false });
  });

  it('is one, for anybody', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 999 }), fc.constantFrom(...STAGES), fc.integer({ min: 1, max: 30 }), fc.boolean(), fc.boolean(), (days, stage, purchases, due, like) => {
      const found = of({ buyer: bought(days, { stage, purchases }), replenishments: due ? [tea] : [], companion: like ? companion : null });
      expect(['ask why', 'win back', 'reorder', 'thank', 'try', 'leave alone']).toContain(found.action);
      if (found.action === 'win back') expect(purchases).toBeGreaterThan(1);
    }));
  });
});
