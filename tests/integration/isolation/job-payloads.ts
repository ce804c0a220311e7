import { NOW } from './twin-shops.ts';

/** Payloads that take more, or other, than the ids that every job is given. */
export const JOB_PAYLOADS: Readonly<Record<string, object>> = { 'reconcile-shop': { cause: 'asked' }, 'rebuild-profiles': { cause: 'nightly', dueAt: new Date(NOW).toISOString() }, 'erase-again': { round: 0 }, 'tier-flow': { fromDay: 20_000, toDay: 20_010 } };
