import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { isRouteErrorResponse, Links, Meta, Outlet, Scripts, ScrollRestoration, useRouteError } from '@remix-run/react';
import type { ReactNode } from 'react';
import { FrameError } from './components/FrameError.tsx';
import { usePageLocale } from './components/use-page-locale.ts';
import { acceptedLocale } from './components/words/choose-language.ts';

export const meta: MetaFunction = () => [{ title: 'Regulars' }];

/** For pages without the frame, which knows better: the landing page, what is not there, what failed. */
export function loader({ request }: LoaderFunctionArgs) {
  return { locale: acceptedLocale(new URL(request.url).searchParams.get('locale'), request.headers.get('accept-language')) };
}

/** A document is in one language for as long as it is open. */
export function shouldRevalidate(): boolean {
  return false;
}

/** The document, of a page and of an error alike. The embedded screens add Shopify's provider in routes/app.tsx; what stands outside (the landing page) does without. */
export function Layout({ children }: { children: ReactNode }) {
  const locale = usePageLocale();
  return (
    <html lang={locale}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        <ScrollRestoration />
        <Scripts />
      </body>
    </html>
  );
}

export default function Root() {
  return <Outlet />;
}

export function ErrorBoundary() {
  const error = useRouteError();
  return <FrameError why={isRouteErrorResponse(error) && error.status === 404 ? 'missing' : 'fault'} />;
}
