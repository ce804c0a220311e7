import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const KEPT_EVERY_MS = 5_000;

/** An instant of the demo's, and what this machine's clock showed then. */
export interface ClockReading {
  at: string;
  machine: string;
}

/** Where a demo's clock was seen last in this directory, in milliseconds; 0 where it has never run. */
export async function clockLeftAt(directory: string): Promise<number> {
  const file = join(directory, 'clock.json');
  if (!existsSync(file)) return 0;
  const at: unknown = (JSON.parse(await readFile(file, 'utf8')) as { now?: unknown }).now;
  return typeof at === 'string' ? Date.parse(at) || 0 : 0;
}

/**
 * Keeps in the directory where a clock that runs is, so that no later start is before what was done by it.
 * @returns what to call at the end
 */
export async function keepClock(directory: string, { at, machine }: ClockReading): Promise<() => Promise<void>> {
  const file = join(directory, 'clock.json');
  const keep = async (): Promise<void> => {
    const now = new Date(Date.parse(at) + Date.now() - Date.parse(machine)).toISOString();
    await writeFile(`${file}.part`, JSON.stringify({ now }));
    await rename(`${file}.part`, file);
  };
  await keep();
  let writing: Promise<void> = Promise.resolve();
  const timer = setInterval(() => void (writing = keep().catch(() => {})), KEPT_EVERY_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await writing;
    await keep();
  };
}

/** What the app is told of its clock: that it stands at an instant, or runs on from a reading. */
export function clockEnvironment(clock: { stands: number } | ClockReading): Record<string, string> {
  if ('stands' in clock) return { REGULARS_NOW: new Date(clock.stands).toISOString() };
  return { REGULARS_NOW: clock.at, REGULARS_NOW_AT: clock.machine };
}
