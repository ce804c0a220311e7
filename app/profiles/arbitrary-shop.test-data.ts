import { gapFacts, type CustomerFacts } from './customer-facts.ts';
import { addCustomerToModel, createModelColumns } from './model-columns.ts';
import { buildScoringModel, type ScoringModel } from './scoring-model.ts';
import type { ScoringSettings } from './settings.ts';
import { shopGap, type ShopGap } from './shop-gap.ts';
import { medianDoubledOfCounts } from '../math/median.ts';
import { lastYearStartDay, windowStartDay } from './window.ts';

/** Shops made up for tests: purchases first, so that a test can work a score out again from them by another way. */

export interface MadePurchase {
  day: number;
  /** Net value, minor units; above 0. */
  value: number;
  /** In a currency that the shop has left. */
  foreign: boolean;
  discounted: boolean;
  units: number;
  refundedUnits: number;
}

export interface MadeCustomer {
  id: string;
  excluded: boolean;
  /** Oldest first. */
  purchases: MadePurchase[];
  /** Counted orders that were refunded in full. */
  emptyOrders: number;
}

/** mulberry32 (Tommy Ettinger, public domain): numbers from 0 to 1 that depend on the seed alone. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A shop of `size` customers with many ties: a fifth are prospects, most buyers bought once, prices are few. */
export function madeShop(seed: number, size: number, nowDay: number): MadeCustomer[] {
  const random = seeded(seed);
  const upTo = (n: number) => Math.floor(random() * n);
  const history = 30 + upTo(1500);
  const pace = 5 + upTo(120);
  return Array.from({ length: size }, (_, index) => {
    const count = random() < 0.2 ? 0 : random() < 0.5 ? 1 : 1 + upTo(9);
    let day = nowDay - upTo(history);
    const purchases: MadePurchase[] = [];
    for (let made = 0; made < count && day <= nowDay; made += 1) {
      const units = 1 + upTo(4);
      purchases.push({
        day, value: 1 + upTo(30) * 50, foreign: random() < 0.03, discounted: random() < 0.4, units,
        refundedUnits: random() < 0.2 ? upTo(units + 1) : 0,
      });
      day += random() < 0.1 ? 0 : random() < 0.1 ? upTo(500) : 1 + upTo(2 * pace);
    }
    return { id: String(1000 + index), excluded: random() < 0.05, purchases, emptyOrders: random() < 0.1 ? 1 + upTo(2) : 0 };
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

export function purchaseDays(customer: MadeCustomer): number[] {
  return [...new Set(customer.purchases.map((purchase) => purchase.day))];
}

export function factsOfMade(customer: MadeCustomer, nowDay: number, windowStart: number | null): CustomerFacts {
  const { purchases } = customer;
  const valued = purchases.filter((purchase) => !purchase.foreign);
  const inWindow = (purchase: MadePurchase) => windowStart === null || purchase.day >= windowStart;
  const values = (list: MadePurchase[]) => sum(list.map((purchase) => purchase.value));
  return {
    customerId: customer.id,
    excluded: customer.excluded,
    orders: purchases.length + customer.emptyOrders,
    discountedOrders: purchases.filter((purchase) => purchase.discounted).length,
    purchases: purchases.length,
    valuedPurchases: valued.length,
    firstPurchaseDay: purchases[0]?.day ?? null,
    lastPurchaseDay: purchases.at(-1)?.day ?? null,
    netSpend: values(valued),
    firstPurchaseValue: purchases[0] && !purchases[0].foreign ? purchases[0].value : 0,
    purchasesInWindow: purchases.filter(inWindow).length,
    spendInWindow: values(valued.filter(inWindow)),
    spendLastYear: values(valued.filter((purchase) => purchase.day >= lastYearStartDay(nowDay))),
    unitsBought: sum(purchases.map((purchase) => purchase.units)),
    unitsRefunded: sum(purchases.map((purchase) => purchase.refundedUnits)),
    ...gapFacts(purchaseDays(customer)),
  };
}

export interface ScoredShop {
  gap: ShopGap;
  windowStart: number | null;
  facts: CustomerFacts[];
  model: ScoringModel;
}

/** Facts and model of made customers, as the app comes to them. */
export function scoredShop(customers: readonly MadeCustomer[], settings: ScoringSettings, nowDay: number): ScoredShop {
  const included = customers.filter((customer) => !customer.excluded);
  const gaps = included.map((customer) => {
    const days = purchaseDays(customer);
    return days.slice(1).map((day, index) => day - (days[index] as number));
  });
  const gap = shopGap(gaps.flat().map((days) => [days, 1] as const), gaps.filter((list) => list.length > 0).length);
  const windowStart = windowStartDay(nowDay, settings.window, gap.doubled);
  const facts = customers.map((customer) => factsOfMade(customer, nowDay, windowStart));
  const columns = createModelColumns(nowDay);
  for (const one of facts) addCustomerToModel(columns, one);
  const orderDays = included.flatMap(purchaseDays);
  const values = included.flatMap((customer) => customer.purchases.filter((purchase) => !purchase.foreign).map((purchase) => purchase.value));
  const model = buildScoringModel(columns, {
    gap,
    firstCountedOrderDay: orderDays.length === 0 ? null : orderDays.reduce((a, b) => Math.min(a, b)),
    medianOrderValueDoubled: medianDoubledOfCounts(values.map((value) => [value, 1] as const)),
  }, settings);
  return { gap, windowStart, facts, model };
}

/** The facts of a buyer who bought once, today, for a test to change. */
export function onePurchaseFacts(changes: Partial<CustomerFacts> = {}): CustomerFacts {
  return {
    customerId: '1', excluded: false, orders: 1, discountedOrders: 0, purchases: 1, valuedPurchases: 1,
    firstPurchaseDay: 15_000, lastPurchaseDay: 15_000, netSpend: 1000, firstPurchaseValue: 1000, purchasesInWindow: 1,
    spendInWindow: 1000, spendLastYear: 1000, unitsBought: 1, unitsRefunded: 0, gapCount: 0, gapMedianDoubled: null,
    lastGap: null, priorGapMedianDoubled: null, ...changes,
  };
}
