/** The leaky bucket of one app on one shop. */

/** Points a second by plan; the bucket holds twenty seconds of them. */
export const restoreRates = { standard: 100, advanced: 200, plus: 1000 } as const;
export type Plan = keyof typeof restoreRates;
const bucketSeconds = 20;

export interface ThrottleStatus {
  maximumAvailable: number;
  currentlyAvailable: number;
  restoreRate: number;
}

export class Bucket {
  readonly #restoreRate: number;
  readonly #maximum: number;
  readonly #clock: () => number;
  #available: number;
  #at: number;

  /** @param clock milliseconds of a clock that runs at the real pace. */
  constructor(restoreRate: number, clock: () => number) {
    this.#restoreRate = restoreRate;
    this.#maximum = restoreRate * bucketSeconds;
    this.#clock = clock;
    this.#available = this.#maximum;
    this.#at = clock();
  }

  /** Takes points if they are there; otherwise nothing is taken. */
  take(points: number): boolean {
    this.#refill();
    if (points > this.#available) return false;
    this.#available -= points;
    return true;
  }

  giveBack(points: number): void {
    this.#refill();
    this.#available = Math.min(this.#maximum, this.#available + points);
  }

  /** Empties the bucket, as if another process of the app had used it up. */
  drain(): void {
    this.#refill();
    this.#available = 0;
  }

  status(): ThrottleStatus {
    this.#refill();
    return { maximumAvailable: this.#maximum, currentlyAvailable: Math.floor(this.#available), restoreRate: this.#restoreRate };
  }

  #refill(): void {
    const now = this.#clock();
    this.#available = Math.min(this.#maximum, this.#available + ((now - this.#at) / 1000) * this.#restoreRate);
    this.#at = now;
  }
}
