import { redirect, type LoaderFunctionArgs } from '@remix-run/node';
import { createFormats } from '../components/format.ts';
import { usePageLocale } from '../components/use-page-locale.ts';
import { wordsFor } from '../components/words/choose-language.ts';

export function loader({ request }: LoaderFunctionArgs) {
  const url = new URL(request.url);
  if (url.searchParams.has('shop')) throw redirect(`/app?${url.searchParams.toString()}`);
  return null;
}

/** What a person sees who opens the app's address outside Shopify admin. */
export default function Landing() {
  const words = wordsFor(createFormats(usePageLocale(), 'EUR', 'UTC'));
  return (
    <main style={{ fontFamily: 'system-ui, sans-serif', maxWidth: '36rem', margin: '4rem auto', padding: '0 1rem', lineHeight: 1.5 }}>
      <h1>{words.app}</h1>
      <p>{words.landing}</p>
    </main>
  );
}
