import type { ThemeBook } from '../../shopify-standin/storefront/theme-book.ts';

/** Where the demo's shops have the blocks: as a merchant might who tries all of them. A theme that was edited is left as it is. */
export function placeBlocks(theme: ThemeBook): void {
  if (theme.edited) return;
  theme.place({ block: 'buy-again', template: 'index' });
  theme.place({ block: 'recommended', template: 'index' });
  theme.place({ block: 'together', template: 'product' });
  theme.place({ block: 'also', template: 'product' });
  theme.place({ block: 'recommended', template: 'cart' });
  theme.place({ block: 'cart-embed' });
}
