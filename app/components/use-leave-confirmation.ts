import { useBlocker } from '@remix-run/react';
import { useAppBridge } from '@shopify/app-bridge-react';
import { useEffect } from 'react';

/** Asks, as the admin does, before a screen with changes that are not saved is left for another one of the app. */
export function useLeaveConfirmation(unsaved: boolean): void {
  const bridge = useAppBridge();
  const blocker = useBlocker(({ currentLocation, nextLocation }) => unsaved && currentLocation.pathname !== nextLocation.pathname);
  useEffect(() => {
    if (blocker.state !== 'blocked') return;
    // Where the merchant stays, Shopify may leave the promise open: the next attempt asks again.
    void bridge.saveBar.leaveConfirmation().then(() => blocker.proceed(), () => blocker.reset());
  }, [blocker, bridge]);
}
