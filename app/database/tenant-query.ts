import type pg from 'pg';
import { TerminalError } from '../runtime/errors.ts';

/**
 * A read of one shop's rows. The query below sends it as PostgreSQL's own protocol has it: shop and statements, prepared on the
 * connection, are bound, executed and ended by one Sync, which makes one transaction of them. Nobody asks for the names and
 * types of the columns, since the read knows them.
 */
export interface TenantRead<Row> {
  name: string;
  /** $1 is the shop. */
  types: readonly ('integer' | 'bigint' | 'bigint[]')[];
  text: string;
  /** @param fields the columns as PostgreSQL writes them as text, in the order of the statement */
  rowOf(fields: readonly (string | null)[]): Row;
}

/** Values are whole numbers and lists of them, so that nothing has to be quoted. */
export type ReadValue = number | readonly number[];

/** The shop is named for the transaction alone: with its end the connection knows no shop. */
const NAME_SHOP = { name: 'name-shop', text: "SELECT set_config('app.shop_id', $1, true)" };
const OIDS = { integer: 23, bigint: 20, 'bigint[]': 1016 };
const TEXT_OID = 25;
/** Execute of the unnamed portal without a bound of rows, and Sync. */
const EXECUTE = 'E\0\0\0\u0009\0\0\0\0\0';
const SYNC = 'S\0\0\0\u0004';

const prepared = new WeakMap<object, Set<string>>();

/** One of the reads of a query. */
export interface AskedRead {
  read: TenantRead<unknown>;
  /** The values of $2 and on, as texts. */
  texts: readonly string[];
  rows: unknown[];
}

/** What a pg client sends and hears back; it calls the methods by their names. All reads see one shop, and all fail together. */
export class TenantQuery {
  private readonly asked: readonly AskedRead[];
  private readonly shop: string;
  private names = new Set<string>();
  /** Of which read rows come: the first statement's row says the shop. */
  private at = -1;
  private fault: unknown = null;
  private readonly done: (error: unknown) => void;

  /** @param done with null, or with what went wrong: then the connection is not to be used any more */
  constructor(shopId: number, asked: readonly AskedRead[], done: (error: unknown) => void) {
    this.shop = whole(shopId);
    this.asked = asked;
    this.done = done;
  }

  submit(connection: pg.Connection): void {
    this.names = prepared.get(connection) ?? this.names;
    prepared.set(connection, this.names);
    let text = this.once(NAME_SHOP.name, NAME_SHOP.text, [TEXT_OID]) + bind(NAME_SHOP.name, [this.shop]) + EXECUTE;
    for (const { read, texts } of this.asked) text += this.once(read.name, read.text, read.types.map((type) => OIDS[type])) + bind(read.name, [this.shop, ...texts]) + EXECUTE;
    // All of it is ASCII.
    connection.stream.write(Buffer.from(text + SYNC, 'latin1'));
  }

  /** After a fault nobody uses the connection again, so what is sent is as good as prepared. */
  private once(name: string, text: string, oids: readonly number[]): string {
    if (this.names.has(name)) return '';
    this.names.add(name);
    return parse(name, text, oids);
  }

  handleDataRow({ fields }: { fields: (string | null)[] }): void {
    const asked = this.asked[this.at];
    if (asked === undefined || this.fault !== null) return;
    try {
      asked.rows.push(asked.read.rowOf(fields));
    } catch (error) {
      this.fault = error;
    }
  }

  handleCommandComplete(): void {
    this.at += 1;
  }

  handleReadyForQuery(): void {
    this.done(this.fault);
  }

  handleError(error: unknown): void {
    this.done(error);
  }
}

/** @throws TerminalError where a value is no whole number */
export function textOf(value: ReadValue): string {
  return typeof value === 'number' ? whole(value) : `{${value.map(whole).join(',')}}`;
}

function whole(value: number): string {
  if (!Number.isSafeInteger(value)) throw new TerminalError('read-value', 'A value of a read is no whole number.');
  return String(value);
}

function int32(value: number): string {
  return String.fromCharCode((value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
}

function int16(value: number): string {
  return String.fromCharCode((value >>> 8) & 255, value & 255);
}

function message(code: string, body: string): string {
  return code + int32(body.length + 4) + body;
}

/** The unnamed portal; all values and all results as text. */
function bind(statement: string, values: readonly string[]): string {
  let body = `\0${statement}\0\0\0${int16(values.length)}`;
  for (const value of values) body += int32(value.length) + value;
  return message('B', `${body}\0\0`);
}

function parse(statement: string, text: string, oids: readonly number[]): string {
  return message('P', `${statement}\0${text}\0${int16(oids.length)}${oids.map(int32).join('')}`);
}
