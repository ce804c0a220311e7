import { createFormats } from './format.ts';
import { usePageLocale } from './use-page-locale.ts';
import { wordsFor } from './words/choose-language.ts';

/** The page when not even the frame could be put together, so that Polaris is not there. */
export function FrameError({ missing = false }: { missing?: boolean }) {
  const { error, tryAgain } = wordsFor(createFormats(usePageLocale(), 'EUR', 'UTC'));
  return (
    <main style={{ fontFamily: 'system-ui, sans-serif', maxWidth: '36rem', margin: '3rem auto', padding: '0 1rem', lineHeight: 1.5, color: '#303030' }}>
      <h1 style={{ fontSize: '1.25rem' }}>{missing ? error.notFound : error.title}</h1>
      {missing ? <p>{error.outsideNext}</p> : (
        <>
          <p>{error.what}</p>
          <p>{error.next}</p>
          <button type="button" style={{ font: 'inherit', padding: '0.25rem 0.75rem' }} onClick={() => location.reload()}>{tryAgain}</button>
        </>
      )}
    </main>
  );
}
