import '@shopify/shopify-app-remix/adapters/node';
import { shopifyApi, type ApiVersion, type Shopify } from '@shopify/shopify-api';
import { config } from '../runtime/config.server.ts';
import { API_VERSION } from './api-version.ts';
import { libraryLogger } from './library-log.server.ts';

let api: Shopify | undefined;

/** Shopify's library below the one for Remix: tokens are traded and renewed by it. Made once per process at the first use. */
export function shopifyApiLibrary(): Shopify {
  const { shopify } = config();
  api ??= shopifyApi({
    apiKey: shopify.apiKey,
    apiSecretKey: shopify.apiSecret,
    apiVersion: API_VERSION as ApiVersion,
    scopes: shopify.scopes,
    hostName: new URL(shopify.appUrl).host,
    isEmbeddedApp: true,
    logger: libraryLogger(),
  });
  return api;
}
