import type { PartKind } from './mirror-tables.ts';

/** What is known of a part while a run goes on. */
export interface PartProgress {
  kind: PartKind;
  /** Rows taken up here. */
  done: number;
  /** Rows that it will have: announced by Shopify, or so far the best guess. */
  expected: number;
  /** Whether `expected` is Shopify's final word. */
  certain: boolean;
}

export interface Sample {
  at: number;
  done: number;
}

/** Samples older than this say nothing of the pace now. */
const WINDOW_MS = 8_000;

/** Adds a sample and drops the old ones, but for one at the window's far end. */
export function withSample(samples: readonly Sample[], sample: Sample): Sample[] {
  const from = samples.findLastIndex((one) => one.at <= sample.at - WINDOW_MS);
  return [...samples.slice(Math.max(0, from)), sample];
}

export interface Estimate {
  done: number;
  expected: number;
  /** Rows a second over the last seconds; null before there is a pace. */
  rowsPerSecond: number | null;
  /** Whole seconds; null while the end or the pace is not known. */
  secondsLeft: number | null;
}

/** How far a run is, how fast, and how long it will take. Pure: instants (ms) are in the samples. */
export function estimate(parts: readonly PartProgress[], samples: readonly Sample[]): Estimate {
  let done = 0;
  let expected = 0;
  let certain = true;
  for (const part of parts) {
    done += part.done;
    expected += Math.max(part.done, part.expected);
    certain &&= part.certain;
  }
  const [first] = samples;
  const last = samples.at(-1);
  const elapsed = first === undefined || last === undefined ? 0 : last.at - first.at;
  const gained = first === undefined || last === undefined ? 0 : last.done - first.done;
  const rowsPerSecond = elapsed < 500 || gained <= 0 ? null : Math.round((gained * 1000) / elapsed);
  const secondsLeft = !certain || rowsPerSecond === null || rowsPerSecond === 0 ? null : Math.ceil((expected - done) / rowsPerSecond);
  return { done, expected, rowsPerSecond, secondsLeft };
}
