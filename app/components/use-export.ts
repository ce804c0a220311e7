import { useFetcher } from '@remix-run/react';
import { useEffect, useState } from 'react';
import type { ExportState } from '../customers/export-log.ts';
import { useSubmission } from './use-submission.ts';

export interface ExportProgress {
  state: ExportState;
  rows: number;
  rowsExpected: number | null;
  bytes: number;
}

const LOOK_EVERY_MS = 1_000;

/**
 * Asks one of the app's routes for a file, lets the browser download it, and follows how far it is.
 * @param route its action answers with {exportId, link}, and its loader, with ?id=, with an ExportProgress
 */
export function useExport(route: string) {
  const [asked, setAsked] = useState<{ exportId: number; link: string } | null>(null);
  const [fields, setFields] = useState<Record<string, string>>({});
  const request = useSubmission<{ exportId: number; link: string }>(route, (answer) => {
    setAsked(answer);
    download(answer.link);
    return null;
  });
  const { load, state, data } = useFetcher<ExportProgress & { exportId: number }>();
  const progress = asked !== null && data?.exportId === asked.exportId ? data : null;
  const over = progress?.state === 'done' || progress?.state === 'broken-off' || progress?.state === 'expired';
  useEffect(() => {
    if (asked === null || over || state !== 'idle') return undefined;
    const timer = setTimeout(() => load(`${route}?id=${asked.exportId}`), LOOK_EVERY_MS);
    return () => clearTimeout(timer);
  }, [asked, over, state, load, route, data]);
  const submit = (wanted: Record<string, string>) => {
    setAsked(null);
    setFields(wanted);
    request.submit(wanted);
  };
  return {
    asking: request.busy, refusal: request.refusal, link: asked?.link ?? null, progress,
    dismiss: () => {
      setAsked(null);
      request.dismiss();
    },
    submit,
    again: () => submit(fields),
  };
}

/** By a link, as a person would: the answer is a file, so the page stays where it is, and nothing of it comes into the page's memory. */
function download(link: string): void {
  const anchor = document.createElement('a');
  anchor.href = link;
  anchor.download = '';
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
}
