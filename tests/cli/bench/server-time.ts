import { readFileSync, readdirSync } from 'node:fs';
import { asRole } from './bench-shop.ts';
import type { BenchDatabase } from './bench-database.ts';

/** Ticks of /proc, a second: the same on every Linux that Node runs on. */
const TICKS = 100;

/**
 * Processor time that the database server has taken so far, in seconds, its ended processes included: on a busy machine it
 * says more than the clock. Null where there is no /proc.
 */
export async function serverSeconds(database: BenchDatabase): Promise<number | null> {
  const pid = await asRole(database.superuserUrl, async (client) => Number((await client.query<{ text: string }>("SELECT pg_read_file('postmaster.pid') AS text")).rows[0]?.text.split('\n')[0]));
  try {
    let ticks = 0;
    for (const name of readdirSync('/proc')) {
      if (!/^\d+$/.test(name)) continue;
      const fields = statOf(name);
      // Fields after the name: 1 the parent, 11 to 14 user and system time, its own and that of children that have ended.
      if (fields !== null && Number(name) === pid) ticks += sum(fields.slice(11, 15));
      else if (fields !== null && Number(fields[1]) === pid) ticks += sum(fields.slice(11, 13));
    }
    return ticks / TICKS;
  } catch {
    return null;
  }
}

function statOf(pid: string): string[] | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

function sum(fields: readonly string[]): number {
  return fields.reduce((total, field) => total + Number(field), 0);
}
