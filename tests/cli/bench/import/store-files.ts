import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Random } from '#tests/shopify-standin/store/random.ts';
import { customerRow, orderRows, productRows, storeOf } from './store-rows.ts';

/** A bulk result on disk, with what Shopify would announce of it. */
export interface BulkFile {
  path: string;
  objects: number;
  roots: number;
  bytes: number;
}

export type StoreFiles = Record<'products' | 'customers' | 'orders', BulkFile>;

const PIECE_CHARACTERS = 512 * 1024;
/** Orders whose lines follow together, as in Shopify's files, where a child need not stand right below its parent. */
const ORDERS_TOGETHER = 100;

/** Writes the three bulk results of a store with so many orders, streaming: memory does not grow with the store. */
export async function writeStoreFiles(directory: string, orders: number, seed = 1): Promise<StoreFiles> {
  const size = storeOf(orders);
  const random = (stream: string): Random => new Random(seed, stream);
  return {
    products: await write(join(directory, `products-${orders}.jsonl`), function* () {
      for (let product = 0; product < size.products; product += 1) yield* productRows(product);
    }),
    customers: await write(join(directory, `customers-${orders}.jsonl`), function* () {
      const own = random('customers');
      for (let customer = 0; customer < size.customers; customer += 1) yield customerRow(customer, own);
    }),
    orders: await write(join(directory, `orders-${orders}.jsonl`), function* () {
      const own = random('orders');
      let lines: object[] = [];
      for (let order = 0; order < size.orders; order += 1) {
        const made = orderRows(order, size, own);
        yield made.order;
        lines.push(...made.lines);
        if ((order + 1) % ORDERS_TOGETHER === 0) {
          yield* lines;
          lines = [];
        }
      }
      yield* lines;
    }),
  };
}

/** On the disk when it is done: the first import would else wait, at each of its commits, until the system had written this. */
async function write(path: string, rows: () => Generator<object>): Promise<BulkFile> {
  const file: BulkFile = { path, objects: 0, roots: 0, bytes: 0 };
  function* pieces(): Generator<Buffer> {
    let text = '';
    const cut = (): Buffer => {
      const piece = Buffer.from(text, 'utf8');
      text = '';
      file.bytes += piece.length;
      return piece;
    };
    for (const row of rows()) {
      file.objects += 1;
      if (!('__parentId' in row)) file.roots += 1;
      text += `${JSON.stringify(row)}\n`;
      if (text.length >= PIECE_CHARACTERS) yield cut();
    }
    yield cut();
  }
  await pipeline(Readable.from(pieces(), { objectMode: false }), createWriteStream(path, { flush: true }));
  return file;
}
