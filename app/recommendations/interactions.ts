/**
 * Who bought what on which day, as columns. A basket is a customer's purchase day; a product stands in it once, however
 * many lines or orders it was on. Customers and products are numbered in the order of their ids, so that the order in
 * which rows arrive changes nothing.
 */
export interface Interactions {
  customerIds: readonly string[];
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
  customerId: string;
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
  addReturn(row: Omit<InteractionRow, 'unitPrice'>): void;
  finish(): Interactions;
}

interface Numbered {
  customer: number;
  product: number;
  day: number;
  quantity: number;
  unitPrice: number;
}

/** Takes rows in any order. */
export function createInteractionsBuilder(): InteractionsBuilder {
  const customers = new Map<string, number>();
  const products = new Map<string, number>();
  const rows: Numbered[] = [];
  const returns: Omit<InteractionRow, 'unitPrice'>[] = [];
  const numberIn = (ids: Map<string, number>, id: string): number => {
    const known = ids.get(id);
    if (known !== undefined) return known;
    ids.set(id, ids.size);
    return ids.size - 1;
  };
  return {
    add: ({ customerId, productCode, day, quantity, unitPrice }) => {
      rows.push({ customer: numberIn(customers, customerId), product: numberIn(products, productCode), day, quantity, unitPrice });
    },
    addReturn: (row) => returns.push(row),
    finish: () => {
      const [customerIds, customerRank] = ranked(customers);
      const [productCodes, productRank] = ranked(products);
      for (const row of rows) {
        row.customer = customerRank[row.customer] as number;
        row.product = productRank[row.product] as number;
      }
      rows.sort((a, b) => a.customer - b.customer || a.day - b.day || a.product - b.product || a.unitPrice - b.unitPrice || a.quantity - b.quantity);
      const back = returns.flatMap(({ customerId, productCode, day, quantity }): Numbered[] => {
        const [customer, product] = [customers.get(customerId), products.get(productCode)];
        if (customer === undefined || product === undefined) return [];
        return [{ customer: customerRank[customer] as number, product: productRank[product] as number, day, quantity, unitPrice: 0 }];
      });
      back.sort((a, b) => a.customer - b.customer || a.product - b.product || a.day - b.day || a.quantity - b.quantity);
      return columnsOf(customerIds, productCodes, rows, back);
    },
  };
}

/**
 * What was known at the end of a day: the same customers and products by the same numbers, and nothing later. Products
 * that nobody had bought by then have no basket.
 */
export function interactionsThrough(all: Interactions, cutOff: number): Interactions {
  const rows: Numbered[] = [];
  for (let basket = 0; basket < all.basketDay.length; basket += 1) {
    const day = all.basketDay[basket] as number;
    if (day > cutOff) continue;
    const customer = all.basketCustomer[basket] as number;
    for (let at = all.basketStart[basket] as number; at < (all.basketStart[basket + 1] as number); at += 1) {
      rows.push({ customer, product: all.product[at] as number, day, quantity: all.quantity[at] as number, unitPrice: all.unitPrice[at] as number });
    }
  }
  const back: Numbered[] = [];
  const { customer, product, day, quantity } = all.returned;
  for (let at = 0; at < day.length; at += 1) {
    if ((day[at] as number) <= cutOff) back.push({ customer: customer[at] as number, product: product[at] as number, day: day[at] as number, quantity: quantity[at] as number, unitPrice: 0 });
  }
  return columnsOf(all.customerIds, all.productCodes, rows, back);
}

/** Ids in the order of their characters, and the rank of each by its first number. */
function ranked(ids: Map<string, number>): [string[], Int32Array] {
  const sorted = [...ids.keys()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const rank = new Int32Array(sorted.length);
  for (const [at, id] of sorted.entries()) rank[ids.get(id) as number] = at;
  return [sorted, rank];
}

/** `rows` in the order of customer, day and product. */
function columnsOf(customerIds: readonly string[], productCodes: readonly string[], rows: readonly Numbered[], back: readonly Numbered[]): Interactions {
  const basketCustomer: number[] = [];
  const basketDay: number[] = [];
  const basketStart: number[] = [];
  const product: number[] = [];
  const quantity: number[] = [];
  const spent: number[] = [];
  let before: Numbered | null = null;
  for (const row of rows) {
    const sameBasket = before !== null && before.customer === row.customer && before.day === row.day;
    if (!sameBasket) {
      basketCustomer.push(row.customer);
      basketDay.push(row.day);
      basketStart.push(product.length);
    }
    if (sameBasket && before?.product === row.product) {
      const last = product.length - 1;
      quantity[last] = (quantity[last] as number) + row.quantity;
      spent[last] = (spent[last] as number) + row.quantity * row.unitPrice;
    } else {
      product.push(row.product);
      quantity.push(row.quantity);
      spent.push(row.quantity * row.unitPrice);
    }
    before = row;
  }
  basketStart.push(product.length);
  const baskets = Int32Array.from(basketStart);
  const products = Int32Array.from(product);
  const customers = Int32Array.from(basketCustomer);
  return {
    customerIds, productCodes, basketCustomer: customers, basketDay: Int32Array.from(basketDay), basketStart: baskets, product: products,
    customerStart: startsOf(customers, customerIds.length), quantity: Float64Array.from(quantity),
    unitPrice: Float64Array.from(spent, (amount, at) => (quantity[at] === 0 ? 0 : amount / (quantity[at] as number))),
    ...basketsByProduct(baskets, products, productCodes.length),
    returned: {
      customer: Int32Array.from(back, (row) => row.customer), product: Int32Array.from(back, (row) => row.product),
      day: Int32Array.from(back, (row) => row.day), quantity: Float64Array.from(back, (row) => row.quantity),
    },
  };
}

/** Where each number's run begins in an ascending column, and behind the last one its end. */
function startsOf(column: Int32Array, size: number): Int32Array {
  const starts = new Int32Array(size + 1);
  for (const value of column) starts[value + 1] = (starts[value + 1] as number) + 1;
  for (let at = 0; at < size; at += 1) starts[at + 1] = (starts[at + 1] as number) + (starts[at] as number);
  return starts;
}

function basketsByProduct(basketStart: Int32Array, product: Int32Array, products: number): { productStart: Int32Array; productBasket: Int32Array } {
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
