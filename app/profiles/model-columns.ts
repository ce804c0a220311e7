import { factsProblem, type CustomerFacts } from './customer-facts.ts';
import { tallyReturns, type ReturnsTally } from './returns-prior.ts';

/**
 * What a scoring model needs of all customers, gathered while their facts stream past: five numbers a buyer in typed
 * arrays, so that a million customers are some 40 MB and never a million objects. The order in which customers are
 * added changes nothing.
 */
export interface ModelColumns {
  readonly nowDay: number;
  /** Customers seen, and how many of them are excluded (and in none of the other figures). */
  customers: number;
  excluded: number;
  buyers: number;
  repeatBuyers: number;
  orders: number;
  discountedOrders: number;
  /** Days since the last purchase day, of buyers. */
  recencyDays: NumberColumn;
  /** Of those with a purchase in the window. */
  purchasesInWindow: NumberColumn;
  /** Of those with spend in the window in the shop's currency. */
  spendInWindow: NumberColumn;
  /** Of those with spend in the last year. */
  spendLastYear: NumberColumn;
  /** Of those with a purchase in the shop's currency, row by row. */
  netSpend: NumberColumn;
  valuedPurchases: NumberColumn;
  returns: ReturnsTally;
}

/** A list of numbers that grows by doubling. */
export interface NumberColumn {
  values: Float64Array;
  length: number;
}

function column(): NumberColumn {
  return { values: new Float64Array(256), length: 0 };
}

function push(target: NumberColumn, value: number): void {
  if (target.length === target.values.length) {
    const larger = new Float64Array(2 * target.length);
    larger.set(target.values);
    target.values = larger;
  }
  target.values[target.length] = value;
  target.length += 1;
}

/** The column's numbers, ascending; the column itself stays as it is. */
export function sortedColumn(source: NumberColumn): Float64Array {
  return source.values.slice(0, source.length).sort();
}

/** Empty columns for a model as of this day. */
export function createModelColumns(nowDay: number): ModelColumns {
  return {
    nowDay, customers: 0, excluded: 0, buyers: 0, repeatBuyers: 0, orders: 0, discountedOrders: 0,
    recencyDays: column(), purchasesInWindow: column(), spendInWindow: column(), spendLastYear: column(),
    netSpend: column(), valuedPurchases: column(), returns: new Map(),
  };
}

/**
 * Adds one customer. An excluded one is only counted. A prospect's orders (refunded in full) count in the shop's
 * discounted share and its returns, and in no percentile. Throws RangeError with the customer's id on impossible facts.
 */
export function addCustomerToModel(columns: ModelColumns, facts: CustomerFacts): void {
  const problem = factsProblem(facts);
  if (problem !== null) {
    throw new RangeError(`The facts of customer ${facts.customerId} are impossible: ${problem}. Rebuild the profiles; if it stays, the facts query is wrong.`);
  }
  columns.customers += 1;
  if (facts.excluded) {
    columns.excluded += 1;
    return;
  }
  columns.orders += facts.orders;
  columns.discountedOrders += facts.discountedOrders;
  tallyReturns(columns.returns, facts.unitsBought, facts.unitsRefunded);
  if (facts.lastPurchaseDay === null) return;
  if (facts.lastPurchaseDay > columns.nowDay) {
    throw new RangeError(`Customer ${facts.customerId} has a purchase on day ${facts.lastPurchaseDay}, after the day of now (${columns.nowDay}): orders after now are not counted.`);
  }
  columns.buyers += 1;
  if (facts.purchases >= 2) columns.repeatBuyers += 1;
  push(columns.recencyDays, columns.nowDay - facts.lastPurchaseDay);
  if (facts.purchasesInWindow > 0) push(columns.purchasesInWindow, facts.purchasesInWindow);
  if (facts.spendInWindow > 0) push(columns.spendInWindow, facts.spendInWindow);
  if (facts.spendLastYear > 0) push(columns.spendLastYear, facts.spendLastYear);
  if (facts.valuedPurchases > 0) {
    push(columns.netSpend, facts.netSpend);
    push(columns.valuedPurchases, facts.valuedPurchases);
  }
}
