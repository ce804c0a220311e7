import { useEffect, useState } from 'preact/hooks';
import { recommendedProducts, type ProductSource, type Recommended, type ShownProduct, type Wanted } from './recommended-products.ts';
import { tellClick, tellShown, type EventSource } from './shopper-events.ts';
import type { Translate } from './translate.ts';

export interface RecommendationsHost extends ProductSource, EventSource {
  i18n: { translate: Translate; formatCurrency(amount: number, options?: { currency?: string }): string };
}

/** Products that fit an order: a skeleton until they are there, and nothing where there are none or Shopify does not answer. */
export function Recommendations({ shopify, wanted }: { shopify: RecommendationsHost; wanted: Wanted }) {
  const [found, setFound] = useState<Recommended | null>(null);
  const { translate } = shopify.i18n;
  // By what it says: whoever draws this makes the object anew each time.
  const said = JSON.stringify(wanted);
  useEffect(() => {
    let gone = false;
    const { placement, ...rest } = JSON.parse(said) as Wanted;
    recommendedProducts(shopify, { placement, ...rest })
      .catch((): Recommended => ({ products: [], list: null }))
      .then((recommended) => {
        if (gone) return;
        setFound(recommended);
        if (recommended.list !== null) void tellShown(shopify, { list: recommended.list, placement }, recommended.products);
      })
      .catch(() => undefined);
    return () => {
      gone = true;
    };
  }, [shopify, said]);
  if (found === null) return <Skeleton limit={wanted.limit} translate={translate} />;
  if (found.products.length === 0) return null;
  const clicked = (product: ShownProduct, position: number): void => {
    if (found.list !== null) void tellClick(shopify, { list: found.list, placement: wanted.placement }, product, position);
  };
  return (
    <s-section heading={translate('recommended.heading')}>
      <s-grid gridTemplateColumns="repeat(auto-fill, minmax(140px, 1fr))" gap="base">
        {found.products.map((product, index) => <Product key={product.id} product={product} shopify={shopify} onClick={() => clicked(product, index + 1)} />)}
      </s-grid>
    </s-section>
  );
}

function Product({ product, shopify, onClick }: { product: ShownProduct; shopify: RecommendationsHost; onClick: () => void }) {
  const { translate, formatCurrency } = shopify.i18n;
  const price = formatCurrency(Number(product.price.amount), { currency: product.price.currencyCode });
  return (
    <s-stack gap="small-200">
      {product.image === null ? null : <s-image src={product.image.url} alt={product.image.altText ?? ''} aspectRatio="1" objectFit="cover" loading="lazy" borderRadius="base" />}
      <s-link href={product.url} onClick={onClick}>{product.title}</s-link>
      <s-text>{product.from ? translate('recommended.from', { price }) : price}</s-text>
      {product.reason === null ? null : <s-text color="subdued" type="small">{product.reason}</s-text>}
    </s-stack>
  );
}

/** As tall as what is to come, so that the page below does not jump: a picture, then title, price and reason, of which two go over two lines. */
function Skeleton({ limit, translate }: { limit: number; translate: Translate }) {
  return (
    <s-section heading={translate('recommended.heading')} accessibilityLabel={translate('recommended.loading')}>
      <s-grid gridTemplateColumns="repeat(auto-fill, minmax(140px, 1fr))" gap="base">
        {Array.from({ length: limit }, (_, index) => (
          <s-stack key={index} gap="small-200">
            <s-box minBlockSize="150px" background="subdued" borderRadius="base" />
            <s-box minBlockSize="96px"><s-skeleton-paragraph /></s-box>
          </s-stack>
        ))}
      </s-grid>
    </s-section>
  );
}
