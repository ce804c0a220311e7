import { BlockStack, Card, Text } from '@shopify/polaris';
import type { CustomerProfile } from '../customers/customer-view.ts';
import { Pair } from './Pair.tsx';
import { ProductPicture } from './ProductPicture.tsx';
import { useFormats, useWords } from './words/WordsProvider.tsx';

/** What is known of how a customer buys. */
export function CustomerFactsCard({ profile }: { profile: CustomerProfile }) {
  const words = useWords();
  const { number, money, day } = useFormats();
  const page = words.customerPage.facts;
  const { facts, scores, channels } = profile;
  const usual = scores.kind === 'buyer' ? scores.limits.usualDays : null;
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">{page.title}</Text>
        <dl className="rg-pairs rg-pairs-narrow rg-numbers">
          <Pair name={page.netSpend} how={page.netSpendHow}>{money(facts.netSpend)}</Pair>
          <Pair name={page.purchases} how={page.purchasesHow}>{number(facts.purchases)}</Pair>
          <Pair name={page.orders} how={page.ordersHow}>{number(facts.orders)}</Pair>
          <Pair name={page.average}>{facts.valuedPurchases === 0 ? words.none : money(Math.round(facts.netSpend / facts.valuedPurchases))}</Pair>
          <Pair name={page.firstOrder}>{facts.firstPurchaseDay === null ? page.never : day(facts.firstPurchaseDay)}</Pair>
          <Pair name={page.lastOrder}>{facts.lastPurchaseDay === null ? page.never : day(facts.lastPurchaseDay)}</Pair>
          {usual === null || facts.gapCount === 0 ? null : <Pair name={page.usualGap} how={words.reasons.usualHow}>{page.usualGapDays(usual)}</Pair>}
          <Pair name={page.discounted}>{page.discountedOrders(facts.discountedOrders, facts.orders)}</Pair>
          <Pair name={page.refunded}>{page.refundedUnits(facts.unitsRefunded, facts.unitsBought)}</Pair>
          {channels.length === 0 ? null : <Pair name={page.channels}><ul>{channels.map((channel) => <li key={channel.name}>{page.channel(channel.name, channel.orders)}</li>)}</ul></Pair>}
        </dl>
        {facts.purchases > facts.valuedPurchases ? <Text as="p" tone="subdued">{page.otherCurrency(facts.purchases - facts.valuedPurchases)}</Text> : null}
      </BlockStack>
    </Card>
  );
}

/** The products that a customer orders most often. */
export function FavouriteProducts({ products }: { products: CustomerProfile['products'] }) {
  const page = useWords().customerPage.facts;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">{page.products}</Text>
        {products.length === 0 ? <Text as="p" tone="subdued">{page.noProducts}</Text> : (
          <ul className="rg-products">
            {products.map((product) => (
              <li key={product.id}>
                <ProductPicture address={product.imageUrl} />
                <span className="rg-break"><span dir="auto">{product.title}</span><small className="rg-small">{page.product(product.orders, product.units)}</small></span>
              </li>
            ))}
          </ul>
        )}
      </BlockStack>
    </Card>
  );
}
