import { afterEach, describe, expect, it } from 'vitest';
import { RetryableError } from '../runtime/errors.ts';
import { below, shopifyLine, shopifyOrder } from '#tests/factories/shopify-rows.ts';
import { BatchBuilder } from './line-batch.ts';
import { LineThread, type ReadBytes, type ThreadStart } from './line-thread.server.ts';

const start: ThreadStart = { kind: 'orders', shopDecimals: 2, linesTaken: 0, batchLines: 5, batchBytes: 1_000_000 };
let thread: LineThread;
afterEach(() => thread.stop());

/** Memory of its own, as a block of a download is. */
const block = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(text, 'utf8'));
const rows = Array.from({ length: 4 }, (_, at) => at + 1).flatMap((id) => [shopifyOrder(id, { name: `Größe ${id}` }), below(`gid://shopify/Order/${id}`, shopifyLine(id * 10))]);
const file = rows.map((row) => `${JSON.stringify(row)}\n`).join('');

async function readAll(pieces: Uint8Array<ArrayBuffer>[]): Promise<ReadBytes[]> {
  return Promise.all([...pieces, null].map((bytes) => thread.read(bytes)));
}

describe('a thread that reads lines', () => {
  it('makes the batches that its maker would, wherever the blocks are cut', async () => {
    thread = new LineThread(start);
    const bytes = Buffer.from(file, 'utf8');
    const pieces = Array.from({ length: Math.ceil(bytes.length / 777) }, (_, at) => Uint8Array.from(bytes.subarray(at * 777, (at + 1) * 777)));
    const answers = await readAll(pieces);
    const batches = answers.flatMap((answer) => answer.batches);
    const builder = new BatchBuilder('orders', 2);
    rows.slice(0, 5).forEach((row, at) => builder.add({ number: at + 1, text: JSON.stringify(row), fault: null }));
    const expected = builder.take();
    expect(batches.map(({ lines }) => lines)).toEqual([5, 3]);
    expect(batches[0]?.rootText.bytes().toString('utf8')).toBe(expected.rootText.bytes().toString('utf8'));
    expect(batches[0]?.childText.bytes().toString('utf8')).toBe(expected.childText.bytes().toString('utf8'));
    expect(answers.at(-1)).toMatchObject({ lines: 8, lastIsWhole: true });
  });

  it('leaves out the lines that an earlier try took, and counts them', async () => {
    thread = new LineThread({ ...start, linesTaken: 6 });
    const answers = await readAll([block(file)]);
    expect(answers.flatMap((answer) => answer.batches).map(({ lines }) => lines)).toEqual([2]);
    expect(answers.at(-1)?.lines).toBe(8);
  });

  it('tells when the last line is cut', async () => {
    thread = new LineThread(start);
    expect((await readAll([block(file.slice(0, -20))])).at(-1)).toMatchObject({ lines: 8, lastIsWhole: false });
  });

  it('that ends says so to everyone who waits, and to whoever asks later', async () => {
    thread = new LineThread(start);
    const waiting = Promise.allSettled([thread.read(block(file)), thread.read(null)]);
    await thread.stop();
    const refused = { status: 'rejected', reason: expect.any(RetryableError) as RetryableError };
    expect(await waiting).toEqual([refused, refused]);
    await expect(thread.read(block(file))).rejects.toThrow('The thread that reads lines of orders has ended.');
  });

  it('is kept for the next file, of which it reads nothing of the one before', async () => {
    thread = new LineThread({ ...start, linesTaken: 6 });
    await thread.read(block(file.slice(0, 900)));
    await thread.stop();
    thread = new LineThread({ ...start, batchLines: 100 });
    const answers = await readAll([block(file)]);
    expect(answers.flatMap((answer) => answer.batches).map(({ lines }) => lines)).toEqual([8]);
    expect(answers.at(-1)).toMatchObject({ lines: 8, lastIsWhole: true });
  });
});
