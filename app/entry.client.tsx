import { RemixBrowser } from '@remix-run/react';
import { StrictMode, startTransition } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { loadLanguage } from './components/words/languages.ts';

function hydrate(): void {
  startTransition(() => {
    hydrateRoot(
      document,
      <StrictMode>
        <RemixBrowser />
      </StrictMode>,
    );
  });
}

// The language that the server drew the page in has to be there before, or React would find other words than it expects.
// Where it cannot be loaded the page still comes to life: React draws it anew, in English.
void loadLanguage(document.documentElement.lang).then(hydrate, hydrate);
