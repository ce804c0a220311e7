import { Link, useLocation } from '@remix-run/react';
import { createFormats } from './format.ts';
import { usePageLocale } from './use-page-locale.ts';
import { wordsFor } from './words/choose-language.ts';

// Polaris' styles may be there or not.
const text = { font: 'inherit', margin: 0 };

/**
 * The page when not even the frame could be put together, so that Polaris is not there.
 * @param why missing: nothing is at this address; shut-out: Shopify does not give the app access; fault: anything else
 */
export function FrameError({ why = 'fault' }: { why?: 'missing' | 'shut-out' | 'fault' }) {
  const { error, tryAgain } = wordsFor(createFormats(usePageLocale(), 'EUR', 'UTC'));
  const inside = useLocation().pathname.startsWith('/app/');
  return (
    <main style={{ fontFamily: 'system-ui, sans-serif', fontSize: '1rem', display: 'grid', gap: '0.75rem', maxWidth: '36rem', margin: '3rem auto', padding: '0 1rem', lineHeight: 1.5, color: '#303030' }}>
      <h1 style={{ fontSize: '1.25rem', fontWeight: 600, margin: 0 }}>{{ missing: error.notFound, 'shut-out': error.shutOut, fault: error.title }[why]}</h1>
      {why === 'missing' && inside ? <p style={text}>{error.notFoundNext} <Link to="/app">{error.toHome}</Link></p> : null}
      {why === 'missing' && !inside ? <p style={text}>{error.outsideNext}</p> : null}
      {why === 'shut-out' ? <p style={text}>{error.shutOutNext}</p> : null}
      {why === 'fault' ? (
        <>
          <p style={text}>{error.what}</p>
          <p style={text}>{error.next}</p>
          <button type="button" style={{ font: 'inherit', justifySelf: 'start', padding: '0.25rem 0.75rem' }} onClick={() => location.reload()}>{tryAgain}</button>
        </>
      ) : null}
    </main>
  );
}
