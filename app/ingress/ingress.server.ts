import type { IncomingMessage, ServerResponse } from 'node:http';
import { DOWNLOADS_PATH } from '../customers/download-link.server.ts';
import { sendExport } from '../customers/send-export.server.ts';
import { answerAppProxy, PROXY_PATH } from './app-proxy.server.ts';
import { DOWNLOAD_KINDS } from './download-kinds.server.ts';
import { answerExtension, EXTENSION_PATH } from './extension-api.server.ts';
import { answerHealth, databaseIsReady } from './health.server.ts';
import { WEBHOOKS_PATH } from './webhook-headers.ts';
import { receiveWebhook } from './webhooks.server.ts';

/**
 * Hot and plain HTTP without the framework. Answers what is its own and says so; everything else is the framework's.
 * @returns true when the request was answered.
 */
export async function ingress(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  const url = request.url ?? '';
  const path = url.split('?', 1)[0] ?? '';
  if (path === WEBHOOKS_PATH) {
    await receiveWebhook(request, response);
    return true;
  }
  const shopper = answerShopperRequest(request, response);
  if (shopper !== null) {
    await shopper;
    return true;
  }
  if (path.startsWith(`${EXTENSION_PATH}/`)) {
    await answerExtension(url, request, response);
    return true;
  }
  if (await answerHealth(path, request, response, [databaseIsReady])) return true;
  if (path.startsWith(DOWNLOADS_PATH) && (request.method === 'GET' || request.method === 'HEAD')) {
    await sendExport({ path, head: request.method === 'HEAD', response, kinds: DOWNLOAD_KINDS });
    return true;
  }
  return false;
}

/**
 * What shoppers ask is answered before anything else, without an id of the request: an answer that goes well has no line in the log, and one
 * that does not is given an id then.
 * @returns null: it is not one of those
 */
export function answerShopperRequest(request: IncomingMessage, response: ServerResponse): Promise<void> | null {
  return request.url?.startsWith(`${PROXY_PATH}/`) === true ? answerAppProxy(request.url, request, response) : null;
}
