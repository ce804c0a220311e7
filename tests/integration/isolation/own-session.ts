import { Session } from '@shopify/shopify-api';
import { ACCESS_SCOPES, config } from '#app/runtime/config.server.ts';
import { sessionStorage } from '#app/shopify/shopify-app.server.ts';
import { signSessionToken, type SessionTokenClaims } from '#tests/shopify-standin/session-token.ts';

/** An access token as Shopify gave it to the app for this shop. */
export async function storeOfflineSession(shopDomain: string, accessToken = 'shpat_test', refreshToken = 'shprt_test'): Promise<void> {
  await sessionStorage.storeSession(new Session({
    id: `offline_${shopDomain}`, shop: shopDomain, state: '', isOnline: false, scope: ACCESS_SCOPES.join(','), accessToken, refreshToken,
    expires: new Date(Date.now() + 86_400_000), refreshTokenExpires: new Date(Date.now() + 30 * 86_400_000),
  }));
}

/** A session token of somebody who has the app open in this shop's admin. */
export function sessionTokenOf(shopDomain: string, claims: Partial<SessionTokenClaims> = {}, change: { secret?: string } = {}): string {
  const { apiKey, apiSecret } = config().shopify;
  return signSessionToken({ shopDomain, clientId: apiKey, clientSecret: change.secret ?? apiSecret, claims });
}

export interface RouteModule {
  loader?: (args: { request: Request; params: Record<string, string>; context: object }) => unknown;
  action?: (args: { request: Request; params: Record<string, string>; context: object }) => unknown;
}

const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

/** What a route answers, whether it returned data, returned a Response or threw one. @throws what is a fault of ours */
export async function askRoute(module: RouteModule, call: { path: string; params?: Record<string, string>; form?: Record<string, string>; body?: BodyInit; headers?: Record<string, string>; token: string | null }): Promise<{ status: number; text: string; headers: Headers }> {
  const posts = call.form !== undefined || call.body !== undefined;
  const request = new Request(`${config().shopify.appUrl}${call.path}`, {
    method: posts ? 'POST' : 'GET',
    headers: { 'user-agent': BROWSER, ...(call.token === null ? {} : { authorization: `Bearer ${call.token}` }), ...call.headers },
    ...(posts ? { body: call.body ?? new URLSearchParams(call.form) } : {}),
  });
  const handler = posts ? module.action : module.loader;
  if (handler === undefined) throw new Error(`${call.path} has no ${posts ? 'action' : 'loader'}.`);
  try {
    return await answerOf(await handler({ request, params: call.params ?? {}, context: {} }));
  } catch (thrown) {
    if (thrown instanceof Response) return answerOf(thrown);
    throw thrown;
  }
}

async function answerOf(answer: unknown): Promise<{ status: number; text: string; headers: Headers }> {
  if (answer instanceof Response) return { status: answer.status, text: await answer.text(), headers: answer.headers };
  return { status: 200, text: JSON.stringify(answer), headers: new Headers() };
}
