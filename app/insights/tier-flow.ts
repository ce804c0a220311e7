import type { CustomerHistories } from '../profiles/customer-histories.ts';
import { historiesThrough } from '../profiles/histories-through.ts';
import { factDays, modelInSteps } from '../profiles/model-of-histories.ts';
import { factsOfHistory } from '../profiles/purchase-history.ts';
import { scoreCustomer } from '../profiles/score-customer.ts';
import type { ScoringModel } from '../profiles/scoring-model.ts';
import type { ScoringSettings } from '../profiles/settings.ts';
import { STANDINGS, type Standing } from '../profiles/standing.ts';
import type { TierFlow } from './insight-figures.ts';

/** Where each customer stands on a day, by their place in the histories: places in STANDINGS. */
export interface StandingsOnDay {
  day: number;
  standings: Uint8Array;
  rules: ScoringModel['rules'];
}

const CUSTOMERS_A_STEP = 1_000;
const ABSENT = STANDINGS.indexOf('absent');
const EXCLUDED = STANDINGS.indexOf('excluded');
const PLACES = new Map(STANDINGS.map((standing, place) => [standing, place]));

/**
 * Everybody's tier at the end of a day, by today's settings and what had been bought by then: purchases as they are known today,
 * so that one that was refunded in full later is none. The shop's gap, ranks and floor are those of that day. Works in steps.
 * @param shop.firstSeen by place in the histories, the day from which somebody was a customer
 * @param shop.model of that very day where it is known; worked out where not
 */
export function* standingsInSteps(
  histories: CustomerHistories, day: number,
  shop: { settings: ScoringSettings; guestFirstOrderDay: number | null; firstSeen: ArrayLike<number>; model?: ScoringModel },
): Generator<void, StandingsOnDay> {
  const until = historiesThrough(histories, day);
  const { settings, firstSeen } = shop;
  const guestFirstOrderDay = shop.guestFirstOrderDay !== null && shop.guestFirstOrderDay <= day ? shop.guestFirstOrderDay : null;
  const model = shop.model ?? (yield* modelInSteps(until, { nowDay: day, settings, guestFirstOrderDay }));
  const days = factDays(day, model.settings, model.gap);
  const standings = new Uint8Array(until.count);
  for (let place = 0; place < until.count; place += 1) {
    if (place % CUSTOMERS_A_STEP === 0) yield;
    const history = until.at(place);
    if (history.excluded) standings[place] = EXCLUDED;
    else if (history.purchaseDays.length === 0 && (firstSeen[place] as number) > day) standings[place] = ABSENT;
    else standings[place] = PLACES.get(scoreCustomer(factsOfHistory(history, days), model, day).tier as Standing) as number;
  }
  return { day, standings, rules: model.rules };
}

/** Counts who went from where to where. @throws RangeError when the two days are not of the same customers */
export function tierFlow(from: StandingsOnDay, to: StandingsOnDay): TierFlow {
  if (from.standings.length !== to.standings.length) throw new RangeError(`Standings of ${from.standings.length} and of ${to.standings.length} customers cannot be compared.`);
  const counts = new Float64Array(STANDINGS.length ** 2);
  for (let place = 0; place < from.standings.length; place += 1) {
    const cell = (from.standings[place] as number) * STANDINGS.length + (to.standings[place] as number);
    counts[cell] = (counts[cell] as number) + 1;
  }
  const flows = STANDINGS.flatMap((one, row) => STANDINGS.flatMap((other, column) => {
    const customers = counts[row * STANDINGS.length + column] as number;
    return customers === 0 ? [] : [{ from: one, to: other, customers }];
  }));
  return { fromDay: from.day, toDay: to.day, flows: flows.sort((a, b) => b.customers - a.customers), rules: { from: from.rules, to: to.rules } };
}
