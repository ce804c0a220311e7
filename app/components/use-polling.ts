import { useRevalidator } from '@remix-run/react';
import { useEffect } from 'react';

/** Loads the screen's data again every `everyMs` while `active`, one load at a time, and not while nobody looks at the page. */
export function usePolling(active: boolean, everyMs = 1_000): void {
  const { state, revalidate } = useRevalidator();
  useEffect(() => {
    if (!active || state !== 'idle') return undefined;
    const look = () => {
      if (document.visibilityState === 'visible') revalidate();
    };
    const timer = setTimeout(look, everyMs);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [active, state, revalidate, everyMs]);
}
