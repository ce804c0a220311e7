import type { IncomingMessage, ServerResponse } from 'node:http';
import { machineNow } from '../runtime/clock.server.ts';
import { config } from '../runtime/config.server.ts';
import { answerAsk, takeAnswers } from './answers-requests.server.ts';
import { answerCustomerBlock } from './customer-block.server.ts';
import { readExtensionToken, type ExtensionCaller, type TokenRefusal } from './extension-token.server.ts';
import { answerRecommendations } from './recommendations.server.ts';
import { receiveShopperEvents } from './shopper-events.server.ts';
import { answerShopper, findHandler, Refusal, type HandlerTable, type ShopperHandler } from './shopper-request.server.ts';

/** Where the thank-you page, the order status page and the admin's customer page ask. */
export const EXTENSION_PATH = '/extension';

export interface ExtensionHandler {
  /** Whose token it takes: one of staff opens nothing that is a buyer's, and the other way round. */
  for: 'buyer' | 'staff';
  handle: ShopperHandler;
}

/** What extensions may ask, below EXTENSION_PATH. */
const HANDLERS: HandlerTable<ExtensionHandler> = {
  'GET /recommendations': { for: 'buyer', handle: answerRecommendations },
  'GET /ask': { for: 'buyer', handle: answerAsk },
  'POST /answers': { for: 'buyer', handle: takeAnswers },
  'GET /customer': { for: 'staff', handle: answerCustomerBlock },
  'POST /events': { for: 'buyer', handle: receiveShopperEvents },
};

/** Extensions run on origins of Shopify's that are not known before, and send no cookies: the token alone opens anything. */
const CORS = { 'access-control-allow-origin': '*', vary: 'origin, authorization' };
const PREFLIGHT = { ...CORS, 'access-control-allow-methods': 'GET, HEAD, POST, OPTIONS', 'access-control-allow-headers': 'authorization, content-type', 'access-control-max-age': '7200' };

const REFUSED: Readonly<Record<TokenRefusal, string>> = {
  missing: 'A session token of Shopify is needed, as Authorization: Bearer.',
  expired: 'The session token has expired: ask Shopify for another and try again.',
  'not-valid': 'The session token is not one of Shopify for this app.',
};

/**
 * A request of an extension, by the session token that Shopify gave it. Who is logged in is what the token says.
 * @param url path and query, as they came
 */
export async function answerExtension(url: string, request: IncomingMessage, response: ServerResponse, handlers: HandlerTable<ExtensionHandler> = HANDLERS): Promise<void> {
  if (request.method === 'OPTIONS') return void response.writeHead(204, PREFLIGHT).end();
  const mark = url.indexOf('?');
  const path = (mark < 0 ? url : url.slice(0, mark)).slice(EXTENSION_PATH.length);
  await answerShopper(request, response, () => {
    const { apiKey, apiSecret } = config().shopify;
    const caller = readExtensionToken(request.headers.authorization, { apiKey, secret: apiSecret, now: machineNow() });
    if (typeof caller === 'string') throw new Refusal(401, `token-${caller}`, REFUSED[caller], { 'www-authenticate': 'Bearer' });
    const handler = findHandler(handlers, request.method ?? '', path);
    if (caller.staff !== (handler.for === 'staff')) throw new Refusal(403, 'not-yours', `This address is for ${handler.for === 'staff' ? 'the staff of the shop' : 'buyers'}.`);
    const query = mark < 0 ? '' : url.slice(mark + 1);
    refuseOthers(caller, (key) => (query.includes('ustomer') ? new URLSearchParams(query).getAll(key) : []));
    return { caller, query, handler: handler.handle, checkBody: (body) => refuseOthers(caller, (key) => (Object.hasOwn(body, key) ? [body[key]] : [])) };
  }, CORS);
}

/** A buyer who names another customer than the token does is refused, where a handler might have looked at it. */
function refuseOthers(caller: ExtensionCaller, valuesOf: (key: string) => unknown[]): void {
  if (caller.staff) return;
  const named = ['customer_id', 'customerId'].flatMap(valuesOf).map((value) => (typeof value === 'string' || typeof value === 'number' ? String(value).replace(/^gid:\/\/shopify\/Customer\//, '') : ''));
  if (named.some((id) => caller.customerId === null || id !== String(caller.customerId))) throw new Refusal(403, 'another-customer', 'The session token is not of that customer.');
}
