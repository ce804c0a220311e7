/** What a forecast is made with. */
export interface ForecastSettings {
  /** Discount a year on money that comes later: 0.1 takes a tenth off. */
  discountRate: number;
  /** How sure the interval of lifetime value is to hold what will be. */
  intervalLevel: number;
  /** What of net spend is left after the cost of the goods: 1 takes lifetime value as spend. */
  grossMargin: number;
  /** Minor units that each purchase costs besides: packing, postage, payment. */
  costPerPurchase: number;
}

export const FORECAST_SETTINGS: ForecastSettings = { discountRate: 0.1, intervalLevel: 0.8, grossMargin: 1, costPerPurchase: 0 };

/** What a merchant says of the worth of what customers spend. */
export interface WorthChoice {
  /** Percent of net spend that is left after the cost of the goods. */
  grossMargin: number;
  /** What each purchase costs besides, in thousandths of the shop's currency: it means the same whatever the currency's decimals. */
  purchaseCost: number;
  /** Percent a year. */
  discountRate: number;
}

/** Lifetime value is spend, a tenth less for each year that it comes later. */
export const DEFAULT_WORTH: WorthChoice = { grossMargin: 100, purchaseCost: 0, discountRate: 10 };

export const LEAST_MARGIN = 1;
export const MOST_MARGIN = 100;
export const MOST_DISCOUNT_RATE = 50;
/** A million of the currency. */
export const MOST_PURCHASE_COST = 1_000_000_000;

/** @param decimals of the shop's currency */
export function forecastSettings(worth: WorthChoice, decimals: number): ForecastSettings {
  return { ...FORECAST_SETTINGS, discountRate: worth.discountRate / 100, grossMargin: worth.grossMargin / 100, costPerPurchase: (worth.purchaseCost * 10 ** decimals) / 1000 };
}

/** "2.50" or "2,50" in thousandths; null for what is no amount from 0 to a million with at most three decimals. */
export function parsePurchaseCost(text: string): number | null {
  const found = /^(\d{1,7})(?:[.,](\d{1,3}))?$/.exec(text.trim());
  if (found === null) return null;
  const cost = Number(found[1]) * 1000 + Number((found[2] ?? '').padEnd(3, '0'));
  return cost <= MOST_PURCHASE_COST ? cost : null;
}

/** As `parsePurchaseCost` takes it. */
export function purchaseCostText(cost: number): string {
  return String(cost / 1000);
}
