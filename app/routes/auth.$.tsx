import { redirect, type LoaderFunctionArgs } from '@remix-run/node';
import { shopifyLibrary } from '../shopify/shopify-app.server.ts';

/** Shopify's own paths: the bounce page that fetches a session token, and the way out of the frame. */
export async function loader({ request }: LoaderFunctionArgs) {
  // Where the library sends whoever comes from outside the admin. There is nothing to log in to: the landing page says where the app lives.
  if (new URL(request.url).pathname === '/auth/login') throw redirect('/');
  await shopifyLibrary().authenticate.admin(request);
  return null;
}
