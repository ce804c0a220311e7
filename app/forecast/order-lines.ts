import { growingNumbers } from './growing-numbers.ts';
import { createHistoriesBuilder, DISCOUNTED, OTHER_CURRENCY, type OrderHistories } from './order-histories.ts';

/** Orders of a shop's customers, and whose they are: customer i of the histories is customerIds[i]. */
export interface ShopHistories {
  histories: OrderHistories;
  customerIds: Float64Array;
}

/**
 * Reads the text form of PostgreSQL's COPY, a line an order, those of a customer together: customer, day, net value before
 * refunds, money given back in all, marks (of order-histories.ts), {days of refunds}, {amounts}, \N for both without any.
 */
export interface OrderLineReader {
  /** Takes the next bytes; a line may be cut anywhere. Throws RangeError on a line of another form. */
  push(chunk: Uint8Array): void;
  /** To be called after the last chunk. Throws RangeError when the last line is not complete. */
  end(): ShopHistories;
}

const FIELDS = 7;

export function createOrderLineReader(): OrderLineReader {
  const builder = createHistoriesBuilder();
  const customerIds = growingNumbers(Float64Array);
  let rest = '';
  const readLine = (line: string): void => {
    const cells = line.split('\t');
    const [customerId, day, value, refunded, marks] = cells.map(Number) as [number, number, number, number, number];
    if (cells.length !== FIELDS || !Number.isSafeInteger(customerId) || !Number.isSafeInteger(value) || !Number.isSafeInteger(refunded)) throw new RangeError(`A line of orders has ${cells.length} fields, or one that is no whole number.`);
    if (customerIds.length === 0 || customerIds.last() !== customerId) {
      if (customerIds.length > 0) builder.endCustomer();
      customerIds.push(customerId);
    }
    const refundDays = numbersOf(cells[5] as string);
    let left = refunded;
    const refunds = numbersOf(cells[6] as string).map((amount, at) => {
      const value = Math.min(left, amount);
      left -= value;
      return { day: Math.max(day, refundDays[at] ?? day), value };
    });
    // What no refund of a known day explains was given back at once, for all that can be known.
    if (left > 0) refunds.push({ day, value: left });
    builder.addOrder({ day, value: Math.max(0, value), discounted: (marks & DISCOUNTED) !== 0, otherCurrency: (marks & OTHER_CURRENCY) !== 0, refunds });
  };
  return {
    push(chunk) {
      const lines = (rest + Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1')).split('\n');
      rest = lines.pop() as string;
      for (const line of lines) readLine(line);
    },
    end() {
      if (rest !== '') throw new RangeError('The last line of orders was cut off.');
      if (customerIds.length > 0) builder.endCustomer();
      return { histories: builder.finish(), customerIds: customerIds.held() };
    },
  };
}

/** The numbers of an array as PostgreSQL writes it. */
export function numbersOf(text: string): number[] {
  return text.length <= 2 ? [] : text.slice(1, -1).split(',').map(Number);
}
