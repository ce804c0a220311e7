import { useRouteLoaderData } from '@remix-run/react';
import { useState } from 'react';
import { supportedLocale } from './words/choose-language.ts';

/**
 * The locale that this document is in, from its first byte to its last. Shopify names it at the launch only, so a later load
 * of the same page does not know it: the server has it of the frame's loader, or of the root's where there is no frame or it
 * failed; the browser of the document that it was sent.
 */
export function usePageLocale(): string {
  const launched = useRouteLoaderData<{ locale: string }>('routes/app');
  const asked = useRouteLoaderData<{ locale: string }>('root');
  const [locale] = useState(() => supportedLocale(typeof document === 'undefined' ? launched?.locale ?? asked?.locale ?? null : document.documentElement.lang));
  return locale;
}
