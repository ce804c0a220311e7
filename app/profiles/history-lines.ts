import type { CustomerHistories } from './customer-histories.ts';

/**
 * Reads the text form of PostgreSQL's COPY into histories, byte by byte: a line's numbers go straight into typed arrays,
 * and a million customers never become strings. A line has, between tabs: customer id, excluded (0 or 1), orders,
 * discounted orders, first order day, units bought, units refunded, {purchase days}, {purchase values}. All are whole
 * numbers; \N is null, which only the first order day may be.
 */
export interface HistoryLineReader {
  /** Takes the next bytes; a line may be cut anywhere. Throws RangeError on a line of another form. */
  push(chunk: Uint8Array): void;
  /** To be called after the last chunk. Throws RangeError when the last line is not complete. */
  end(): void;
}

const TAB = 9;
const NEWLINE = 10;
const COMMA = 44;
const MINUS = 45;
const ZERO = 48;
const NINE = 57;
const NULL_MARK = 78;
const BACKSLASH = 92;
const OPEN = 123;
const CLOSE = 125;

const FIELDS = 9;
const FIRST_ORDER_DAY = 4;
const PURCHASE_DAYS = 7;

/** A reader that adds each line it is given to `histories`. */
export function createHistoryLineReader(histories: CustomerHistories): HistoryLineReader {
  const totals = new Float64Array(PURCHASE_DAYS);
  let lines = 0;
  let field = 0;
  let value = 0;
  let digits = 0;
  let negative = false;
  let isNull = false;
  let firstOrderDayIsNull = false;

  const fail = (what: string): never => {
    throw new RangeError(`Line ${lines + 1} of the customers' histories ${what} in field ${field + 1}.`);
  };
  const take = (): number => {
    if (!Number.isSafeInteger(value)) fail(`has ${value}, beyond what a number holds exactly,`);
    const taken = negative ? 0 - value : value;
    value = 0;
    digits = 0;
    negative = false;
    return taken;
  };
  const takeElement = (): void => {
    if (field === PURCHASE_DAYS) histories.addPurchaseDay(take());
    else histories.addPurchaseValue(take());
  };
  const endField = (): void => {
    if (field >= PURCHASE_DAYS) {
      if (digits > 0) takeElement();
    } else if (digits > 0) {
      totals[field] = take();
    } else if (isNull && field === FIRST_ORDER_DAY) {
      firstOrderDayIsNull = true;
    } else {
      fail('has no number');
    }
    isNull = false;
  };
  const endLine = (): void => {
    endField();
    if (field !== FIELDS - 1) fail('ends too early');
    histories.addCustomer({
      customerId: totals[0] as number,
      excluded: totals[1] === 1,
      orders: totals[2] as number,
      discountedOrders: totals[3] as number,
      firstOrderDay: firstOrderDayIsNull ? null : (totals[4] as number),
      unitsBought: totals[5] as number,
      unitsRefunded: totals[6] as number,
    });
    lines += 1;
    field = 0;
    firstOrderDayIsNull = false;
  };

  return {
    push(chunk) {
      for (let index = 0; index < chunk.length; index += 1) {
        const byte = chunk[index] as number;
        if (byte >= ZERO && byte <= NINE) {
          value = value * 10 + (byte - ZERO);
          digits += 1;
        } else if (byte === TAB) {
          endField();
          field += 1;
          if (field >= FIELDS) fail('goes on');
        } else if (byte === COMMA && field >= PURCHASE_DAYS && digits > 0) {
          takeElement();
        } else if (byte === NEWLINE) {
          endLine();
        } else if (byte === MINUS && digits === 0) {
          negative = true;
        } else if (byte === NULL_MARK) {
          isNull = true;
        } else if (byte !== BACKSLASH && !((byte === OPEN || byte === CLOSE) && field >= PURCHASE_DAYS)) {
          fail(`has the character code ${byte}`);
        }
      }
    },
    end() {
      if (field !== 0 || digits !== 0) fail('was cut off');
    },
  };
}
