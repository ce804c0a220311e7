import { affinityOf, likings, type Affinity } from './affinity.ts';
import { compoundSignals, recencySignal, type ChurnSignal, type ChurnSignals } from './churn-signals.ts';
import type { CustomerFacts } from './customer-facts.ts';
import { discountDependence, preferredChannel, preferredTimes, priceBand, usualBasket, type Basket, type DiscountDependence, type Preference, type PreferredChannel, type PriceBand } from './habits.ts';
import { nextAction, type Companion, type ForecastForAction, type NextAction } from './next-action.ts';
import { distinctDays } from './purchase-history.ts';
import { purchaseCourse, type CoursePoint } from './purchase-course.ts';
import { hasStopped, isDue, overdueDays, reminderOrder, replenishment, type ProductReturnRate, type Replenishment } from './replenishment.ts';
import { returnPattern, returnShare, type BoughtLine, type ReturnPattern, type ReturnShare } from './return-pattern.ts';
import type { Profile } from './score-customer.ts';
import type { ScoringModel } from './scoring-model.ts';
import type { ShopTaste } from './shop-taste.ts';
import { lengtheningGaps, risingDiscounts, shrinkingBasket, type Trend } from './trends.ts';
import { valueTier, type ValueTier } from './value-tier.ts';

/** A counted order of the customer. */
export interface TasteOrder {
  id: string;
  day: number;
  /** Net value in minor units of its own currency; above 0 it is a purchase. */
  value: number;
  inCurrency: boolean;
  discounted: boolean;
  units: number;
  unitsRefunded: number;
  lines: (BoughtLine & { unitPrice: number })[];
}

/** A product that the customer ordered, with the shop's figures of it (null where it has none yet). */
export interface TastePick {
  productId: string;
  title: string;
  productType: string;
  /** Counted orders with it, and units. */
  orders: number;
  units: number;
  lastDay: number;
  figures: (ProductReturnRate & { picks: number }) | null;
}

/** All that one customer's taste follows from, beside the shop's. */
export interface TasteInputs {
  facts: CustomerFacts;
  profile: Profile;
  model: ScoringModel;
  day: number;
  shop: ShopTaste;
  /** By day, earliest first. */
  orders: readonly TasteOrder[];
  picks: readonly TastePick[];
  /** Of products that they have not bought and that are for sale. */
  companions: readonly Companion[];
  orderHours: readonly number[];
  channels: Readonly<Record<string, number>>;
  forecast?: ForecastForAction | null;
}

/** How a customer buys, what may be going wrong, and what to do next: everything with the numbers that it follows from. */
export interface CustomerTaste {
  basket: Basket | null;
  priceBand: PriceBand | null;
  /** Types and products that they pick more often than the shop's customers do. */
  types: Affinity<string>[];
  products: (Affinity<string> & { title: string })[];
  /** The type of most picks (units, then name decide), whatever the shop's share; null without a type. */
  topType: string | null;
  weekday: Preference | null;
  hours: Preference | null;
  channel: PreferredChannel | null;
  discounts: DiscountDependence | null;
  /** Those with an interval that are due, in the order in which they are suggested, and then those yet to come, the next first. */
  replenishments: (Replenishment & { title: string; overdueDays: number })[];
  returns: { share: ReturnShare; pattern: ReturnPattern };
  trends: { gaps: Trend | null; basket: Trend | null; discounts: Trend | null };
  /** The latest purchases, for pictures of these trends. */
  course: CoursePoint[];
  churn: ChurnSignals;
  action: NextAction;
  tier: ValueTier;
}

const MOST_SHOWN = 3;
const PRIOR_BUYERS = 10;

/** The taste of one customer. A function of what goes in: it reads no clock. */
export function tasteOf(inputs: TasteInputs): CustomerTaste {
  const { facts, profile, model, day, shop, picks } = inputs;
  const orders = inputs.orders.filter((order) => order.day <= day);
  const purchases = orders.filter((order) => order.value > 0);
  const lines = orders.flatMap((order) => order.lines);
  const types = byType(picks);
  const share = returnShare(facts.unitsBought, facts.unitsRefunded, model.returns);
  const pattern = returnPattern(lines, share);
  const trends = {
    gaps: lengtheningGaps(gapsOf(purchases)),
    basket: shrinkingBasket(purchases.filter((order) => order.inCurrency).map((order) => order.value)),
    discounts: risingDiscounts(orders.map((order) => order.discounted)),
  };
  const kept = keptDays(purchases);
  const all = replenishmentsOf(kept, picks);
  const tier = valueTier(facts, profile, model);
  const last = orders.at(-1);
  const sentBack = last !== undefined && last.units > 0 && 2 * last.unitsRefunded > last.units
    ? { day: lastRefund(last) ?? last.day, unitsRefunded: last.unitsRefunded, units: last.units } : null;
  const buyer = profile.kind === 'buyer' && facts.lastPurchaseDay !== null
    ? { stage: profile.stage, recencyDays: profile.recencyDays, purchases: facts.purchases, lastPurchaseDay: facts.lastPurchaseDay, rhythmKnown: facts.gapCount > 0 || !model.gap.assumed, limits: profile.limits } : null;
  const times = preferredTimes(inputs.orderHours);
  return {
    basket: usualBasket(purchases),
    priceBand: priceBand(lines.map((line) => line.unitPrice).filter((price) => price > 0), shop.prices),
    ...affinities(picks, types, shop),
    topType: topType(types),
    weekday: times.weekday,
    hours: times.hours,
    channel: preferredChannel(inputs.channels),
    discounts: discountDependence({ orders: facts.orders, discounted: facts.discountedOrders }, model.discounts),
    replenishments: [...all.filter((one) => isDue(one, day)).sort(reminderOrder(day)), ...all.filter((one) => !isDue(one, day) && one.dueDay >= day).sort((a, b) => a.dueDay - b.dueDay || b.times - a.times)]
      .slice(0, MOST_SHOWN).map((one) => ({ ...one, overdueDays: overdueDays(one, day) })),
    returns: { share, pattern },
    trends,
    course: purchaseCourse(purchases),
    churn: compoundSignals(buyer === null ? [] : signalsOf(buyer, trends, sentBack, all, day)),
    action: nextAction({
      nowDay: day, excluded: profile.kind === 'excluded', buyer, tier, returns: { pattern, share }, sentBack, replenishments: all,
      favourite: favourite(picks, kept), companion: bestCompanion(inputs.companions), forecast: inputs.forecast ?? null,
    }),
    tier,
  };
}

function signalsOf(
  buyer: Parameters<typeof recencySignal>[0], trends: CustomerTaste['trends'], sentBack: { day: number; unitsRefunded: number; units: number } | null,
  replenishments: readonly (Replenishment & { title: string })[], day: number,
): ChurnSignal[] {
  const recency = recencySignal(buyer);
  const stopped = replenishments.filter((one) => hasStopped(one, day)).sort((a, b) => b.times - a.times || a.dueDay - b.dueDay)[0];
  return [
    ...(recency === null ? [] : [recency]),
    ...(trends.gaps === null ? [] : [{ signal: 'gaps-lengthening' as const, trend: trends.gaps }]),
    ...(trends.basket === null ? [] : [{ signal: 'basket-shrinking' as const, trend: trends.basket }]),
    ...(trends.discounts === null ? [] : [{ signal: 'discounts-rising' as const, trend: trends.discounts }]),
    ...(sentBack === null ? [] : [{ signal: 'sent-back' as const, ...sentBack }]),
    // Whoever has stayed away altogether has stopped buying everything: that is one sign, not two.
    ...(stopped === undefined || recency !== null ? [] : [{ signal: 'product-stopped' as const, title: stopped.title, times: stopped.times, intervalDays: stopped.intervalDays, dueDay: stopped.dueDay }]),
  ];
}

interface TypePicks {
  picks: number;
  units: number;
}

function byType(picks: readonly TastePick[]): Map<string, TypePicks> {
  const types = new Map<string, TypePicks>();
  for (const { productType, orders, units } of picks) {
    const known = types.get(productType);
    types.set(productType, { picks: (known?.picks ?? 0) + orders, units: (known?.units ?? 0) + units });
  }
  return types;
}

function affinities(picks: readonly TastePick[], types: ReadonlyMap<string, TypePicks>, shop: ShopTaste): Pick<CustomerTaste, 'types' | 'products'> {
  const of = picks.reduce((sum, pick) => sum + pick.orders, 0);
  if (of === 0 || shop.picks === 0) return { types: [], products: [] };
  const shopTypes = new Map(shop.types.map((one) => [one.type, one.picks]));
  const titles = new Map(picks.map((pick) => [pick.productId, pick.title]));
  const ofTypes = [...types].flatMap(([type, own]) => {
    const shopPicks = shopTypes.get(type);
    return type === '' || shopPicks === undefined ? [] : [affinityOf(type, { picks: own.picks, of }, { picks: shopPicks, of: shop.picks }, shop.typeConcentration)];
  });
  const ofProducts = picks.flatMap((pick) => (pick.figures === null || pick.figures.picks === 0
    ? [] : [affinityOf(pick.productId, { picks: pick.orders, of }, { picks: pick.figures.picks, of: shop.picks }, shop.productConcentration)]));
  return { types: likings(ofTypes, MOST_SHOWN), products: likings(ofProducts, MOST_SHOWN).map((one) => ({ ...one, title: titles.get(one.key) ?? '' })) };
}

function topType(types: ReadonlyMap<string, TypePicks>): string | null {
  const named = [...types].filter(([type]) => type !== '').sort(([a, own], [b, other]) => other.picks - own.picks || other.units - own.units || (a < b ? -1 : 1));
  return named[0]?.[0] ?? null;
}

function gapsOf(purchases: readonly TasteOrder[]): number[] {
  const days = distinctDays(purchases.map((order) => order.day));
  return [...days].slice(1).map((day, index) => day - (days[index] as number));
}

/** Ascending, distinct purchase days of each product, by id, without products of which every unit was sent back. */
function keptDays(purchases: readonly TasteOrder[]): Map<string, number[]> {
  const products = new Map<string, { days: number[]; kept: number }>();
  for (const order of purchases) {
    for (const line of order.lines) {
      if (line.productId === null) continue;
      const known = products.get(line.productId) ?? { days: [], kept: 0 };
      products.set(line.productId, known);
      if (known.days.at(-1) !== order.day) known.days.push(order.day);
      known.kept += line.units - line.unitsRefunded;
    }
  }
  return new Map([...products].flatMap(([id, { days, kept }]) => (kept > 0 ? [[id, days] as const] : [])));
}

function replenishmentsOf(days: ReadonlyMap<string, readonly number[]>, picks: readonly TastePick[]): (Replenishment & { title: string })[] {
  return picks.flatMap((pick) => {
    const found = replenishment(pick.productId, days.get(pick.productId) ?? [], pick.figures);
    return found === null ? [] : [{ ...found, title: pick.title }];
  });
}

/** The product of most orders that they have come back for, on another day than the first, and have not sent back altogether. */
function favourite(picks: readonly TastePick[], days: ReadonlyMap<string, readonly number[]>): string | null {
  const [first] = picks.filter((pick) => (days.get(pick.productId)?.length ?? 0) >= 2).sort((a, b) => b.orders - a.orders || b.units - a.units || b.lastDay - a.lastDay);
  return first?.title ?? null;
}

/** The companion whose buyers' share, shrunk by ten buyers of the shop's share, is highest, if that is half again as high as in the shop. */
function bestCompanion(companions: readonly Companion[]): Companion | null {
  const shrunk = ({ both, buyersOfLike, buyers, customers }: Companion): number => (both + (PRIOR_BUYERS * buyers) / customers) / (buyersOfLike + PRIOR_BUYERS);
  const good = companions.filter((one) => one.customers > 0 && shrunk(one) >= (1.5 * one.buyers) / one.customers);
  return good.sort((a, b) => shrunk(b) - shrunk(a) || (a.productId < b.productId ? -1 : 1))[0] ?? null;
}

function lastRefund(order: TasteOrder): number | null {
  return order.lines.reduce<number | null>((latest, { refundDay }) => (refundDay === null ? latest : Math.max(latest ?? refundDay, refundDay)), null);
}
