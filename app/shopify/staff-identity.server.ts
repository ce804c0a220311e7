import { config } from '../runtime/config.server.ts';

const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ID_TOKEN = 'urn:ietf:params:oauth:token-type:id_token';
const ONLINE_TOKEN = 'urn:shopify:params:oauth:token-type:online-access-token';
/** Nobody's approval should wait longer for a name. */
const TIMEOUT_MS = 3_000;

/**
 * The name of the person behind a session token. The token itself has their number only; Shopify names them where an
 * online access token is given for it. That token is not kept.
 * @returns null when Shopify gives no name
 * @throws when Shopify does not answer
 */
export async function askStaffName(shopDomain: string, sessionToken: string): Promise<string | null> {
  const { shopify } = config();
  const response = await fetch(`https://${shopDomain}/admin/oauth/access_token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({
      client_id: shopify.apiKey, client_secret: shopify.apiSecret, grant_type: TOKEN_EXCHANGE, subject_token: sessionToken, subject_token_type: ID_TOKEN, requested_token_type: ONLINE_TOKEN,
    }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`Shopify did not name the person: HTTP ${response.status}`);
  const answer = (await response.json()) as { associated_user?: { first_name?: unknown; last_name?: unknown } } | null;
  const parts = [answer?.associated_user?.first_name, answer?.associated_user?.last_name].filter((part) => typeof part === 'string' && part.trim() !== '');
  return parts.length === 0 ? null : parts.join(' ');
}
