import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { BtydSummary } from '#app/math/btyd-summary.ts';

/**
 * The CDNOW sets of Fader and Hardie: everybody who bought first in the first quarter of 1997, until June 1998. As in their papers
 * purchases of one day are one, time is in weeks, the 39 weeks to 1997-09-30 are fitted and the 39 after that are held out.
 */
const DATA = { sample: '../../../shared/data/CDNOW_sample.txt.gz', master: '../../../shared/data/CDNOW_master.txt.gz' } as const;
const END = dayOf('19970930');
const HOLDOUT_END = END + 39 * 7;

export type CdnowSet = keyof typeof DATA;

/** The file beside the project, where it is. */
export function cdnowFile(set: CdnowSet): string | null {
  const file = fileURLToPath(new URL(DATA[set], import.meta.url));
  return existsSync(file) ? file : null;
}

export interface Cdnow {
  summary: BtydSummary;
  /** Mean dollars of the repeat purchase days; 0 without one. */
  meanValue: Float64Array;
  /** Purchase days in the 39 weeks held out. */
  later: Float64Array;
}

export function readCdnow(file: string): Cdnow {
  const customers = new Map<string, Map<number, number>>();
  for (const line of gunzipSync(readFileSync(file)).toString('utf8').split('\n')) {
    const fields = line.trim().split(/\s+/);
    // The sample has two ids in front, the master a line of names: both end with date, discs and dollars.
    const [id, date, dollars] = [fields[0], fields.at(-3), fields.at(-1)];
    if (id === undefined || date === undefined || dollars === undefined || !/^\d{8}$/.test(date)) continue;
    const days = customers.get(id) ?? new Map<number, number>();
    days.set(dayOf(date), (days.get(dayOf(date)) ?? 0) + Number(dollars));
    customers.set(id, days);
  }
  const size = customers.size;
  const summary = { size, frequency: new Float64Array(size), recency: new Float64Array(size), age: new Float64Array(size) };
  const meanValue = new Float64Array(size);
  const later = new Float64Array(size);
  let row = 0;
  for (const values of customers.values()) {
    const days = [...values.keys()].sort((a, b) => a - b);
    const seen = days.filter((day) => day <= END);
    const [first = 0] = seen;
    summary.frequency[row] = seen.length - 1;
    summary.recency[row] = ((seen.at(-1) ?? 0) - first) / 7;
    summary.age[row] = (END - first) / 7;
    meanValue[row] = seen.length === 1 ? 0 : seen.slice(1).reduce((sum, day) => sum + (values.get(day) ?? 0), 0) / (seen.length - 1);
    later[row] = days.filter((day) => day > END && day <= HOLDOUT_END).length;
    row += 1;
  }
  return { summary, meanValue, later };
}

function dayOf(date: string): number {
  return Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6))) / 86_400_000;
}
