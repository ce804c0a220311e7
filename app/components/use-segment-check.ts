import { useFetcher } from '@remix-run/react';
import { useEffect, useState } from 'react';

/** Asks Shopify once, when the screen is opened, how the segments stand; the screen shows our own books until then. */
export function useSegmentCheck(any: boolean): 'asking' | 'failed' | null {
  const { submit, state, data } = useFetcher<{ segments: number } | { error: object }>();
  const [asked, setAsked] = useState(false);
  useEffect(() => {
    if (!any || asked) return;
    setAsked(true);
    submit({}, { method: 'post', action: '/app/segments/check' });
  }, [any, asked, submit]);
  if (state !== 'idle') return 'asking';
  return data !== undefined && data !== null && 'error' in data ? 'failed' : null;
}
