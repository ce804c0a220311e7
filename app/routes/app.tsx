import type { HeadersFunction, LinksFunction, LoaderFunctionArgs } from '@remix-run/node';
import { isRouteErrorResponse, Link, Outlet, useLoaderData, useLocation, useNavigation, useRouteError } from '@remix-run/react';
import { NavMenu, useAppBridge } from '@shopify/app-bridge-react';
import polarisStyles from '@shopify/polaris/build/esm/styles.css?url';
import { AppProvider } from '@shopify/shopify-app-remix/react';
import { boundary } from '@shopify/shopify-app-remix/server';
import { useEffect } from 'react';
import { FrameError } from '../components/FrameError.tsx';
import screenStyles from '../components/screens.css?url';
import { useFirstLooks } from '../components/use-first-looks.ts';
import { usePageLocale } from '../components/use-page-locale.ts';
import { supportedLocale } from '../components/words/choose-language.ts';
import { loadedLanguage } from '../components/words/languages.ts';
import { useWords, WordsProvider } from '../components/words/WordsProvider.tsx';
import { authenticateShop } from '../shops/authenticate-shop.server.ts';
import { loadUnseenSteps } from '../shops/first-steps-store.server.ts';
import { loadShopLocale } from '../shops/load-shop-locale.server.ts';

export const links: LinksFunction = () => [
  { rel: 'stylesheet', href: polarisStyles },
  { rel: 'stylesheet', href: screenStyles },
];

export async function loader({ request }: LoaderFunctionArgs) {
  const { apiKey, shopId } = await authenticateShop(request);
  const [shopLocale, unseen] = await Promise.all([loadShopLocale({ shopId }), loadUnseenSteps({ shopId })]);
  return { apiKey, locale: supportedLocale(new URL(request.url).searchParams.get('locale')), ...shopLocale, unseen };
}

/** The frame of every embedded screen: Shopify's provider, Polaris, words and formats, and the app's menu in the admin's navigation. */
export default function App() {
  const { apiKey, currency, timeZone, unseen } = useLoaderData<typeof loader>();
  useFirstLooks(unseen);
  const locale = usePageLocale();
  // The address changes a moment before what it names is drawn: who looks from outside (a browser test) sees here when it is.
  const { pathname, search } = useLocation();
  return (
    <AppProvider isEmbeddedApp apiKey={apiKey} i18n={loadedLanguage(locale).polaris ?? undefined}>
      <WordsProvider locale={locale} currency={currency} timeZone={timeZone}>
        <Menu />
        <main data-shows={pathname + search}>
          <Outlet />
        </main>
      </WordsProvider>
    </AppProvider>
  );
}

function Menu() {
  const words = useWords();
  const { state } = useNavigation();
  const bridge = useAppBridge();
  useEffect(() => {
    bridge.loading(state === 'loading');
  }, [state, bridge]);
  return (
    <NavMenu>
      <Link to="/app" rel="home">{words.home}</Link>
      <Link to="/app/customers">{words.customers}</Link>
      <Link to="/app/tags">{words.tagChanges}</Link>
      <Link to="/app/segments">{words.segments}</Link>
      <Link to="/app/recommendations">{words.recommendations.title}</Link>
      <Link to="/app/answers">{words.answers.title}</Link>
      <Link to="/app/insights">{words.insights.title}</Link>
      <Link to="/app/data">{words.dataPage.title}</Link>
      <Link to="/app/settings">{words.settings}</Link>
    </NavMenu>
  );
}

// Shopify's boundary answers its own responses (bounce, retry headers); an error of ours gets a page of its own.
export function ErrorBoundary() {
  const error = useRouteError();
  if (!isRouteErrorResponse(error) || error.status >= 500) return <FrameError />;
  if (error.status === 404) return <FrameError why="missing" />;
  return error.status === 403 ? <FrameError why="shut-out" /> : boundary.error(error);
}

export const headers: HeadersFunction = (headersArgs) => boundary.headers(headersArgs);
