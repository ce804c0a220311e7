/**
 * Operational time: days that pass faster when a shop sells much and slower when it sells little, so that sixty days
 * over Christmas are more time than sixty in February. A clock is a list of weekly paces, 1 being the usual one; it can
 * be kept as JSON. What is past stands as it was; ahead of the last known day the fifty-two weeks of `ahead` repeat.
 */
export interface SeasonalClock {
  /** The last day that was known when it was made. */
  throughDay: number;
  /** Pace of the weeks gone: the first is the week that ends on `throughDay`. Before the last of them it holds on. */
  past: number[];
  /** Pace of the 52 weeks ahead. */
  ahead: number[];
}

const WEEKS = 52;

/** Time passed on the clock at the end of a day, in weeks of usual pace, counted from the end of `throughDay` (negative before it). */
export type ClockReader = (day: number) => number;

/** A clock of calendar weeks. */
export function plainClock(throughDay: number): SeasonalClock {
  return { throughDay, past: [1], ahead: new Array<number>(WEEKS).fill(1) };
}

/** Reads a clock: a few operations a reading. */
export function readClock({ throughDay, past, ahead }: SeasonalClock): ClockReader {
  const back = accumulated(past);
  const forward = accumulated(ahead);
  const year = forward[WEEKS] as number;
  const oldest = past[past.length - 1] as number;
  return (day) => {
    const weeks = (day - throughDay) / 7;
    if (weeks <= 0) {
      const whole = Math.floor(-weeks);
      if (whole >= past.length) return 0 - ((back[past.length] as number) + (-weeks - past.length) * oldest);
      return 0 - ((back[whole] as number) + (-weeks - whole) * (past[whole] as number));
    }
    const years = Math.floor(weeks / WEEKS);
    const within = weeks - years * WEEKS;
    const whole = Math.min(WEEKS - 1, Math.floor(within));
    return years * year + (forward[whole] as number) + (within - whole) * (ahead[whole] as number);
  };
}

/** The day at whose end the clock shows `time`, 0 or more after now: the inverse of its reader, rounded up to a whole day. Null beyond `limit` days. */
export function dayOfTime(clock: SeasonalClock, time: number, limit: number): number | null {
  let left = time;
  for (let week = 0; week * 7 <= limit; week += 1) {
    const pace = clock.ahead[week % WEEKS] as number;
    if (left <= pace) {
      const days = week * 7 + Math.ceil((left / pace) * 7 - 1e-9);
      return days <= limit ? clock.throughDay + days : null;
    }
    left -= pace;
  }
  return null;
}

function accumulated(paces: readonly number[]): Float64Array {
  const sums = new Float64Array(paces.length + 1);
  for (let week = 0; week < paces.length; week += 1) sums[week + 1] = (sums[week] as number) + (paces[week] as number);
  return sums;
}
