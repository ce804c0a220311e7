import type { IncomingMessage, ServerResponse } from 'node:http';
import { machineNow } from '../runtime/clock.server.ts';
import { config } from '../runtime/config.server.ts';
import { readProxyQuery } from './proxy-signature.server.ts';
import { answerRecommendations } from './recommendations.server.ts';
import { receiveShopperEvents } from './shopper-events.server.ts';
import { answerShopper, findHandler, Refusal, type HandlerTable, type ShopperHandler } from './shopper-request.server.ts';

/** Where Shopify's app proxy passes on what shoppers ask of `/apps/regulars`; shopify.app.toml says the same. */
export const PROXY_PATH = '/proxy';

/** What shoppers may ask, below PROXY_PATH. */
const HANDLERS: HandlerTable<ShopperHandler> = {
  'GET /recommendations': answerRecommendations,
  'POST /events': receiveShopperEvents,
};

/**
 * A request of a shopper, passed on and signed by Shopify. Who is logged in is what Shopify signed; anything else that
 * names a customer is not looked at.
 * @param url path and query, as they came
 */
export async function answerAppProxy(url: string, request: IncomingMessage, response: ServerResponse, handlers: HandlerTable<ShopperHandler> = HANDLERS): Promise<void> {
  const mark = url.indexOf('?');
  const path = (mark < 0 ? url : url.slice(0, mark)).slice(PROXY_PATH.length);
  const query = mark < 0 ? '' : url.slice(mark + 1);
  await answerShopper(request, response, () => {
    const asked = readProxyQuery(query, { secret: config().shopify.apiSecret, now: machineNow() });
    if (asked === null) throw new Refusal(401, 'not-signed', 'This address is for requests that Shopify has signed just now: ask it through the shop, below /apps/regulars.');
    return { caller: { shopDomain: asked.shopDomain, customerId: asked.customerId, staff: false }, query: asked.asked, handler: findHandler(handlers, request.method ?? '', path) };
  });
}
