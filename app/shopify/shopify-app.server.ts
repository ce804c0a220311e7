import '@shopify/shopify-app-remix/adapters/node';
import { AppDistribution, shopifyApp, type ApiVersion } from '@shopify/shopify-app-remix/server';
import { config } from '../runtime/config.server.ts';
import { API_VERSION } from './api-version.ts';
import { libraryLogger } from './library-log.server.ts';
import { EncryptedSessionStorage } from './session-storage.server.ts';

export const sessionStorage = new EncryptedSessionStorage();

let app: ReturnType<typeof create> | undefined;

function create() {
  const { shopify } = config();
  return shopifyApp({
    apiKey: shopify.apiKey,
    apiSecretKey: shopify.apiSecret,
    apiVersion: API_VERSION as ApiVersion,
    scopes: shopify.scopes,
    appUrl: shopify.appUrl,
    authPathPrefix: '/auth',
    sessionStorage,
    logger: libraryLogger(),
    distribution: AppDistribution.AppStore,
    future: { unstable_newEmbeddedAuthStrategy: true, expiringOfflineAccessTokens: true },
  });
}

/** Shopify's own library, made once per process at the first use. */
export function shopifyLibrary(): ReturnType<typeof create> {
  app ??= create();
  return app;
}
