import { Badge, BlockStack, Card, InlineStack, Text } from '@shopify/polaris';
import type { CustomerTaste } from '../profiles/taste.ts';
import { CourseCharts } from './CourseCharts.tsx';
import { Explain } from './Explain.tsx';
import { Pair } from './Pair.tsx';
import { useWords } from './words/WordsProvider.tsx';

const LEVEL_TONE = { calm: 'success', watch: 'attention', act: 'warning' } as const;

/** The one thing to do about a customer next, and why. */
export function SuggestionCard({ taste }: { taste: CustomerTaste | null }) {
  const words = useWords();
  const page = words.taste.suggestion;
  return (
    <Card>
      <BlockStack gap="300">
        <Heading title={page.title} how={page.how} />
        {taste === null ? <Text as="p" tone="subdued">{words.taste.none}</Text> : (
          <>
            <BlockStack gap="100">
              <Text as="h3" variant="headingSm">{page.action[taste.action.action]}</Text>
              <p className="rg-break" dir="auto">{page.reason(taste.action)}</p>
            </BlockStack>
            <InlineStack gap="100" blockAlign="center">
              <Text as="span" tone="subdued">{page.tier}:</Text>
              <span>{page.tierName[taste.tier]}</span>
              <Explain term={page.tier}>{page.tierHow}</Explain>
            </InlineStack>
          </>
        )}
      </BlockStack>
    </Card>
  );
}

/** Signs that a customer may stay away, the heaviest first, and what they come to. */
export function SignalsCard({ taste }: { taste: CustomerTaste | null }) {
  const words = useWords();
  const page = words.taste.signals;
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Heading title={page.title} how={page.how} />
          {taste === null ? null : <Badge tone={LEVEL_TONE[taste.churn.level]}>{page.level[taste.churn.level]}</Badge>}
        </InlineStack>
        {taste === null ? <Text as="p" tone="subdued">{words.taste.none}</Text> : taste.churn.signals.length === 0 ? <p>{page.none}</p> : (
          <>
            <ul className="rg-signals">
              {taste.churn.signals.map((one) => (
                <li key={one.signal}><span className="rg-break" dir="auto">{page.signal(one)}</span><small className="rg-small">{page.heaviness[one.heaviness]}</small></li>
              ))}
            </ul>
            <Text as="p" tone="subdued">{page.strength(taste.churn.strength)}</Text>
          </>
        )}
        {taste === null ? null : <CourseCharts course={taste.course} />}
      </BlockStack>
    </Card>
  );
}

/** What a customer is drawn to and how they buy. What is not known is left out. */
export function LikesCard({ taste }: { taste: CustomerTaste | null }) {
  const words = useWords();
  const page = words.taste.likes;
  if (taste === null) return <EmptyCard title={page.title} />;
  const { basket, priceBand, weekday, hours, discounts } = taste;
  const nothing = taste.types.length + taste.products.length + taste.replenishments.length === 0 && basket === null && discounts === null;
  return (
    <Card>
      <BlockStack gap="400">
        <Heading title={page.title} />
        {nothing ? <Text as="p" tone="subdued">{page.nothing}</Text> : (
          <dl className="rg-pairs rg-pairs-narrow rg-numbers">
            {taste.types.length === 0 ? null : <Pair name={page.types} how={page.affinityHow}><Named items={taste.types.map((one) => ({ key: one.key, name: one.key, small: page.affinity(one.picks, one.of, one.lift) }))} /></Pair>}
            {taste.products.length === 0 ? null : <Pair name={page.products} how={page.affinityHow}><Named items={taste.products.map((one) => ({ key: one.key, name: one.title, small: page.affinity(one.picks, one.of, one.lift) }))} /></Pair>}
            {taste.replenishments.length === 0 ? null : <Pair name={page.again} how={page.againHow}><Named items={taste.replenishments.map((one) => ({ key: one.productId, name: one.title, small: page.againOf(one.intervalDays, one.dueDay, one.overdueDays) }))} /></Pair>}
            {basket === null ? null : <Pair name={page.basket} how={page.basketHow}>{page.basketOf(Math.round(basket.unitsDoubled / 2), basket.valueDoubled === null ? null : Math.round(basket.valueDoubled / 2))}</Pair>}
            {priceBand === null ? null : <Pair name={page.price} how={page.priceHow(priceBand)}>{page.priceOf(priceBand)}</Pair>}
            {weekday === null && hours === null ? null : (
              <Pair name={page.time} how={page.timeHow}>
                <ul>
                  {weekday === null ? null : <li>{page.weekday(weekday.place, weekday.orders, weekday.of)}</li>}
                  {hours === null ? null : <li>{page.hours(hours.place, hours.orders, hours.of)}</li>}
                </ul>
              </Pair>
            )}
            {discounts === null ? null : <Pair name={page.discounts} how={page.discountsHow}>{page.discountsOf[discounts.kind]}<small className="rg-small">{page.discountShare(discounts.discounted, discounts.orders, discounts.shopShare)}</small></Pair>}
          </dl>
        )}
      </BlockStack>
    </Card>
  );
}

/** What a customer sends back, against the shop, and what it looks like. */
export function ReturnsCard({ taste }: { taste: CustomerTaste | null }) {
  const words = useWords();
  const page = words.taste.returns;
  if (taste === null) return <EmptyCard title={page.title} />;
  const { share, pattern } = taste.returns;
  return (
    <Card>
      <BlockStack gap="400">
        <Heading title={page.title} />
        {share.unitsRefunded === 0 && pattern.lines === 0 ? <Text as="p" tone="subdued">{page.none}</Text> : (
          <>
            <dl className="rg-pairs rg-pairs-narrow rg-numbers">
              <Pair name={page.share} how={page.shareHow}>{page.shareOf(share.mean, share.low, share.high, share.shopMean)}</Pair>
              {pattern.kind === 'none' ? null : <Pair name={page.pattern} how={page.patternHow}>{page.kind[pattern.kind]}<small className="rg-small">{page.counts(pattern.lines, pattern.orders)}</small></Pair>}
              {pattern.daysDoubled === null ? null : <Pair name={page.delay}>{page.delayOf(Math.round(pattern.daysDoubled / 2))}</Pair>}
              {pattern.reasons.length === 0 ? null : <Pair name={page.reasons}><ul>{pattern.reasons.map((one) => <li key={one.name}>{page.reason(one.name, one.lines)}</li>)}</ul></Pair>}
            </dl>
            {pattern.kind === 'sizing' || pattern.kind === 'serial' ? <p>{page.advice[pattern.kind]}</p> : null}
          </>
        )}
      </BlockStack>
    </Card>
  );
}

function Heading({ title, how }: { title: string; how?: string }) {
  return (
    <InlineStack gap="100" blockAlign="center">
      <Text as="h2" variant="headingMd">{title}</Text>
      {how === undefined ? null : <Explain term={title}>{how}</Explain>}
    </InlineStack>
  );
}

function EmptyCard({ title }: { title: string }) {
  const words = useWords();
  return <Card><BlockStack gap="300"><Heading title={title} /><Text as="p" tone="subdued">{words.taste.none}</Text></BlockStack></Card>;
}

function Named({ items }: { items: { key: string; name: string; small: string }[] }) {
  return <ul className="rg-named">{items.map((item) => <li key={item.key}><span dir="auto">{item.name}</span><small className="rg-small">{item.small}</small></li>)}</ul>;
}
