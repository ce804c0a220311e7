import { config } from './config.server.ts';

/**
 * The business clock: what "today" means for facts, scores and tags, in milliseconds since the epoch. It stands still at
 * REGULARS_NOW where that is set (the demo of an old store, tests), and is the machine's clock otherwise.
 * Tokens and time-outs use `machineNow`.
 */
export function now(): number {
  return config().now ?? Date.now();
}

/** The machine's own clock, for durations, expiry and leases. */
export function machineNow(): number {
  return Date.now();
}

/** True when the business clock stands still, so that a screen can say which day it shows. */
export function clockIsFixed(): boolean {
  return config().now !== undefined;
}
