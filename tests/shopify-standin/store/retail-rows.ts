/**
 * The rows of an Online Retail II file, read one by one into drafts of orders and returns. What a row is follows the
 * rules in load-online-retail.ts; what is left out is counted by reason: rows under `...Rows...`, the units of returns
 * under `returnUnits...`, invoices under `invoices...`. Every row is a line, shipping, a return, or counted once.
 */
import { CsvError } from './csv-rows.ts';
import { parseCustomerId, parseMinorUnits, parseUtcInstant, parseWhole } from './csv-values.ts';

export const COLUMNS = ['invoice', 'stock_code', 'description', 'quantity', 'invoice_date', 'price', 'customer_id', 'country'] as const;
type Column = (typeof COLUMNS)[number];

const SHIPPING_CODES = new Set(['POST', 'DOT', 'C2']);
const PENCE = 2;

export interface ProductDraft {
  code: string;
  /** The data row that first sold it. */
  firstRow: number;
  /** Description to the number of lines that bear it, in the file's order. */
  descriptions: Map<string, number>;
}

export interface LineDraft {
  row: number;
  product: ProductDraft;
  quantity: number;
  unitPrice: number;
}

export interface OrderDraft {
  invoice: string;
  firstRow: number;
  processedAt: number;
  customerId: number | null;
  country: string;
  lines: LineDraft[];
  shipping: number;
  shippingRows: number;
}

export interface ReturnDraft {
  /** Its C invoice, whose date is known when the file has been read. */
  cancellation: CancellationDraft;
  row: number;
  customerId: number;
  code: string;
  units: number;
}

export interface CancellationDraft {
  invoice: string;
  date: number;
}

export interface RetailDrafts {
  orders: Map<string, OrderDraft>;
  returns: ReturnDraft[];
  products: Map<string, ProductDraft>;
  sourceCustomerIds: Map<number, string>;
  dropped: Record<string, number>;
  /** Data rows read, and the instant of the latest row taken. */
  rows: number;
  latest: number;
}

/** Remembers what a text was parsed to: a column has far fewer different values than rows. */
class Memo {
  readonly #values = new Map<string, number>();
  readonly #parse: (text: string) => number | null;

  constructor(parse: (text: string) => number | null) {
    this.#parse = parse;
  }

  get(text: string): number | null {
    const known = this.#values.get(text);
    if (known !== undefined) return known;
    const value = this.#parse(text);
    if (value !== null) this.#values.set(text, value);
    return value;
  }
}

export class RetailRows {
  readonly drafts: RetailDrafts = { orders: new Map(), returns: [], products: new Map(), sourceCustomerIds: new Map(), dropped: {}, rows: 0, latest: -Infinity };
  readonly #path: string;
  readonly #now: number;
  readonly #cancellations = new Map<string, CancellationDraft>();
  readonly #quantities = new Memo(parseWhole);
  readonly #prices = new Memo((text) => parseMinorUnits(text, PENCE));
  readonly #instants = new Memo(parseUtcInstant);
  readonly #customers = new Memo(parseCustomerId);
  readonly #orderIds = new Map<number, string>();
  #at: Record<Column, number> | null = null;
  #width = 0;

  /** `now`: rows dated after it are left out. */
  constructor(path: string, now: number) {
    this.#path = path;
    this.#now = now;
  }

  /** Takes the next row; the first one is the header. */
  take(fields: string[], line: number): void {
    if (this.#at === null) {
      this.#readHeader(fields);
      return;
    }
    const at = this.#at;
    if (fields.length !== this.#width) throw this.#bad(line, `has ${fields.length} fields where the header has ${this.#width}`);
    const row = ++this.drafts.rows;
    const date = this.#number(this.#instants, fields, at.invoice_date, 'invoice_date', "a date like '2010-12-01 08:26:00'", line);
    // Of what has not happened yet nothing else is looked at.
    if (date > this.#now) {
      this.#drop('rowsAfterNow');
      return;
    }
    const invoice = (fields[at.invoice] ?? '').trim();
    const code = fields[at.stock_code] ?? '';
    const quantity = this.#number(this.#quantities, fields, at.quantity, 'quantity', 'a whole number', line);
    const price = this.#number(this.#prices, fields, at.price, 'price', 'a decimal number', line);
    const customerText = (fields[at.customer_id] ?? '').trim();
    let customerId: number | null = null;
    if (customerText !== '') {
      customerId = this.#customers.get(customerText);
      if (customerId === null) throw this.#bad(line, `customer_id ${quoted(customerText)} is not a string of digits`);
    }
    if (!Number.isSafeInteger(quantity * price)) throw this.#bad(line, `quantity ${quantity} at price ${quoted(fields[at.price])} is more money than can be counted exactly`);

    if (date > this.drafts.latest) this.drafts.latest = date;
    if (isDigits(invoice)) {
      const order = this.#order(invoice, row, date, line);
      if (customerId !== null && order.customerId === null) {
        order.customerId = customerId;
        order.country = fields[at.country] ?? '';
        if (!this.drafts.sourceCustomerIds.has(customerId)) this.drafts.sourceCustomerIds.set(customerId, customerText);
      } else if (order.country === '') {
        order.country = fields[at.country] ?? '';
      }
      this.#orderRow(order, row, code, fields[at.description] ?? '', quantity, price);
    } else if (invoice.startsWith('C')) {
      this.#cancellationRow(invoice, row, date, customerId, code, quantity);
    } else {
      this.#drop('rowsOfOtherInvoices');
    }
  }

  /** Call when the file has ended: sets aside the orders that no line is left of. */
  finish(): RetailDrafts {
    if (this.#at === null) throw new CsvError(`${this.#path} is empty: a header with the columns ${COLUMNS.join(', ')} is wanted.`);
    for (const [invoice, order] of this.drafts.orders) {
      if (order.lines.length > 0) continue;
      this.drafts.orders.delete(invoice);
      this.#drop('invoicesWithoutLines');
      if (order.shippingRows > 0) this.#drop('shippingRowsOfInvoicesWithoutLines', order.shippingRows);
    }
    return this.drafts;
  }

  #orderRow(order: OrderDraft, row: number, code: string, description: string, quantity: number, price: number): void {
    const isProduct = startsWithFiveDigits(code);
    if (!isProduct && !SHIPPING_CODES.has(code)) this.#drop('orderRowsOfOtherCodes');
    else if (quantity <= 0) this.#drop(isProduct ? 'orderRowsWithoutPositiveQuantity' : 'shippingRowsWithoutPositiveAmount');
    else if (price <= 0) this.#drop(isProduct ? 'orderRowsWithoutPositivePrice' : 'shippingRowsWithoutPositiveAmount');
    else if (isProduct) order.lines.push({ row, product: this.#soldProduct(code, description, row), quantity, unitPrice: price });
    else {
      order.shipping += quantity * price;
      order.shippingRows++;
    }
  }

  #cancellationRow(invoice: string, row: number, date: number, customerId: number | null, code: string, quantity: number): void {
    let cancellation = this.#cancellations.get(invoice);
    if (cancellation === undefined) {
      cancellation = { invoice, date };
      this.#cancellations.set(invoice, cancellation);
    } else if (date < cancellation.date) {
      cancellation.date = date;
    }
    if (!startsWithFiveDigits(code)) this.#drop('returnRowsOfOtherCodes');
    else if (quantity >= 0) this.#drop('returnRowsWithoutNegativeQuantity');
    else if (customerId === null) this.#drop('returnRowsWithoutCustomer');
    else this.drafts.returns.push({ cancellation, row, customerId, code, units: -quantity });
  }

  #order(invoice: string, row: number, date: number, line: number): OrderDraft {
    let order = this.drafts.orders.get(invoice);
    if (order === undefined) {
      const id = Number(invoice);
      const other = this.#orderIds.get(id);
      if (!Number.isSafeInteger(id)) throw this.#bad(line, `invoice ${quoted(invoice)} has too many digits for an order's id`);
      if (other !== undefined) throw this.#bad(line, `invoices ${quoted(invoice)} and ${quoted(other)} would be the same order ${id}`);
      this.#orderIds.set(id, invoice);
      order = { invoice, firstRow: row, processedAt: date, customerId: null, country: '', lines: [], shipping: 0, shippingRows: 0 };
      this.drafts.orders.set(invoice, order);
    } else if (date < order.processedAt) {
      order.processedAt = date;
    }
    return order;
  }

  #soldProduct(code: string, description: string, row: number): ProductDraft {
    let product = this.drafts.products.get(code);
    if (product === undefined) {
      product = { code, firstRow: row, descriptions: new Map() };
      this.drafts.products.set(code, product);
    }
    product.descriptions.set(description, (product.descriptions.get(description) ?? 0) + 1);
    return product;
  }

  #readHeader(fields: string[]): void {
    const names = fields.map((field) => field.trim().toLowerCase());
    const missing = COLUMNS.filter((column) => !names.includes(column));
    if (missing.length > 0) {
      throw new CsvError(
        `${this.#path}: line 1: the header lacks ${missing.join(', ')}; it has ${names.join(', ') || 'nothing'}. ` +
          `Online Retail II's columns are wanted: ${COLUMNS.join(', ')}.`,
      );
    }
    const twice = COLUMNS.find((column) => names.indexOf(column) !== names.lastIndexOf(column));
    if (twice !== undefined) throw new CsvError(`${this.#path}: line 1: the column ${twice} stands twice in the header.`);
    this.#width = names.length;
    this.#at = Object.fromEntries(COLUMNS.map((column) => [column, names.indexOf(column)])) as Record<Column, number>;
  }

  #number(memo: Memo, fields: string[], at: number, column: Column, wanted: string, line: number): number {
    const text = fields[at] ?? '';
    const value = memo.get(text);
    if (value === null) throw this.#bad(line, `${column} ${quoted(text)} is not ${wanted}`);
    return value;
  }

  #drop(reason: string, count = 1): void {
    this.drafts.dropped[reason] = (this.drafts.dropped[reason] ?? 0) + count;
  }

  #bad(line: number, what: string): CsvError {
    return new CsvError(`${this.#path}: line ${line}: ${what}. Mend the line, or leave it out, and load the file again.`);
  }
}

function quoted(text: string | undefined): string {
  const value = text ?? '';
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}...` : value);
}

function isDigits(text: string): boolean {
  if (text.length === 0) return false;
  return digitsFrom(text, text.length);
}

function startsWithFiveDigits(code: string): boolean {
  return code.length >= 5 && digitsFrom(code, 5);
}

function digitsFrom(text: string, count: number): boolean {
  for (let i = 0; i < count; i++) {
    const character = text.charCodeAt(i);
    if (character < 48 || character > 57) return false;
  }
  return true;
}
