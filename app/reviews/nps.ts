import { normalQuantile } from '../math/normal-quantile.ts';

/** How many answers make a score worth saying. */
export const FEWEST_FOR_SCORE = 10;

export interface RecommendCounts {
  /** 9 and 10 */
  promoters: number;
  /** 7 and 8 */
  passives: number;
  /** 0 to 6 */
  detractors: number;
}

/** Scores run from -100 to 100. */
export interface NetPromoterScore extends RecommendCounts {
  answers: number;
  /** Percent of promoters less percent of detractors; null: too few have answered. */
  score: number | null;
  /** Holds the score of all who could answer in 95 of 100 cases, were the answers drawn from them at random. */
  low: number | null;
  high: number | null;
}

/**
 * Net promoter score with its interval: adjusted Wald with three answers added, 3/4 of them promoters, 3/4 detractors (Rocks, Interval
 * estimation for the "Net Promoter Score", The American Statistician 2016). With p and d the adjusted shares of n + 3,
 * p - d +- z sqrt((p + d - (p - d)^2) / (n + 3)), so that ten promoters in a row are not a certainty.
 */
export function netPromoterScore({ promoters, passives, detractors }: RecommendCounts): NetPromoterScore {
  const answers = promoters + passives + detractors;
  const counts = { promoters, passives, detractors, answers };
  if (answers < FEWEST_FOR_SCORE) return { ...counts, score: null, low: null, high: null };
  const total = answers + 3;
  const p = (promoters + 0.75) / total;
  const d = (detractors + 0.75) / total;
  const half = normalQuantile(0.975) * Math.sqrt((p + d - (p - d) ** 2) / total);
  const percent = (share: number): number => Math.round(Math.max(-1, Math.min(1, share)) * 100);
  return { ...counts, score: Math.round(((promoters - detractors) / answers) * 100) || 0, low: percent(p - d - half) || 0, high: percent(p - d + half) || 0 };
}
