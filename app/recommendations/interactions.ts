/**
 * Who bought what on which day, as columns. A basket is a customer's purchase day; a product stands in it once, however
 * many lines or orders it was on. Customers and products are numbered in the order of their ids, so that the order in
 * which rows arrive changes nothing.
 */
export interface Interactions {
  /** Customers by their ids, and behind them guests' orders by theirs: a guest's order is a basket of somebody with nothing else. */
  customerIds: readonly string[];
  /** How many of customerIds are customers. */
  customers: number;
  productCodes: readonly string[];
  /** The baskets of customer c are customerStart[c] .. customerStart[c + 1] - 1, in the order of their days. */
  customerStart: Int32Array;
  basketCustomer: Int32Array;
  /** Days since 1 January 1970, of the shop's time zone. */
  basketDay: Int32Array;
  /** The products of basket b are product[basketStart[b]] .. product[basketStart[b + 1] - 1], ascending. */
  basketStart: Int32Array;
  product: Int32Array;
  /** Units of the product in the basket, and what one cost on average, in minor units. */
  quantity: Float64Array;
  unitPrice: Float64Array;
  /** The other way: the baskets with product p are productBasket[productStart[p]] .. productBasket[productStart[p + 1] - 1], ascending. */
  productStart: Int32Array;
  productBasket: Int32Array;
  /** What came back, in the order of customer, product and day. */
  returned: ReturnedColumns;
}

export interface ReturnedColumns {
  customer: Int32Array;
  product: Int32Array;
  day: Int32Array;
  quantity: Float64Array;
}

export interface InteractionRow {
  /** Of a guest's row the id of the order. */
  customerId: string;
  /** Whether nobody is known behind the row: it counts for products, and has no list. */
  guest?: boolean;
  productCode: string;
  /** Days since 1 January 1970. */
  day: number;
  quantity: number;
  /** Minor units. */
  unitPrice: number;
}

export interface InteractionsBuilder {
  add(row: InteractionRow): void;
  /** Units that a customer gave back on a day. Whoever bought nothing has nothing to give back: such rows are dropped. */
  addReturn(row: Omit<InteractionRow, 'unitPrice' | 'guest'>): void;
  finish(): Interactions;
}

/** Takes rows in any order. */
export function createInteractionsBuilder(): InteractionsBuilder {
  const [customers, guests, products] = [new Map<string, number>(), new Map<string, number>(), new Map<string, number>()];
  const rows = growingRows();
  const returns: Omit<InteractionRow, 'unitPrice'>[] = [];
  const numberIn = (ids: Map<string, number>, id: string): number => {
    const known = ids.get(id);
    if (known !== undefined) return known;
    ids.set(id, ids.size);
    return ids.size - 1;
  };
  return {
    add: ({ customerId, guest, productCode, day, quantity, unitPrice }) => {
      // Guests have numbers below 0 until it is known how many customers stand before them.
      const customer = guest === true ? -1 - numberIn(guests, customerId) : numberIn(customers, customerId);
      rows.add(customer, numberIn(products, productCode), day, quantity, unitPrice);
    },
    addReturn: (row) => returns.push(row),
    finish: () => {
      const [customerIds, customerRank] = ranked(customers);
      const [guestIds, guestRank] = ranked(guests);
      const [productCodes, productRank] = ranked(products);
      const columns = rows.finish();
      for (let at = 0; at < columns.customer.length; at += 1) {
        const customer = columns.customer[at] as number;
        columns.customer[at] = customer < 0 ? customerIds.length + (guestRank[-1 - customer] as number) : customerRank[customer] as number;
        columns.product[at] = productRank[columns.product[at] as number] as number;
      }
      const back = returns.flatMap(({ customerId, productCode, day, quantity }) => {
        const [customer, product] = [customers.get(customerId), products.get(productCode)];
        return customer === undefined || product === undefined ? [] : [{ customer: customerRank[customer] as number, product: productRank[product] as number, day, quantity }];
      });
      back.sort((a, b) => a.customer - b.customer || a.product - b.product || a.day - b.day || a.quantity - b.quantity);
      const returned = {
        customer: Int32Array.from(back, (row) => row.customer), product: Int32Array.from(back, (row) => row.product),
        day: Int32Array.from(back, (row) => row.day), quantity: Float64Array.from(back, (row) => row.quantity),
      };
      return { ...basketsOf(columns, customerIds.concat(guestIds), productCodes), customers: customerIds.length, returned };
    },
  };
}

/**
 * What was known at the end of a day: the same customers and products by the same numbers, and nothing later. Products
 * that nobody had bought by then have no basket.
 */
export function interactionsThrough(all: Interactions, cutOff: number): Interactions {
  const kept: number[] = [];
  let lines = 0;
  for (let basket = 0; basket < all.basketDay.length; basket += 1) {
    if ((all.basketDay[basket] as number) > cutOff) continue;
    kept.push(basket);
    lines += (all.basketStart[basket + 1] as number) - (all.basketStart[basket] as number);
  }
  const [product, quantity, unitPrice] = [new Int32Array(lines), new Float64Array(lines), new Float64Array(lines)];
  const basketStart = new Int32Array(kept.length + 1);
  for (const [at, basket] of kept.entries()) {
    const [from, to, next] = [all.basketStart[basket] as number, all.basketStart[basket + 1] as number, basketStart[at] as number];
    product.set(all.product.subarray(from, to), next);
    quantity.set(all.quantity.subarray(from, to), next);
    unitPrice.set(all.unitPrice.subarray(from, to), next);
    basketStart[at + 1] = next + to - from;
  }
  const basketCustomer = Int32Array.from(kept, (basket) => all.basketCustomer[basket] as number);
  const { customer, product: productBack, day, quantity: units } = all.returned;
  const back = [...day.keys()].filter((at) => (day[at] as number) <= cutOff);
  return {
    customerIds: all.customerIds, customers: all.customers, productCodes: all.productCodes, basketCustomer, basketDay: Int32Array.from(kept, (basket) => all.basketDay[basket] as number),
    basketStart, product, quantity, unitPrice, customerStart: startsOf(basketCustomer, all.customerIds.length),
    ...basketsByProduct(basketStart, product, all.productCodes.length),
    returned: {
      customer: Int32Array.from(back, (at) => customer[at] as number), product: Int32Array.from(back, (at) => productBack[at] as number),
      day: Int32Array.from(back, (at) => day[at] as number), quantity: Float64Array.from(back, (at) => units[at] as number),
    },
  };
}

/** The same without guests' orders, by the same numbers. */
export function ofCustomers(all: Interactions): Interactions {
  // Guests stand behind the customers, and so do their baskets.
  const baskets = all.customerStart[all.customers] as number;
  const lines = all.basketStart[baskets] as number;
  const [basketStart, product] = [all.basketStart.subarray(0, baskets + 1), all.product.subarray(0, lines)];
  return {
    ...all, customerIds: all.customerIds.slice(0, all.customers), customerStart: all.customerStart.subarray(0, all.customers + 1),
    basketCustomer: all.basketCustomer.subarray(0, baskets), basketDay: all.basketDay.subarray(0, baskets), basketStart, product,
    quantity: all.quantity.subarray(0, lines), unitPrice: all.unitPrice.subarray(0, lines), ...basketsByProduct(basketStart, product, all.productCodes.length),
  };
}

/** Ids in the order of their characters, and the rank of each by its first number. */
function ranked(ids: Map<string, number>): [string[], Int32Array] {
  const sorted = [...ids.keys()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const rank = new Int32Array(sorted.length);
  for (const [at, id] of sorted.entries()) rank[ids.get(id) as number] = at;
  return [sorted, rank];
}

interface RowColumns {
  customer: Int32Array;
  product: Int32Array;
  day: Int32Array;
  quantity: Float64Array;
  unitPrice: Float64Array;
}

/** Rows as columns that grow: a million rows as objects would be most of the memory. */
function growingRows(): { add(customer: number, product: number, day: number, quantity: number, unitPrice: number): void; finish(): RowColumns } {
  let size = 0;
  let room = 1024;
  let whole = new Int32Array(3 * room);
  let exact = new Float64Array(2 * room);
  return {
    add: (customer, product, day, quantity, unitPrice) => {
      if (size === room) {
        room *= 2;
        const [widerWhole, widerExact] = [new Int32Array(3 * room), new Float64Array(2 * room)];
        widerWhole.set(whole);
        widerExact.set(exact);
        [whole, exact] = [widerWhole, widerExact];
      }
      whole[3 * size] = customer;
      whole[3 * size + 1] = product;
      whole[3 * size + 2] = day;
      exact[2 * size] = quantity;
      exact[2 * size + 1] = unitPrice;
      size += 1;
    },
    finish: () => ({
      customer: Int32Array.from({ length: size }, (_, at) => whole[3 * at] as number), product: Int32Array.from({ length: size }, (_, at) => whole[3 * at + 1] as number),
      day: Int32Array.from({ length: size }, (_, at) => whole[3 * at + 2] as number), quantity: Float64Array.from({ length: size }, (_, at) => exact[2 * at] as number),
      unitPrice: Float64Array.from({ length: size }, (_, at) => exact[2 * at + 1] as number),
    }),
  };
}

/** Rows in any order into baskets, in the order of customer, day and product. */
function basketsOf(rows: RowColumns, customerIds: readonly string[], productCodes: readonly string[]): Omit<Interactions, 'returned' | 'customers'> {
  const size = rows.customer.length;
  const start = startsOf(rows.customer, customerIds.length);
  const next = start.slice();
  const order = new Int32Array(size);
  for (let at = 0; at < size; at += 1) {
    const customer = rows.customer[at] as number;
    order[next[customer] as number] = at;
    next[customer] = (next[customer] as number) + 1;
  }
  const { day, product: productOf, unitPrice: priceOf, quantity: unitsOf } = rows;
  const by = (column: ArrayLike<number>, a: number, b: number): number => (column[a] as number) - (column[b] as number);
  for (let customer = 0; customer < customerIds.length; customer += 1) {
    order.subarray(start[customer] as number, start[customer + 1] as number).sort((a, b) => by(day, a, b) || by(productOf, a, b) || by(priceOf, a, b) || by(unitsOf, a, b));
  }
  const [basketCustomer, basketDay, basketStart]: [number[], number[], number[]] = [[], [], []];
  const product = new Int32Array(size);
  const [quantity, spent] = [new Float64Array(size), new Float64Array(size)];
  let lines = 0;
  let before = -1;
  for (const at of order) {
    const sameBasket = before >= 0 && rows.customer[before] === rows.customer[at] && day[before] === day[at];
    if (!sameBasket) {
      basketCustomer.push(rows.customer[at] as number);
      basketDay.push(day[at] as number);
      basketStart.push(lines);
    }
    const line = sameBasket && productOf[before] === productOf[at] ? lines - 1 : lines;
    lines = line + 1;
    product[line] = productOf[at] as number;
    quantity[line] = (quantity[line] as number) + (unitsOf[at] as number);
    spent[line] = (spent[line] as number) + (unitsOf[at] as number) * (priceOf[at] as number);
    before = at;
  }
  basketStart.push(lines);
  const baskets = Int32Array.from(basketStart);
  const customers = Int32Array.from(basketCustomer);
  const products = product.slice(0, lines);
  return {
    customerIds, productCodes, basketCustomer: customers, basketDay: Int32Array.from(basketDay), basketStart: baskets, product: products,
    customerStart: startsOf(customers, customerIds.length), quantity: quantity.slice(0, lines),
    unitPrice: Float64Array.from(spent.subarray(0, lines), (amount, at) => (quantity[at] === 0 ? 0 : amount / (quantity[at] as number))),
    ...basketsByProduct(baskets, products, productCodes.length),
  };
}

/** Where each number's run begins when a column is in order, and behind the last one its end. */
function startsOf(column: Int32Array, size: number): Int32Array {
  const starts = new Int32Array(size + 1);
  for (const value of column) starts[value + 1] = (starts[value + 1] as number) + 1;
  for (let at = 0; at < size; at += 1) starts[at + 1] = (starts[at + 1] as number) + (starts[at] as number);
  return starts;
}

/** The baskets with each product. */
export function basketsByProduct(basketStart: Int32Array, product: Int32Array, products: number): { productStart: Int32Array; productBasket: Int32Array } {
  const productStart = startsOf(product, products);
  const next = productStart.slice();
  const productBasket = new Int32Array(product.length);
  for (let basket = 0; basket + 1 < basketStart.length; basket += 1) {
    for (let at = basketStart[basket] as number; at < (basketStart[basket + 1] as number); at += 1) {
      const one = product[at] as number;
      productBasket[next[one] as number] = basket;
      next[one] = (next[one] as number) + 1;
    }
  }
  return { productStart, productBasket };
}
