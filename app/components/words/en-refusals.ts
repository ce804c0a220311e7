import type { Fault } from '../../runtime/errors.ts';

/** What was refused, and what stopped some work: in English it is what the server said. */
export function englishRefusals() {
  return {
    /** Why a request was not done. */
    refusal: (refused: Fault): string => refused.message,
    /** What stopped a run, or holds it up. */
    fault: (fault: Fault): string => fault.message,
  };
}
