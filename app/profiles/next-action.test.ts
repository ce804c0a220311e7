import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextAction, type ActionInputs } from './next-action.ts';
import { returnShare, type ReturnPattern } from './return-pattern.ts';
import { STAGES } from './stage.ts';
import { actionSentence } from './taste-sentences.ts';

const NOW = 1000;
const limits = { usualDays: 41, lateDays: 61, lostDays: 123 };
const pattern: ReturnPattern = { kind: 'none', lines: 0, sizingLines: 0, groups: 0, orders: 0, daysDoubled: null, late: false, lastRefundDay: null, reasons: [] };
const share = returnShare(10, 0, { alphaThousandths: 1000, betaThousandths: 9000, fitted: true, customers: 500 });
const companion = { productId: '9', title: 'Kettle', like: 'Tea', both: 40, buyersOfLike: 100, buyers: 200, customers: 1000, sampled: false };
const tea = { title: 'Tea', productId: '1', times: 4, intervalDays: 40, ownGaps: 3, ownMedianDoubled: 80, shopGaps: 0, shopMedianDoubled: null, lastDay: 965, dueDay: 1005 };

const bought = (days: number, changes: Partial<NonNullable<ActionInputs['buyer']>> = {}): ActionInputs['buyer'] =>
  ({ stage: 'Repeat', recencyDays: days, purchases: 3, lastPurchaseDay: NOW - days, rhythmKnown: true, limits, ...changes });
const made = (changes: Partial<ActionInputs>): ActionInputs => ({
  nowDay: NOW, excluded: false, buyer: bought(20), tier: 'standard', returns: { pattern, share }, sentBack: null, replenishments: [], favourite: 'Tea', companion: null, ...changes,
});
const of = (changes: Partial<ActionInputs>) => nextAction(made(changes));

describe('the next best action', () => {
  it('leaves alone who has not bought, who is excluded, and who is in rhythm, until the next order is expected', () => {
    expect(of({ buyer: null })).toEqual({ action: 'leave alone', because: 'no-purchase' });
    expect(of({ excluded: true })).toEqual({ action: 'leave alone', because: 'excluded' });
    expect(of({})).toEqual({ action: 'leave alone', because: 'in-rhythm', days: 20, usualDays: 41, nextDay: 1021, overdueDays: 0 });
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

  it('names what is due soonest from today on before what has been overdue for long, and nothing that is more than half an interval late', () => {
    const lately = { ...tea, title: 'Coffee', productId: '2', dueDay: 994 };
    const long = { ...tea, title: 'Filters', productId: '3', intervalDays: 40, dueDay: 985, lastDay: 945 };
    expect(of({ replenishments: [long, tea] })).toMatchObject({ title: 'Tea', overdueDays: 0 });
    expect(of({ replenishments: [long, { ...tea, times: 2, dueDay: 1010 }, { ...lately, times: 2 }] })).toMatchObject({ title: 'Coffee', dueDay: 994, overdueDays: 6 });
    expect(of({ replenishments: [long, { ...tea, dueDay: 1013 }] })).toMatchObject({ title: 'Tea', dueDay: 1013 });
    expect(of({ replenishments: [long] })).toMatchObject({ title: 'Filters', overdueDays: 15 });
    expect(of({ replenishments: [{ ...long, dueDay: 979 }] })).toMatchObject({ action: 'leave alone' });
    // Due this week, as on Home: before anything else, also so soon after the last purchase that it would not be due otherwise.
    expect(of({ replenishments: [lately, { ...tea, title: 'Milk', intervalDays: 6, lastDay: 1000, dueDay: 1006 }, { ...lately, dueDay: 1000, times: 2 }] })).toMatchObject({ title: 'Milk', dueDay: 1006 });
  });

  it('says of a day that has passed that it has', () => {
    expect(actionSentence(of({ replenishments: [{ ...tea, dueDay: 994 }] }))).toBe('reorder: Tea was due around 1972-09-21, 6 days ago: bought 4 times, last on 1972-08-23, about every 40 days');
    expect(actionSentence(of({ replenishments: [{ ...tea, times: 1, dueDay: 999 }] }))).toBe('reorder: Tea was due around 1972-09-26, 1 day ago: bought on 1972-08-23, and those who buy it again do so after 40 days');
    expect(actionSentence(of({ replenishments: [{ ...tea, dueDay: 1000 }] }))).toMatch(/^reorder: Tea around 1972-09-27: bought 4 times/);
    expect(actionSentence(of({ buyer: bought(50) }))).toBe('leave alone: 50 days since the last order, usually 41; the next was expected around 1972-09-18, 9 days ago');
  });

  it('names no next day where neither the customer nor the shop has a gap, unless the forecast does', () => {
    const buyer = bought(20, { rhythmKnown: false, purchases: 1 });
    expect(of({ buyer })).toEqual({ action: 'leave alone', because: 'no-rhythm', days: 20 });
    expect(actionSentence(of({ buyer }))).toBe('leave alone: 20 days since the last order; too few customers have come back yet to say when the next is due');
    expect(of({ buyer, forecast: { churnBand: 'low', chance: 0.8, horizonDays: 90, nextOrderDay: 1015 } })).toMatchObject({ because: 'in-rhythm', nextDay: 1015 });
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
