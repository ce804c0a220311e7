import { STANDINGS, type Standing } from '../profiles/standing.ts';
import type { TierFlow } from './insight-figures.ts';

/** How many stood in each standing on the first or on the last day, in the order that tiers are shown; only those with anybody. */
export function standingCounts({ flows }: Pick<TierFlow, 'flows'>, side: 'from' | 'to'): { standing: Standing; customers: number }[] {
  return STANDINGS.map((standing) => ({ standing, customers: flows.reduce((sum, flow) => sum + (flow[side] === standing ? flow.customers : 0), 0) })).filter(({ customers }) => customers > 0);
}
