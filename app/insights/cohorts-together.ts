import type { Cohort } from './insight-figures.ts';

/** All cohorts together, by months since the first purchase: of those whose month has come and is over. */
export interface CohortsTogether {
  buyers: number;
  active: number;
}

/** Sums over the cohorts for each number of months since the first purchase; empty where no cohort's month is over. Month 0 counts where it is over, too. */
export function cohortsTogether(cohorts: readonly Cohort[]): CohortsTogether[] {
  const sums: CohortsTogether[] = [];
  for (const { buyers, active } of cohorts) {
    for (let since = 0; since < active.length - 1; since += 1) {
      const sum = (sums[since] ??= { buyers: 0, active: 0 });
      sum.buyers += buyers;
      sum.active += active[since] as number;
    }
  }
  return sums;
}
