/** The parameters of either model; alpha is in the unit of time of the customers that they were fitted to. */
export interface BetaGeometric {
  model: 'bg-nbd' | 'mbg-nbd';
  /** Shape of the rate of buying. */
  r: number;
  /** Rate parameter of the rate of buying: r / alpha purchases a unit of time, on average. */
  alpha: number;
  /** Of the probability of dropping out, on average a / (a + b) at each chance. */
  a: number;
  b: number;
}

export type BgNbd = BetaGeometric & { model: 'bg-nbd' };
export type MbgNbd = BetaGeometric & { model: 'mbg-nbd' };

/** Chances of dropping out beyond one a repeat purchase: MBG/NBD has one right after the first purchase. */
export const chancesBeyondX = (model: BetaGeometric['model']): 0 | 1 => (model === 'mbg-nbd' ? 1 : 0);
