import { redirect, type LoaderFunctionArgs } from '@remix-run/node';
import { ShopifyError } from '@shopify/shopify-api';
import { shopifyLibrary } from '../shopify/shopify-app.server.ts';

/** Shopify's own paths: the bounce page that fetches a session token, and the way out of the frame. */
export async function loader({ request }: LoaderFunctionArgs) {
  // Where the library sends whoever comes from outside the admin. There is nothing to log in to: the landing page says where the app lives.
  if (new URL(request.url).pathname === '/auth/login') throw redirect('/');
  try {
    await shopifyLibrary().authenticate.admin(request);
  } catch (error) {
    // It does not lead out of the frame to wherever an address says. Somebody tried, or made a mistake: no fault of ours.
    if (error instanceof ShopifyError) throw new Response(null, { status: 400 });
    throw error;
  }
  return null;
}
