/**
 * What became of fitting a model by maximum likelihood. A model is never handed out as if it had been fitted when it was not: who takes
 * the parameters has to look at `converged` first.
 */
export type Fit<Parameters, Edge extends string = never> = Converged<Parameters, Edge> | NotConverged<Parameters>;

export interface Converged<Parameters, Edge extends string> {
  converged: true;
  parameters: Parameters;
  /** In the caller's unit of time or money; without the penalty, where there was one. */
  logLikelihood: number;
  iterations: number;
  /** Evaluations of the likelihood over all rows. */
  evaluations: number;
  /** The largest element of the gradient of the mean log-likelihood a customer, by the parameters' logarithms. */
  gradientNorm: number;
  /**
   * The limits of the model at which the best parameters lie, none for nearly all shops: the likelihood still rises there, by ever less,
   * as a parameter goes on to zero or infinity. The parameters stand at the bound of what is searched, which predicts as the limit does.
   */
  edges: readonly Edge[];
}

export interface NotConverged<Parameters> {
  converged: false;
  reason: FitFailure;
  /** Where the search ended, for whoever looks into it; null where it never began. */
  parameters: Parameters | null;
  logLikelihood: number | null;
  iterations: number;
  evaluations: number;
}

/**
 * - `too-few`: fewer customers than can tell parameters apart
 * - `no-repeat`: nobody has bought again (or, of values, nobody with a repeat purchase): the rate of buying is not known
 * - `no-time`: nobody has been watched for any time
 * - `no-spread`: all values are alike: there is nothing to tell customers apart by
 * - `flat`: no step lowers the likelihood's gradient any more, and it is not level yet
 * - `diverged`: the likelihood has no finite value where the search came to
 * - `too-long`: the search was given up
 */
export type FitFailure = 'too-few' | 'no-repeat' | 'no-time' | 'no-spread' | 'flat' | 'diverged' | 'too-long';

export const failureOf = { 'not-finite': 'diverged', stalled: 'flat', 'too-many-evaluations': 'too-long' } as const;
