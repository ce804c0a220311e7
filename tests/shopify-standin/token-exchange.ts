import { timingSafeEqual } from 'node:crypto';
import type { AccessToken, Apps, InstalledApp } from './apps.ts';
import { offlineTokenSeconds, onlineTokenSeconds, refreshTokenSeconds } from './apps.ts';
import { verifySessionToken } from './session-token.ts';

const tokenExchangeGrant = 'urn:ietf:params:oauth:grant-type:token-exchange';
const idTokenType = 'urn:ietf:params:oauth:token-type:id_token';
const offlineTokenType = 'urn:shopify:params:oauth:token-type:offline-access-token';
const onlineTokenType = 'urn:shopify:params:oauth:token-type:online-access-token';

export interface TokenAnswer {
  status: number;
  body: Record<string, unknown>;
}

export interface TokenRequest {
  apps: Apps;
  shop: { domain: string; name: string; email: string };
  /** Fields of the request's JSON or form body. */
  fields: Record<string, unknown>;
  /** Milliseconds since the epoch by the real clock. */
  now: number;
}

/** Answers `POST /admin/oauth/access_token`: token exchange and refresh, with the error bodies that Shopify sends. */
export function answerTokenRequest(request: TokenRequest): TokenAnswer {
  const { apps, fields } = request;
  const app = apps.app(text(fields['client_id']));
  if (!app) return refusal(400, 'application_cannot_be_found', `No app with the client id "${text(fields['client_id'])}" is installed here.`);
  if (!sameSecret(text(fields['client_secret']), app.clientSecret)) {
    return refusal(400, 'invalid_client', 'The client secret is not that of this app.');
  }
  const grant = text(fields['grant_type']);
  if (grant === tokenExchangeGrant) return exchange(request, app);
  if (grant === 'refresh_token') return refresh(request, app);
  return refusal(400, 'unsupported_grant_type', `The stand-in serves token exchange and refresh_token, not the grant type "${grant}".`);
}

function exchange({ apps, shop, fields, now }: TokenRequest, app: InstalledApp): TokenAnswer {
  const bearer = { clientId: app.clientId, scopes: app.scopes, shopDomain: shop.domain };
  const requested = text(fields['requested_token_type']);
  if (requested !== offlineTokenType && requested !== onlineTokenType) {
    return refusal(400, 'invalid_request', `Unknown requested_token_type "${requested}".`);
  }
  const expiring = text(fields['expiring']) === '1';
  const subjectType = text(fields['subject_token_type']);
  const subject = text(fields['subject_token']);
  if (subjectType === offlineTokenType) return migrate(apps, app, bearer, subject, requested, expiring);
  if (subjectType !== idTokenType) return refusal(400, 'invalid_request', `Unknown subject_token_type "${subjectType}".`);

  const claims = verifySessionToken(subject, {
    shopDomain: shop.domain, clientId: app.clientId, clientSecret: app.clientSecret, now,
  });
  if ('refused' in claims) {
    return refusal(400, 'invalid_subject_token', `Token exchange cannot be performed due to an invalid subject token: ${claims.refused}.`);
  }
  if (requested === offlineTokenType) return offlineAnswer(apps.issueOffline(bearer, expiring));
  const userId = Number(claims.sub);
  const token = apps.issueOnline(bearer, userId);
  return {
    status: 200,
    body: {
      access_token: token.accessToken,
      scope: app.scopes.join(','),
      expires_in: onlineTokenSeconds,
      associated_user_scope: app.scopes.join(','),
      associated_user: {
        id: userId, first_name: 'Shop', last_name: 'Owner', email: shop.email, email_verified: true,
        account_owner: true, locale: 'en', collaborator: false,
      },
    },
  };
}

/** A token that does not expire, traded for an expiring one; the old one ends. */
function migrate(
  apps: Apps, app: InstalledApp, bearer: { clientId: string; scopes: string[]; shopDomain: string },
  subject: string, requested: string, expiring: boolean,
): TokenAnswer {
  const held = apps.appForToken(subject);
  if (held?.clientId !== app.clientId || requested !== offlineTokenType || !expiring) {
    return refusal(400, 'invalid_subject_token', 'Token exchange cannot be performed due to an invalid subject token: it is not a live offline token of this app.');
  }
  apps.revoke({ accessToken: subject });
  return offlineAnswer(apps.issueOffline(bearer, true));
}

function refresh({ apps, shop, fields }: TokenRequest, app: InstalledApp): TokenAnswer {
  const answer = apps.refresh(app.clientId, shop.domain, text(fields['refresh_token']));
  // One body for used, expired and unknown tokens, as seen of Shopify; with status 401, not 400.
  if (typeof answer === 'string') return refusal(401, 'invalid_request', 'This request requires an active refresh_token');
  return offlineAnswer(answer);
}

function offlineAnswer(token: AccessToken): TokenAnswer {
  const body: Record<string, unknown> = { access_token: token.accessToken, scope: token.scopes.join(',') };
  if (token.refreshToken !== null) {
    body['expires_in'] = offlineTokenSeconds;
    body['refresh_token'] = token.refreshToken;
    body['refresh_token_expires_in'] = refreshTokenSeconds;
  }
  return { status: 200, body };
}

function refusal(status: number, error: string, description: string): TokenAnswer {
  return { status, body: { error, error_description: description } };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

function sameSecret(given: string, right: string): boolean {
  const [left, expected] = [Buffer.from(given), Buffer.from(right)];
  return left.length === expected.length && timingSafeEqual(left, expected);
}
