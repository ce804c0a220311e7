import { useState } from 'react';
import type { SelectedChanges } from '../tags/selected-changes.ts';
import { useSubmission } from './use-submission.ts';
import { useWords } from './words/WordsProvider.tsx';

const ROUTE = '/app/customers/tags';

/** Looks up what is proposed for marked customers, and approves it once the merchant has seen it. */
export function useMarkedTags() {
  const words = useWords().customersPage.markedTags;
  const [fields, setFields] = useState<Record<string, string>>({});
  const [seen, setSeen] = useState<SelectedChanges | null>(null);
  const [asking, setAsking] = useState(false);
  const [done, setDone] = useState<{ runId: number; adds: number; removes: number; paused: boolean } | null>(null);
  const look = useSubmission<SelectedChanges>(ROUTE, (found) => {
    setSeen(found);
    setAsking(found.proposal !== null);
    return found.proposal === null ? words.noneTitle : null;
  });
  const approve = useSubmission<{ runId: number; adds: number; removes: number }>(ROUTE, (run) => {
    setDone({ ...run, paused: seen?.paused === true });
    setSeen(null);
    return words.doneTitle;
  });
  const refused = look.refusal === null ? approve : look;
  return {
    busy: look.busy || approve.busy, refusal: refused.refusal, seen, asking, done,
    /** @param query the list's address; @param ids null: all that match */
    look: (query: string, ids: readonly string[] | null) => {
      const wanted = { query, ids: ids?.join(',') ?? '' };
      setFields(wanted);
      setSeen(null);
      setDone(null);
      approve.dismiss();
      look.submit({ intent: 'look', ...wanted });
    },
    approve: () => {
      setAsking(false);
      if (seen === null || seen.proposal === null) return;
      approve.submit({ intent: 'approve', ...fields, proposalId: String(seen.proposal.id), revision: String(seen.proposal.revision), adds: String(seen.adds), removes: String(seen.removes) });
    },
    close: () => setAsking(false),
    dismiss: () => {
      setSeen(null);
      setDone(null);
      refused.dismiss();
    },
  };
}
