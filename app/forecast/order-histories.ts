/**
 * Orders of all customers of a shop in typed arrays: what every forecast is learnt from. Some 17 bytes an order, so that
 * the five million orders of a large shop stay below 100 MB. Days are days since 1970-01-01 in the shop's time zone
 * (profiles/calendar.ts), values minor units of the shop's currency.
 */
export interface OrderHistories {
  /** Customers held; one without an order may be among them. */
  readonly customers: number;
  /** Orders of customer i stand from starts[i] to starts[i + 1]. */
  readonly starts: Int32Array;
  /** Day of each counted order, ascending for each customer. */
  readonly days: Int32Array;
  /** Net value of each before the refunds that stand below; 0 for an order in a currency that the shop has left. */
  readonly values: Float64Array;
  /** DISCOUNTED, OTHER_CURRENCY, both or 0. */
  readonly marks: Uint8Array;
  /** Refunds of order k stand from refundStarts[k] to refundStarts[k + 1]. */
  readonly refundStarts: Int32Array;
  readonly refundDays: Int32Array;
  readonly refundValues: Float64Array;
}

export const DISCOUNTED = 1;
/** A purchase in a currency that the shop has left: it counts for recency and frequency, and in no sum of money. */
export const OTHER_CURRENCY = 2;

/** An order as it is handed in. */
export interface HistoryOrder {
  day: number;
  value: number;
  discounted?: boolean;
  otherCurrency?: boolean;
  refunds?: readonly { day: number; value: number }[];
}

export interface HistoriesBuilder {
  /** An order of the customer who is next ended. Orders in any order of time. Throws RangeError on a day or value that is none. */
  addOrder(order: HistoryOrder): void;
  endCustomer(): void;
  finish(): OrderHistories;
}

/**
 * Gathers histories customer by customer. A refund carries its own day, so that a cut-off in the past sees an order as it
 * stood then: money given back later is nothing that anybody could have known. Where the day of a refund is not known,
 * give the net value and no refund.
 */
export function createHistoriesBuilder(): HistoriesBuilder {
  const starts = [0];
  const days = growing(Int32Array);
  const values = growing(Float64Array);
  const marks = growing(Uint8Array);
  const refundStarts = growing(Int32Array);
  const refundDays = growing(Int32Array);
  const refundValues = growing(Float64Array);
  refundStarts.push(0);
  let open: HistoryOrder[] = [];
  return {
    addOrder(order) {
      if (!Number.isInteger(order.day) || !(order.value >= 0 && Number.isFinite(order.value))) throw new RangeError(`An order needs a whole day and a value from 0, not day ${order.day} and value ${order.value}.`);
      open.push(order);
    },
    endCustomer() {
      // Sorting is stable: orders of one day stay as they were given.
      for (const order of open.sort((a, b) => a.day - b.day)) {
        days.push(order.day);
        values.push(order.otherCurrency === true ? 0 : order.value);
        marks.push((order.discounted === true ? DISCOUNTED : 0) | (order.otherCurrency === true ? OTHER_CURRENCY : 0));
        for (const refund of order.refunds ?? []) {
          refundDays.push(refund.day);
          refundValues.push(refund.value);
        }
        refundStarts.push(refundDays.length);
      }
      open = [];
      starts.push(days.length);
    },
    finish() {
      if (open.length > 0) throw new RangeError('The last customer has not been ended.');
      return {
        customers: starts.length - 1, starts: Int32Array.from(starts), days: days.held(), values: values.held(), marks: marks.held(),
        refundStarts: refundStarts.held(), refundDays: refundDays.held(), refundValues: refundValues.held(),
      };
    },
  };
}

type Numbers = Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

/** A typed array that grows by doubling. */
function growing<Kind extends Numbers>(kind: new (length: number) => Kind) {
  let array = new kind(1024);
  let length = 0;
  return {
    get length() {
      return length;
    },
    push(value: number): void {
      if (length === array.length) {
        const larger = new kind(2 * length);
        larger.set(array);
        array = larger;
      }
      array[length] = value;
      length += 1;
    },
    held: (): Kind => array.slice(0, length) as Kind,
  };
}

/** What was known of customers' purchases at the end of one day: those who had bought by then, in the order of the histories. */
export interface PurchaseView {
  /** The last day that is known. */
  readonly throughDay: number;
  /** Customers with a purchase by then. */
  readonly size: number;
  /** Place of each in the histories. */
  readonly customer: Int32Array;
  /** Purchase days of the i-th stand from starts[i] to starts[i + 1]: each day once, ascending. */
  readonly starts: Int32Array;
  readonly days: Int32Array;
  /** Net value of each purchase day. */
  readonly values: Float64Array;
  /** Per customer, over all their orders by then: how many, how many discounted, money before refunds and money given back. */
  readonly orders: Float64Array;
  readonly discountedOrders: Float64Array;
  readonly grossValue: Float64Array;
  readonly refundedValue: Float64Array;
}

/** The purchases as known at the end of `throughDay`: later orders and later refunds are not there. O(orders). */
export function purchasesThrough(histories: OrderHistories, throughDay: number): PurchaseView {
  const { customers, starts, days, values } = histories;
  const customer = new Int32Array(customers);
  const ends = new Int32Array(customers + 1);
  const purchaseDays = new Int32Array(days.length);
  const purchaseValues = new Float64Array(days.length);
  const [orders, discountedOrders, grossValue, refundedValue] = [new Float64Array(customers), new Float64Array(customers), new Float64Array(customers), new Float64Array(customers)];
  let size = 0;
  let held = 0;
  for (let i = 0; i < customers; i += 1) {
    const from = held;
    let [count, discounted, gross, refunded] = [0, 0, 0, 0];
    for (let k = starts[i] as number; k < (starts[i + 1] as number); k += 1) {
      const day = days[k] as number;
      if (day > throughDay) break;
      const back = refundedBy(histories, k, throughDay);
      count += 1;
      if (((histories.marks[k] as number) & DISCOUNTED) !== 0) discounted += 1;
      gross += values[k] as number;
      refunded += back;
      const net = (values[k] as number) - back;
      if (!(net > 0) && !isOtherCurrency(histories, k)) continue;
      if (held > from && purchaseDays[held - 1] === day) {
        purchaseValues[held - 1] = (purchaseValues[held - 1] as number) + net;
      } else {
        purchaseDays[held] = day;
        purchaseValues[held] = net;
        held += 1;
      }
    }
    if (held === from) continue;
    customer[size] = i;
    orders[size] = count;
    discountedOrders[size] = discounted;
    grossValue[size] = gross;
    refundedValue[size] = Math.min(gross, refunded);
    size += 1;
    ends[size] = held;
  }
  return {
    throughDay, size, customer: customer.subarray(0, size), starts: ends.subarray(0, size + 1), days: purchaseDays.subarray(0, held), values: purchaseValues.subarray(0, held),
    orders: orders.subarray(0, size), discountedOrders: discountedOrders.subarray(0, size), grossValue: grossValue.subarray(0, size), refundedValue: refundedValue.subarray(0, size),
  };
}

/** What the customers of a view did in the days after it. */
export interface Outcomes {
  /** Purchase days in the window. */
  readonly purchases: Float64Array;
  /** Net value of them. */
  readonly revenue: Float64Array;
}

/**
 * What each customer of `view` did in the `horizon` days after it, as known at the end of `knownThroughDay`.
 * Throws RangeError when the window is not over by then: its outcome would be half an outcome.
 */
export function outcomesAfter(histories: OrderHistories, view: PurchaseView, horizon: number, knownThroughDay: number): Outcomes {
  const lastDay = view.throughDay + horizon;
  if (lastDay > knownThroughDay) throw new RangeError(`The ${horizon} days after day ${view.throughDay} end on day ${lastDay}, which is after day ${knownThroughDay}.`);
  const purchases = new Float64Array(view.size);
  const revenue = new Float64Array(view.size);
  const { starts, days, values } = histories;
  for (let i = 0; i < view.size; i += 1) {
    const customer = view.customer[i] as number;
    let last = Number.NEGATIVE_INFINITY;
    for (let k = firstAfter(days, starts[customer] as number, starts[customer + 1] as number, view.throughDay); k < (starts[customer + 1] as number); k += 1) {
      const day = days[k] as number;
      if (day > lastDay) break;
      const net = (values[k] as number) - refundedBy(histories, k, knownThroughDay);
      if (!(net > 0) && !isOtherCurrency(histories, k)) continue;
      revenue[i] = (revenue[i] as number) + net;
      if (day !== last) purchases[i] = (purchases[i] as number) + 1;
      last = day;
    }
  }
  return { purchases, revenue };
}

const isOtherCurrency = (histories: OrderHistories, k: number): boolean => ((histories.marks[k] as number) & OTHER_CURRENCY) !== 0;

/** Money of order k that had been given back by the end of a day, at most what it had cost. */
function refundedBy(histories: OrderHistories, k: number, throughDay: number): number {
  let sum = 0;
  for (let at = histories.refundStarts[k] as number; at < (histories.refundStarts[k + 1] as number); at += 1) {
    if ((histories.refundDays[at] as number) <= throughDay) sum += histories.refundValues[at] as number;
  }
  return Math.min(sum, histories.values[k] as number);
}

/** The first place in [from, to) whose day is after `day`; `to` if there is none. */
function firstAfter(days: Int32Array, from: number, to: number, day: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((days[middle] as number) > day) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Every `stride`-th customer: enough to learn from where there are very many. */
export function everyNthCustomer(histories: OrderHistories, stride: number): OrderHistories {
  if (stride <= 1) return histories;
  const builder = createHistoriesBuilder();
  for (let i = 0; i < histories.customers; i += stride) {
    for (let k = histories.starts[i] as number; k < (histories.starts[i + 1] as number); k += 1) {
      const refunds: { day: number; value: number }[] = [];
      for (let at = histories.refundStarts[k] as number; at < (histories.refundStarts[k + 1] as number); at += 1) refunds.push({ day: histories.refundDays[at] as number, value: histories.refundValues[at] as number });
      const marks = histories.marks[k] as number;
      builder.addOrder({ day: histories.days[k] as number, value: histories.values[k] as number, discounted: (marks & DISCOUNTED) !== 0, otherCurrency: (marks & OTHER_CURRENCY) !== 0, refunds });
    }
    builder.endCustomer();
  }
  return builder.finish();
}
