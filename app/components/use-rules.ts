import { useState } from 'react';
import { useSubmission } from './use-submission.ts';

/** Pins, exclusions and boosts: what a press sends, and what is said when it is done. */
export function useRules() {
  const [said, setSaid] = useState<string | null>(null);
  const { busy, refusal, dismiss, submit } = useSubmission('/app/recommendations/rule', () => said);
  const send = (fields: Record<string, string>, done: string): void => {
    setSaid(done);
    submit(fields);
  };
  return { busy, refusal, dismiss, send };
}

export type Rules = ReturnType<typeof useRules>;
