import type { LoaderFunctionArgs } from '@remix-run/node';
import { shopifyLibrary } from '../shopify/shopify-app.server.ts';

/** Shopify's own paths: the bounce page that fetches a session token, and the way out of the frame. */
export async function loader({ request }: LoaderFunctionArgs) {
  await shopifyLibrary().authenticate.admin(request);
  return null;
}
