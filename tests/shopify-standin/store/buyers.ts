/**
 * Who buys at the generated store, and when. Repeat buying follows the BG/NBD model (Fader, Hardie and Lee 2005): a
 * buyer orders at a rate of their own, drawn from a gamma distribution, and after each order leaves for good with a
 * probability of their own, drawn from a beta distribution. Both run in operational time: the year's seasons stretch
 * and squeeze it.
 */
import { GOODS } from './catalogue-goods.ts';
import { Random, WeightedDraw } from './random.ts';

const DAY_MS = 86_400_000;
/** BG/NBD, in days of operational time: rate ~ gamma(r, alpha), probability to leave ~ beta(a, b). */
export const BG_NBD = { r: 0.75, alpha: 42, a: 0.85, b: 2.6 };
/** Orders by month, January first, relative to a plain month. */
const SEASON = [0.82, 0.86, 0.95, 0.95, 0.96, 0.86, 0.8, 0.82, 0.95, 1.08, 1.55, 1.75];
/** Orders by hour of the day (UTC), midnight first. */
const HOURS = [2, 1, 1, 1, 1, 2, 4, 8, 12, 14, 15, 16, 18, 16, 14, 14, 15, 16, 18, 22, 26, 24, 14, 6];
export const PROSPECT_SHARE = 0.06;
const GUESTS_PER_CUSTOMER = 0.28;

export interface Buyer {
  /** When the customer record was made. */
  createdAt: number;
  /** Orders' instants, oldest first; empty for a prospect. */
  visits: number[];
  /** Index into GOODS of what they come for. */
  favourite: number;
  /** Times the usual basket. */
  spend: number;
  habit: 'none' | 'discounts' | 'returns' | 'wholesale';
  /** Buys in the shop rather than online. */
  inShop: boolean;
}

export interface Visitors {
  /** In order of createdAt. */
  buyers: Buyer[];
  /** Instants of orders that belong to nobody, oldest first. */
  guestVisits: number[];
}

/** Draws `count` customers, prospects among them, between `from` and `now`, and guests in proportion. */
export function drawVisitors(seed: number, count: number, from: number, now: number): Visitors {
  const random = new Random(seed, 'buyers');
  const calendar = new SeasonCalendar(from, now);
  const favourites = new WeightedDraw(GOODS.map((goods) => (goods.consumable ? 3 : 1) * goods.weight));
  const prospects = Math.floor(count * PROSPECT_SHARE);
  const buyers: Buyer[] = [];
  for (let i = 0; i < count; i++) {
    const joined = calendar.total * random.uniform() ** 0.85;
    const visits = i < prospects ? [] : drawVisits(random, calendar, joined, now);
    const first = visits[0] ?? calendar.instant(joined);
    const signedUpBefore = visits.length === 0 || random.chance(0.15) ? random.between(0, 45) * DAY_MS : 0;
    const habitDraw = random.uniform();
    const habit = habitDraw < 0.1 ? 'discounts' : habitDraw < 0.125 ? 'returns' : habitDraw < 0.14 ? 'wholesale' : 'none';
    buyers.push({
      createdAt: Math.max(from, first - signedUpBefore),
      visits,
      favourite: favourites.draw(random),
      spend: random.gamma(2.2, 2.2),
      habit,
      inShop: random.chance(0.13),
    });
  }
  buyers.sort((a, b) => a.createdAt - b.createdAt);
  const guestVisits: number[] = [];
  const guests = Math.round(count * GUESTS_PER_CUSTOMER);
  for (let i = 0; i < guests; i++) guestVisits.push(atShoppingHour(random, calendar.instant(calendar.total * random.uniform()), from, now));
  guestVisits.sort((a, b) => a - b);
  return { buyers, guestVisits };
}

function drawVisits(random: Random, calendar: SeasonCalendar, joined: number, now: number): number[] {
  const rate = random.gamma(BG_NBD.r, BG_NBD.alpha);
  const leaving = random.beta(BG_NBD.a, BG_NBD.b);
  const visits: number[] = [];
  for (let time = joined; time < calendar.total; time += random.exponential(rate)) {
    visits.push(atShoppingHour(random, calendar.instant(time), calendar.from, now));
    if (random.chance(leaving)) break;
  }
  visits.sort((a, b) => a - b);
  // Two orders at one instant would be the same click.
  for (let i = 1; i < visits.length; i++) visits[i] = Math.max(visits[i] ?? 0, (visits[i - 1] ?? 0) + 1000);
  while ((visits.at(-1) ?? 0) > now) visits.pop();
  return visits;
}

const hours = new WeightedDraw(HOURS);

/** The same UTC day at an hour people shop at, to the second; left as it is where that would be before `from` or after `now`. */
function atShoppingHour(random: Random, instant: number, from: number, now: number): number {
  const day = Math.floor(instant / DAY_MS) * DAY_MS;
  const at = day + hours.draw(random) * 3_600_000 + random.below(3600) * 1000;
  return at >= from && at <= now ? at : Math.max(from, Math.floor(instant / 1000) * 1000);
}

/** Operational time: days weighted by how busy they are. */
class SeasonCalendar {
  readonly total: number;
  readonly from: number;
  readonly #cumulative: Float64Array;

  constructor(from: number, now: number) {
    const days = Math.max(1, Math.ceil((now - from) / DAY_MS));
    this.from = from;
    this.#cumulative = new Float64Array(days + 1);
    for (let day = 0; day < days; day++) {
      const begins = from + day * DAY_MS;
      const length = Math.min(1, (now - begins) / DAY_MS);
      this.#cumulative[day + 1] = (this.#cumulative[day] ?? 0) + length * busyness(begins);
    }
    this.total = this.#cumulative[days] ?? 0;
  }

  /** The instant at which this much operational time has passed. */
  instant(time: number): number {
    let low = 0;
    let high = this.#cumulative.length - 2;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.#cumulative[middle] ?? Infinity) <= time) low = middle;
      else high = middle - 1;
    }
    const begins = this.from + low * DAY_MS;
    return Math.floor(begins + ((time - (this.#cumulative[low] ?? 0)) / busyness(begins)) * DAY_MS);
  }
}

function busyness(instant: number): number {
  const date = new Date(instant);
  const month = date.getUTCMonth();
  const day = date.getUTCDate();
  const weekday = date.getUTCDay();
  let factor = SEASON[month] ?? 1;
  if (month === 10 && day >= 22) factor *= 1.6;
  if (month === 11 && day >= 23) factor *= 0.45;
  return factor * (weekday === 0 ? 1.15 : weekday === 5 || weekday === 6 ? 0.85 : 1);
}
