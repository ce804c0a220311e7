import type { Random } from '#tests/shopify-standin/store/random.ts';

/** How often what is sent over the network meets each fate. All from 0 to 1. */
export interface NetworkRates {
  /** Never arrives. */
  drop: number;
  /** Arrives twice, perhaps in the same step. */
  double: number;
  /** Arrives many steps later than it was sent; the others within a few, in any order. */
  delay: number;
  /** Arrives a second time much later under another event id, as a new subscription would send it. */
  replay: number;
}

/** What a careful person would call a bad day. */
export const BAD_DAY: NetworkRates = { drop: 0.12, double: 0.15, delay: 0.2, replay: 0.05 };
export const NO_FAULTS: NetworkRates = { drop: 0, double: 0, delay: 0, replay: 0 };

const SOON_STEPS = 3;
const LATE_STEPS = 60;

interface UnderWay<Message> {
  message: Message;
  /** Sent again under another id. */
  again: boolean;
  due: number;
}

/** A network that loses, repeats, delays and reorders, by a seed: the same draws give the same day. */
export class FaultyNetwork<Message> {
  private readonly random: Random;
  private readonly rates: NetworkRates;
  private underWay: UnderWay<Message>[] = [];
  readonly counts = { sent: 0, dropped: 0, doubled: 0, delayed: 0, replayed: 0 };

  constructor(random: Random, rates: NetworkRates) {
    this.random = random;
    this.rates = rates;
  }

  /** @param mayBeLost false: it arrives, if late: what an app could not find out otherwise */
  send(message: Message, step: number, mayBeLost = true): void {
    const { random, rates, counts } = this;
    counts.sent += 1;
    if (random.chance(rates.replay)) {
      counts.replayed += 1;
      this.underWay.push({ message, again: true, due: step + random.between(SOON_STEPS, LATE_STEPS) });
    }
    if (random.chance(rates.drop) && mayBeLost) {
      counts.dropped += 1;
      return;
    }
    const copies = random.chance(rates.double) ? 2 : 1;
    if (copies === 2) counts.doubled += 1;
    for (let copy = 0; copy < copies; copy += 1) {
      const late = random.chance(rates.delay);
      if (late) counts.delayed += 1;
      this.underWay.push({ message, again: false, due: step + random.below(late ? LATE_STEPS : SOON_STEPS) });
    }
  }

  /** What arrives by this step, in a drawn order; `Infinity` for all that is still under way. */
  arrivals(step: number): { message: Message; again: boolean }[] {
    const arrived = this.underWay.filter((one) => one.due <= step);
    this.underWay = this.underWay.filter((one) => one.due > step);
    for (let at = arrived.length - 1; at > 0; at -= 1) {
      const other = this.random.below(at + 1);
      [arrived[at], arrived[other]] = [arrived[other] as UnderWay<Message>, arrived[at] as UnderWay<Message>];
    }
    return arrived;
  }
}
