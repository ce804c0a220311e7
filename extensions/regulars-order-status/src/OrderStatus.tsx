import '@shopify/ui-extensions/preact';
import type { Api } from '@shopify/ui-extensions/customer-account.order-status.block.render';
import { render } from 'preact';
import { numberOf } from '../../order-pages/ask-regulars.ts';
import { Recommendations } from '../../order-pages/Recommendations.tsx';
import { ReviewQuestions } from './ReviewQuestions.tsx';

const PRODUCTS = 3;

/** The block on the page of an order: stars and words once it has arrived, buy again, and what goes with it. */
export default function extension(): void {
  const { shopify } = globalThis as unknown as { shopify: Api };
  render(<OrderStatus shopify={shopify} />, document.body);
}

function OrderStatus({ shopify }: { shopify: Api }) {
  const { recommend = true, ask = true, products } = shopify.settings.value;
  const lines = shopify.lines.value;
  const bought = [...new Set(lines.flatMap((line) => numberOf(line.merchandise.product.id) ?? []))];
  const order = numberOf(shopify.order.value?.id);
  const placed = Date.parse(shopify.order.value?.processedAt ?? '');
  const age = Number.isNaN(placed) ? null : (Date.now() - placed) / 86_400_000;
  const wanted = { bought, placement: 'order-status', limit: typeof products === 'number' ? products : PRODUCTS, language: shopify.i18n.translate('language') } as const;
  const again = buyAgainUrl(shopify.shop.storefrontUrl, lines.map((line) => ({ variant: numberOf(line.merchandise.id), quantity: line.quantity })));
  return (
    <s-stack gap="large">
      {ask === false || order === null ? null : <ReviewQuestions shopify={shopify} order={order} age={age} lines={lines.length} />}
      {again === null || recommend === false ? null : <s-stack alignItems="start"><s-button href={again} variant="secondary">{shopify.i18n.translate('again')}</s-button></s-stack>}
      {recommend === false ? null : <Recommendations shopify={shopify} wanted={wanted} />}
    </s-stack>
  );
}

/** Shopify's cart permalink for all of an order, which leads to the cart and not past it. Null where the shop has no online store. */
export function buyAgainUrl(storefrontUrl: string | undefined, lines: readonly { variant: string | null; quantity: number }[]): string | null {
  const items = lines.flatMap(({ variant, quantity }) => (variant === null || quantity < 1 ? [] : [`${variant}:${quantity}`]));
  return storefrontUrl === undefined || items.length === 0 ? null : `${storefrontUrl.replace(/\/$/, '')}/cart/${items.join(',')}?storefront=true`;
}
