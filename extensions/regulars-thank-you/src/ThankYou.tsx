import '@shopify/ui-extensions/preact';
import type { Api } from '@shopify/ui-extensions/purchase.thank-you.block.render';
import { render } from 'preact';
import { numberOf } from '../../order-pages/ask-regulars.ts';
import { Recommendations } from '../../order-pages/Recommendations.tsx';
import { SourceQuestion } from './SourceQuestion.tsx';

const PRODUCTS = 3;

/** The block on the thank-you page: how did you find us, and what goes with what was just bought. */
export default function extension(): void {
  const { shopify } = globalThis as unknown as { shopify: Api };
  render(<ThankYou shopify={shopify} />, document.body);
}

function ThankYou({ shopify }: { shopify: Api }) {
  const { recommend = true, ask = true, products } = shopify.settings.value;
  const bought = [...new Set(shopify.lines.value.flatMap((line) => numberOf(line.merchandise.product.id) ?? []))];
  const order = numberOf(shopify.orderConfirmation.value.order.id);
  const wanted = { bought, placement: 'thank-you', limit: typeof products === 'number' ? products : PRODUCTS, language: shopify.i18n.translate('language') } as const;
  return (
    <s-stack gap="large">
      {ask === false || order === null ? null : <SourceQuestion shopify={shopify} order={order} />}
      {recommend === false ? null : <Recommendations shopify={shopify} wanted={wanted} />}
    </s-stack>
  );
}
