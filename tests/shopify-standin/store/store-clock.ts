/** The clock of a store that is being served. It never goes behind the last change, for an updatedAt must never go back. */
export class StoreClock {
  readonly #frozen: boolean;
  readonly #step: number;
  /** It reads #at at the monotonic instant #startedAt. */
  #at: number;
  #startedAt: number;
  #lastChangeAt = -Infinity;

  /** @param options frozen: it stands still except for what changes need; step: milliseconds from one change to the next at least */
  constructor(at: number, options: { frozen: boolean; step: number }) {
    this.#at = at;
    this.#frozen = options.frozen;
    this.#step = options.step;
    this.#startedAt = performance.now();
  }

  /** Milliseconds since the epoch: where it was put plus the time that has passed since, never before the last change. */
  now(): number {
    const reading = this.#frozen ? this.#at : this.#at + Math.floor(performance.now() - this.#startedAt);
    return Math.max(reading, this.#lastChangeAt);
  }

  put(at: number): void {
    this.#at = at;
    this.#startedAt = performance.now();
  }

  /** `at`, or the last change where that is later. */
  notBeforeLastChange(at: number): number {
    return Math.max(at, this.#lastChangeAt);
  }

  changed(at: number): void {
    this.#lastChangeAt = this.notBeforeLastChange(at);
  }

  /** Later than every change before it, so that no two changes share an instant (though Shopify's whole seconds may show the same). */
  nextInstant(): number {
    return Math.max(this.now(), this.#lastChangeAt + this.#step);
  }
}
