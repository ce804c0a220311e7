import { withTenant } from '../database/tenant.server.ts';
import { errorCode, isRetryable } from '../runtime/errors.ts';
import { lookAtTheme, type ThemeLook } from './look-at-theme.server.ts';
import type { PlacesView } from './recommendations-page.ts';
import { checkoutLink, placeLink, THEME_BLOCKS } from './theme-blocks.ts';

/** How long the screen waits for what Shopify says of the theme. */
const LOOK_WITHIN_MS = 8_000;

/**
 * Asks Shopify which blocks stand in the theme in use; of checkout and account, which no API tells of, when shoppers last saw
 * them. Where Shopify does not answer soon that is not known, and the links stand all the same. @throws as the Admin client
 */
export async function loadPlaces(options: { shopId: number; shopDomain: string; apiKey: string }): Promise<PlacesView> {
  const { shopId, shopDomain, apiKey } = options;
  const look = await lookAtTheme({ shopDomain, signal: AbortSignal.timeout(LOOK_WITHIN_MS) }).catch((error: unknown): ThemeLook | 'no-access' => {
    if (errorCode(error) === 'access-denied') return 'no-access';
    if (isRetryable(error)) return { state: 'unknown' };
    throw error;
  });
  const seen = await withTenant(shopId, async (tx) => {
    const { rows } = await tx.query<{ placement: string; at: Date }>("SELECT placement, max(last_at) AS at FROM recommendation_days WHERE shop_id = $1 AND placement IN ('thank-you', 'order-status') GROUP BY 1", [tx.shopId]);
    return new Map(rows.map(({ placement, at }) => [placement, at.toISOString()]));
  });
  const read = look !== 'no-access' && look.state === 'read' ? look : null;
  return {
    state: look === 'no-access' ? 'no-access' : look.state, theme: read?.theme ?? null, placed: read?.placed ?? null,
    links: {
      ...(Object.fromEntries(THEME_BLOCKS.map((block) => [block, placeLink(shopDomain, apiKey, block)])) as Record<(typeof THEME_BLOCKS)[number], string>),
      'thank-you': checkoutLink(shopDomain, 'thank-you'), 'order-status': checkoutLink(shopDomain, 'order-status'),
    },
    seen: { 'thank-you': seen.get('thank-you') ?? null, 'order-status': seen.get('order-status') ?? null },
  };
}
