import { ByteLine, type FileLine } from '../shopify/json-lines.ts';
import { bulkForms, type BulkForms } from './bulk-forms.ts';
import { RowFault, gidType, idOf } from './cells.ts';
import { CopyText } from './copy-text.ts';
import { customerRow, type ShopifyCustomer } from './customer-row.ts';
import { BULK_SHAPES, type BulkKind } from './mirror-tables.ts';
import { lineRow, orderRows, type ShopifyLine, type ShopifyOrder } from './order-rows.ts';
import { productRow, variantRow, type ShopifyProduct, type ShopifyVariant } from './product-rows.ts';

/** A row that could not be taken over, as it is counted and shown. */
export interface RejectedRow {
  lineNumber: number;
  code: string;
  reason: string;
  /** The row as it came, its first 16 kB. */
  raw: string;
}

/** Some lines of a bulk result, ready to be copied: COPY text of roots, children and what stands inside roots. */
export interface LineBatch {
  /** Lines taken, and of those: roots, children, and lines that are neither since they cannot be read. */
  lines: number;
  roots: number;
  children: number;
  unreadable: number;
  rootText: CopyText;
  childText: CopyText;
  insideText: CopyText;
  rejected: RejectedRow[];
}

/** Longest text of a rejected row that is kept, in bytes. */
export const KEPT_RAW_BYTES = 16 * 1024;

/**
 * Turns lines of a bulk result into rows, with a fault of one line staying that line's. Children are told by their
 * `__parentId`; what a line is, by the type in its GID.
 */
export class BatchBuilder {
  private readonly kind: BulkKind;
  private readonly shopDecimals: number;
  private readonly forms: BulkForms | null;
  private batch: LineBatch = emptyBatch();

  /** @param shopDecimals of the shop's own currency, which a variant's price is in */
  constructor(kind: BulkKind, shopDecimals: number) {
    this.kind = kind;
    this.shopDecimals = shopDecimals;
    this.forms = bulkForms(kind);
  }

  get lines(): number {
    return this.batch.lines;
  }

  add(line: FileLine): void {
    this.batch.lines += 1;
    if (line instanceof ByteLine && line.fault === null && this.byForm(line)) return;
    if (line.fault !== null) {
      this.unreadable(line, 'too-long', 'The line is longer than the app takes.');
      return;
    }
    let row: Record<string, unknown>;
    try {
      row = JSON.parse(line.text) as Record<string, unknown>;
    } catch {
      this.unreadable(line, 'not-json', 'The line is not JSON: it is cut or damaged.');
      return;
    }
    if (typeof row !== 'object' || row === null || Array.isArray(row)) {
      this.unreadable(line, 'not-json', 'The line is not a JSON object.');
      return;
    }
    const parent = row['__parentId'];
    if (parent === undefined) this.batch.roots += 1;
    else this.batch.children += 1;
    // JSON can write a line break, a tab, a quote or a backslash inside a text by a backslash alone: where there is none, no cell needs escaping.
    const plain = !line.text.includes('\\');
    try {
      if (parent === undefined) this.root(line.number, row, plain);
      else this.child(line.number, row, parent, plain);
    } catch (error) {
      // What is not a RowFault is a missing object on the way to a value: `null.amount`.
      if (error instanceof RowFault) this.reject(line, error.code, error.message);
      else if (error instanceof TypeError || error instanceof RangeError) this.reject(line, 'form', `The row lacks what every such row has (${error.message}).`);
      else throw error;
    }
  }

  /** The batch so far, and an empty one in its place. */
  take(): LineBatch {
    const taken = this.batch;
    this.batch = emptyBatch();
    return taken;
  }

  /** Takes a line whose form is known to the byte (bulk-forms.ts), as nearly all are. @returns false for any other, which is parsed as JSON */
  private byForm({ number, bytes }: ByteLine): boolean {
    const { forms, batch } = this;
    if (forms === null) return false;
    if (forms.root.make(number, bytes)) {
      batch.roots += 1;
      batch.rootText.addBytes(forms.root.row, forms.root.length);
      return true;
    }
    if (forms.child?.make(number, bytes) !== true) return false;
    batch.children += 1;
    batch.childText.addBytes(forms.child.row, forms.child.length);
    return true;
  }

  private root(lineNumber: number, row: Record<string, unknown>, plain: boolean): void {
    const { rootType } = BULK_SHAPES[this.kind];
    if (gidType(row['id']) !== rootType) throw new RowFault('type', `The query asks for ${rootType} rows, and this one is ${gidType(row['id']) ?? 'of no type'}.`);
    const { batch } = this;
    switch (this.kind) {
      case 'customers':
        batch.rootText.add(lineNumber, customerRow(row as unknown as ShopifyCustomer), plain);
        return;
      case 'products':
        batch.rootText.add(lineNumber, productRow(row as unknown as ShopifyProduct), plain);
        return;
      case 'orders': {
        const { order, refunds } = orderRows(row as unknown as ShopifyOrder);
        batch.rootText.add(lineNumber, order, plain);
        for (const refund of refunds) batch.insideText.add(lineNumber, refund, plain);
      }
    }
  }

  private child(lineNumber: number, row: Record<string, unknown>, parent: unknown, plain: boolean): void {
    const { rootType, childType } = BULK_SHAPES[this.kind];
    if (childType === null || gidType(row['id']) !== childType) throw new RowFault('type', `A row below a ${rootType} is ${gidType(row['id']) ?? 'of no type'}, which the query does not ask for.`);
    const parentId = idOf(parent, rootType);
    const cells = this.kind === 'orders' ? lineRow(row as unknown as ShopifyLine, parentId) : variantRow(row as unknown as ShopifyVariant, parentId, this.shopDecimals);
    this.batch.childText.add(lineNumber, cells, plain);
  }

  private unreadable(line: FileLine, code: string, reason: string): void {
    this.batch.unreadable += 1;
    this.reject(line, code, reason);
  }

  private reject(line: FileLine, code: string, reason: string): void {
    this.batch.rejected.push({ lineNumber: line.number, code, reason, raw: bounded(line.text) });
  }
}

/** Whether a line can be read: one that was cut off can not. */
export function isWholeJson(line: FileLine): boolean {
  if (line.fault !== null) return false;
  try {
    JSON.parse(line.text);
    return true;
  } catch {
    return false;
  }
}

/** A text's first 16 kB without NUL. */
export function bounded(text: string): string {
  const bytes = Buffer.from(text.slice(0, KEPT_RAW_BYTES).replaceAll('\0', ''), 'utf8');
  return bytes.length <= KEPT_RAW_BYTES ? bytes.toString('utf8') : bytes.subarray(0, KEPT_RAW_BYTES).toString('utf8').replace(/\ufffd+$/, '');
}

function emptyBatch(): LineBatch {
  return { lines: 0, roots: 0, children: 0, unreadable: 0, rootText: new CopyText(), childText: new CopyText(), insideText: new CopyText(), rejected: [] };
}

