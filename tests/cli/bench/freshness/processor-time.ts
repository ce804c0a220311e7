import { readFileSync, readdirSync } from 'node:fs';

/** Clock ticks a second on Linux, wherever Node runs. */
const TICKS = 100;

/** Seconds of processor time of a process so far, and of its children who have ended; 0 where the system does not say (it is asked by /proc). */
export function processorSeconds(pid: number, withEndedChildren = false): number {
  const fields = statOf(pid);
  if (fields === null) return 0;
  const [user, system, endedUser, endedSystem] = fields.slice(11, 15).map(Number) as [number, number, number, number];
  return (user + system + (withEndedChildren ? endedUser + endedSystem : 0)) / TICKS;
}

/** The same of a process with all its children, those who live and those who have ended: a PostgreSQL server by its postmaster. */
export function processorSecondsOfAll(pid: number): number {
  let seconds = processorSeconds(pid, true);
  for (const name of readdirOfProc()) if (Number(statOf(Number(name))?.[1]) === pid) seconds += processorSeconds(Number(name));
  return seconds;
}

/** 0 where the system does not say. */
export function parentOf(pid: number): number {
  return Number(statOf(pid)?.[1] ?? 0);
}

function readdirOfProc(): string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

/** What follows the command's name, which may hold anything: state, parent, ... */
function statOf(pid: number): string[] | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}
