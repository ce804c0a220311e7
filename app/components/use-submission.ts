import { useFetcher } from '@remix-run/react';
import { useAppBridge } from '@shopify/app-bridge-react';
import { useEffect, useRef, useState } from 'react';
import type { Fault } from '../runtime/errors.ts';

/**
 * Sends a form to one of the app's own routes and says what came of it: done as a toast, refused as `refusal`, which
 * the screen shows in a banner until it is sent again.
 */
export function useSubmission<Answer extends object>(action: string, onDone: (answer: Answer) => string | null) {
  const fetcher = useFetcher();
  const bridge = useAppBridge();
  const [dismissed, setDismissed] = useState(false);
  const told = useRef<unknown>(undefined);
  const done = useRef(onDone);
  useEffect(() => {
    done.current = onDone;
  });
  const { state } = fetcher;
  const data = fetcher.data as Answer | { error: Fault } | undefined | null;
  useEffect(() => {
    if (state !== 'idle' || data === undefined || data === null || told.current === data) return;
    told.current = data;
    if ('error' in data) return;
    const words = done.current(data);
    if (words !== null) bridge.toast.show(words);
  }, [state, data, bridge]);
  const refusal = data !== undefined && data !== null && 'error' in data && state === 'idle' && !dismissed ? data.error : null;
  return {
    busy: state !== 'idle',
    refusal,
    dismiss: () => setDismissed(true),
    submit: (fields: Record<string, string>) => {
      setDismissed(false);
      fetcher.submit(fields, { method: 'post', action });
    },
  };
}
