import { useFetcher, useLocation } from '@remix-run/react';
import { useEffect, useRef } from 'react';
import { stepOfAddress, type LookedAt } from '../shops/first-steps.ts';

/** Tells the app, once, when somebody first opens a screen that the list of first steps asks them to look at. Nobody waits for it: if it fails, the next look is told again. */
export function useFirstLooks(unseen: readonly LookedAt[]): void {
  const { pathname, search } = useLocation();
  const { submit } = useFetcher();
  const told = useRef(new Set<LookedAt>());
  useEffect(() => {
    const step = stepOfAddress(pathname, search);
    if (step === null || !unseen.includes(step) || told.current.has(step)) return;
    told.current.add(step);
    submit({ intent: 'looked', step }, { method: 'post', action: '/app/first-steps' });
  }, [pathname, search, unseen, submit]);
}
