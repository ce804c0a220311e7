import { parentPort, workerData } from 'node:worker_threads';
import { LineSplitter, type ByteLine } from '../shopify/json-lines.ts';
import { BatchBuilder, isWholeJson, type LineBatch } from './line-batch.ts';
import type { ThreadRequest, ThreadReply, ThreadStart } from './line-thread.server.ts';

/**
 * The thread that turns bytes of a bulk file into batches of rows (line-thread.server.ts is its other side): JSON takes
 * most of an import's time, and here it takes it while the other thread downloads and the database merges.
 */
const { kind, shopDecimals, linesTaken, batchLines, batchBytes } = workerData as ThreadStart;
const splitter = new LineSplitter();
const builder = new BatchBuilder(kind, shopDecimals);
let bytes = 0;
let lastIsWhole = true;

function take(lines: readonly ByteLine[], batches: LineBatch[]): void {
  const last = lines.at(-1);
  if (last !== undefined) lastIsWhole = isWholeJson(last);
  for (const line of lines) {
    if (line.number <= linesTaken) continue;
    builder.add(line);
    bytes += line.bytes.length;
    if (builder.lines >= batchLines || bytes >= batchBytes) {
      batches.push(builder.take());
      bytes = 0;
    }
  }
}

parentPort?.on('message', (request: ThreadRequest) => {
  const batches: LineBatch[] = [];
  take(request.bytes === null ? splitter.end() : splitter.push(Buffer.from(request.bytes.buffer, request.bytes.byteOffset, request.bytes.byteLength)), batches);
  if (request.bytes === null && builder.lines > 0) batches.push(builder.take());
  const spent = request.bytes?.buffer ?? null;
  const reply: ThreadReply = {
    spent,
    lines: splitter.count,
    lastIsWhole,
    batches: batches.map((batch) => ({ ...batch, rootText: sent(batch.rootText), childText: sent(batch.childText), insideText: sent(batch.insideText) })),
  };
  parentPort?.postMessage(reply, [...(spent === null ? [] : [spent]), ...reply.batches.flatMap((batch) => [batch.rootText.bytes.buffer, batch.childText.bytes.buffer, batch.insideText.bytes.buffer])]);
});

/** Bytes in memory of their own: what is handed over is handed over whole. */
function sent(text: LineBatch['rootText']): ThreadReply['batches'][number]['rootText'] {
  return { rows: text.rows, bytes: text.bytes() };
}
