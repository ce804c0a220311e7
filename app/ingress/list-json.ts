import { currencyDecimals, decimalText } from '../math/minor-units.ts';
import { reasonWords, type ReasonLanguage } from '../recommendations/reason-words.ts';
import type { ServedList } from '../recommendations/serve-list.server.ts';
import { standsIn } from './stands-in.ts';

/** A list as extensions and storefronts get it; `instead` where what sells stands in for what would go with the products. */
export function listJson(served: ServedList, language: ReasonLanguage): unknown {
  const { block, personal, list, currencyCode } = served;
  if (served.holdout) return { block, personal, holdout: true, items: [] };
  const decimals = currencyDecimals(currencyCode) ?? 2;
  return {
    block, personal, list, ...(standsIn(block, served.items) ? { instead: true } : {}),
    items: served.items.map(({ card, reason }) => ({
      product_id: card.id, variant_id: card.variantId, handle: card.handle, title: card.title, url: `/products/${encodeURIComponent(card.handle)}`, image: card.imageUrl,
      price: card.price === null ? null : decimalText(card.price, decimals), currency: currencyCode, reason: { ...reason, text: reasonWords(reason, language, served) },
    })),
  };
}
