import { randomBytes } from 'node:crypto';
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { machineNow } from '../runtime/clock.server.ts';
import { InvalidInputError } from '../runtime/errors.ts';

const BEAT_MS = 2_000;
/** A holder that has not touched its lock for so long is gone, whatever its number means on this machine by now. */
const DEAD_AFTER_MS = 20_000;
const PATIENCE_MS = 180_000;

/**
 * Runs `work` while no other process on this file system does so under the same file. A holder that was killed is noticed.
 * @throws InvalidInputError when the other holder does not end within three minutes.
 */
export async function underLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  const unlock = await takeLock(file);
  try {
    return await work();
  } finally {
    await unlock();
  }
}

async function takeLock(file: string): Promise<() => Promise<void>> {
  const mine = `${file}.${randomBytes(6).toString('hex')}`;
  const holder = `${process.pid} ${hostname()} ${randomBytes(6).toString('hex')}`;
  await writeFile(mine, holder, { mode: 0o600 });
  try {
    for (const began = performance.now(); ; ) {
      try {
        // link, since it makes the lock and what is written in it appear at once.
        await link(mine, file);
        break;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      await removeIfDead(file);
      if (performance.now() - began > PATIENCE_MS) throw new InvalidInputError('embedded-postgres', `Another process has been starting the embedded PostgreSQL for three minutes (${file}). Stop it, then try again.`);
      await sleep(50);
    }
  } finally {
    await rm(mine, { force: true });
  }
  const beat = setInterval(() => void utimes(file, machineNow() / 1000, machineNow() / 1000).catch(() => {}), BEAT_MS);
  beat.unref();
  return async () => {
    clearInterval(beat);
    if ((await readIfThere(file)) === holder) await rm(file, { force: true });
  };
}

async function removeIfDead(file: string): Promise<void> {
  const holder = await readIfThere(file);
  if (holder === null || !(await isDead(file, holder))) return;
  const aside = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    await rename(file, aside);
  } catch {
    return;
  }
  // Someone else may have removed the dead one and taken the lock between our look and our rename: then it goes back.
  if ((await readIfThere(aside)) !== holder) await link(aside, file).catch(() => {});
  await rm(aside, { force: true });
}

async function isDead(file: string, holder: string): Promise<boolean> {
  try {
    const { mtimeMs } = await stat(file);
    if (machineNow() - mtimeMs > DEAD_AFTER_MS) return true;
    const [pid, host] = holder.split(' ');
    return (host === undefined || host === hostname()) && !processLives(Number(pid));
  } catch {
    return false;
  }
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return null;
  }
}

/** Whether a process of that number runs, be it ours to signal or not. */
export function processLives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
