import { Link, useLocation } from '@remix-run/react';
import { createFormats } from './format.ts';
import { usePageLocale } from './use-page-locale.ts';
import { wordsFor } from './words/choose-language.ts';

/**
 * The page when not even the frame could be put together, so that Polaris is not there.
 * @param why missing: nothing is at this address; shut-out: Shopify does not give the app access; fault: anything else
 */
export function FrameError({ why = 'fault' }: { why?: 'missing' | 'shut-out' | 'fault' }) {
  const { error, tryAgain } = wordsFor(createFormats(usePageLocale(), 'EUR', 'UTC'));
  const inside = useLocation().pathname.startsWith('/app/');
  return (
    <main style={{ fontFamily: 'system-ui, sans-serif', maxWidth: '36rem', margin: '3rem auto', padding: '0 1rem', lineHeight: 1.5, color: '#303030' }}>
      <h1 style={{ fontSize: '1.25rem' }}>{{ missing: error.notFound, 'shut-out': error.shutOut, fault: error.title }[why]}</h1>
      {why === 'missing' && inside ? <p>{error.notFoundNext} <Link to="/app">{error.toHome}</Link></p> : null}
      {why === 'missing' && !inside ? <p>{error.outsideNext}</p> : null}
      {why === 'shut-out' ? <p>{error.shutOutNext}</p> : null}
      {why === 'fault' ? (
        <>
          <p>{error.what}</p>
          <p>{error.next}</p>
          <button type="button" style={{ font: 'inherit', padding: '0.25rem 0.75rem' }} onClick={() => location.reload()}>{tryAgain}</button>
        </>
      ) : null}
    </main>
  );
}
