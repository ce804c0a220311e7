import type { LoaderFunctionArgs } from '@remix-run/node';
import { loadPlaces } from '../recommendations/load-places.server.ts';
import { errorResponse } from '../runtime/error-response.server.ts';
import { authenticateShop } from '../shops/authenticate-shop.server.ts';

/** Which blocks stand in the theme: asked of Shopify once the page stands, so that it does not wait for that. */
export async function loader({ request }: LoaderFunctionArgs): Promise<Response> {
  const { shopId, shopDomain, apiKey } = await authenticateShop(request);
  try {
    return Response.json(await loadPlaces({ shopId, shopDomain, apiKey }));
  } catch (error) {
    return errorResponse(error);
  }
}
