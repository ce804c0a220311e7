import { redirect, type LoaderFunctionArgs } from '@remix-run/node';

export function loader({ request }: LoaderFunctionArgs) {
  const url = new URL(request.url);
  if (url.searchParams.has('shop')) throw redirect(`/app?${url.searchParams.toString()}`);
  return null;
}

/** What a person sees who opens the app's address outside Shopify admin. */
export default function Landing() {
  return (
    <main style={{ fontFamily: 'system-ui, sans-serif', maxWidth: '36rem', margin: '4rem auto', padding: '0 1rem', lineHeight: 1.5 }}>
      <h1>Regulars</h1>
      <p>Regulars lives inside Shopify admin: open your store’s admin, then Apps, then Regulars.</p>
    </main>
  );
}
