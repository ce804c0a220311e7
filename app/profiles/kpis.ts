import { gridColumn, gridRow, TIERS, type Tier } from './tier.ts';
import { STAGES, type Stage } from './stage.ts';
import type { Score } from './rfm.ts';

/** People and their net spend (all history, minor units). */
export interface PeopleAndMoney {
  customers: number;
  netSpend: number;
}

/** What is added up over all customers, one row at a time or from SQL's groups. */
export interface KpiTally {
  /** Customers with a score or a stage: all but the excluded ones. */
  customers: number;
  excluded: PeopleAndMoney;
  buyers: number;
  repeatBuyers: number;
  /** Net spend of customers, the excluded ones left out. */
  netSpend: number;
  /** Of that, each customer's first purchase. */
  firstPurchases: number;
  tiers: Record<Tier, PeopleAndMoney>;
  stages: Record<Stage, PeopleAndMoney>;
  /** The grid's cells, rows R 5 to 1, columns FM 5, 4, 3, 1-2; New buyers stand in their tier alone. */
  grid: PeopleAndMoney[][];
}

/** One customer, or a group of like ones. */
export interface KpiRow {
  /** Null for an excluded customer. */
  tier: Tier | null;
  stage: Stage | null;
  r: Score | null;
  fm: Score | null;
  customers: number;
  /** Of these customers, those with at least one purchase ever, and with two or more. */
  buyers: number;
  repeatBuyers: number;
  netSpend: number;
  firstPurchaseValue: number;
}

function nobody(): PeopleAndMoney {
  return { customers: 0, netSpend: 0 };
}

/** A tally of nobody. */
export function createKpiTally(): KpiTally {
  return {
    customers: 0, excluded: nobody(), buyers: 0, repeatBuyers: 0, netSpend: 0, firstPurchases: 0,
    tiers: Object.fromEntries(TIERS.map((tier) => [tier, nobody()])) as Record<Tier, PeopleAndMoney>,
    stages: Object.fromEntries(STAGES.map((stage) => [stage, nobody()])) as Record<Stage, PeopleAndMoney>,
    grid: Array.from({ length: 5 }, () => Array.from({ length: 4 }, nobody)),
  };
}

/** Adds a row to the tally. Throws RangeError when money adds up to more than a number holds exactly. */
export function addToKpis(tally: KpiTally, row: KpiRow): void {
  const add = (target: PeopleAndMoney) => {
    target.customers += row.customers;
    target.netSpend += row.netSpend;
  };
  if (row.tier === null || row.stage === null) {
    add(tally.excluded);
    return;
  }
  tally.customers += row.customers;
  tally.buyers += row.buyers;
  tally.repeatBuyers += row.repeatBuyers;
  tally.netSpend += row.netSpend;
  tally.firstPurchases += row.firstPurchaseValue;
  if (!Number.isSafeInteger(tally.netSpend)) throw new RangeError(`Net spend adds up to ${tally.netSpend} minor units, which is no exact number.`);
  add(tally.tiers[row.tier]);
  add(tally.stages[row.stage]);
  if (row.r !== null && row.fm !== null && row.tier !== 'New') {
    const cell = tally.grid[gridRow(row.r)]?.[gridColumn(row.fm)];
    if (cell) add(cell);
  }
}

/** The figures of Home. Shares are 0 to 1, and null where there is nothing to divide by. */
export interface Kpis {
  buyers: number;
  repeatBuyers: number;
  /** Repurchase rate: buyers with 2+ purchases / buyers, over all history. */
  repurchaseRate: number | null;
  /** Net revenue over all history: customers', excluded ones' and guests'. */
  netRevenue: number;
  /** Of customers' net spend (no guests, no excluded ones), the part after each one's first purchase. */
  repeatRevenue: number;
  repeatShareOfRevenue: number | null;
}

/** Works the figures out; `guestRevenue` is the net value of guests' counted orders, minor units. */
export function kpisOf(tally: KpiTally, guestRevenue: number): Kpis {
  const repeatRevenue = tally.netSpend - tally.firstPurchases;
  return {
    buyers: tally.buyers,
    repeatBuyers: tally.repeatBuyers,
    repurchaseRate: tally.buyers === 0 ? null : tally.repeatBuyers / tally.buyers,
    netRevenue: tally.netSpend + tally.excluded.netSpend + guestRevenue,
    repeatRevenue,
    repeatShareOfRevenue: tally.netSpend === 0 ? null : repeatRevenue / tally.netSpend,
  };
}
