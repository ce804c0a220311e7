import { config } from './config.server.ts';

/**
 * The business clock: what "today" means for facts, scores and tags, in milliseconds since the epoch. It stands still at
 * REGULARS_NOW where that is set (the demo of an old store, tests), or runs on from it where REGULARS_NOW_AT says since
 * when, and is the machine's clock otherwise. Tokens and time-outs use `machineNow`.
 */
export function now(): number {
  const { now: set, nowAt } = config();
  if (set === undefined) return Date.now();
  return nowAt === undefined ? set : set + (Date.now() - nowAt);
}

/** The machine's own clock, for durations, expiry and leases. */
export function machineNow(): number {
  return Date.now();
}

/** True when the business clock stands still, so that a screen can say which day it shows. */
export function clockIsFixed(): boolean {
  const { now: set, nowAt } = config();
  return set !== undefined && nowAt === undefined;
}
