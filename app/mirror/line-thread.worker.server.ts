import { parentPort } from 'node:worker_threads';
import { LineSplitter, type ByteLine } from '../shopify/json-lines.ts';
import { BatchBuilder, isWholeJson, type LineBatch } from './line-batch.ts';
import type { ThreadRequest, ThreadReply, ThreadStart } from './line-thread.server.ts';

/**
 * The thread that turns bytes of a bulk file into batches of rows (line-thread.server.ts is its other side): JSON takes
 * most of an import's time, and here it takes it while the other thread downloads and the database merges.
 */
class FileReader {
  private readonly splitter = new LineSplitter();
  private readonly builder: BatchBuilder;
  private readonly start: ThreadStart;
  private bytes = 0;
  private lastIsWhole = true;

  constructor(start: ThreadStart) {
    this.start = start;
    this.builder = new BatchBuilder(start.kind, start.shopDecimals);
  }

  read(bytes: Uint8Array<ArrayBuffer> | null): Pick<ThreadReply, 'lines' | 'lastIsWhole'> & { batches: LineBatch[] } {
    const batches: LineBatch[] = [];
    this.take(bytes === null ? this.splitter.end() : this.splitter.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)), batches);
    if (bytes === null && this.builder.lines > 0) batches.push(this.builder.take());
    return { lines: this.splitter.count, lastIsWhole: this.lastIsWhole, batches };
  }

  private take(lines: readonly ByteLine[], batches: LineBatch[]): void {
    const { linesTaken, batchLines, batchBytes } = this.start;
    const last = lines.at(-1);
    if (last !== undefined) this.lastIsWhole = isWholeJson(last);
    for (const line of lines) {
      if (line.number <= linesTaken) continue;
      this.builder.add(line);
      this.bytes += line.bytes.length;
      if (this.builder.lines >= batchLines || this.bytes >= batchBytes) {
        batches.push(this.builder.take());
        this.bytes = 0;
      }
    }
  }
}

let reader: FileReader | undefined;

parentPort?.on('message', (request: ThreadRequest) => {
  if ('start' in request) {
    reader = new FileReader(request.start);
    return;
  }
  if (reader === undefined) throw new Error('Bytes came before the file that they are of.');
  const spent = request.bytes?.buffer ?? null;
  const { lines, lastIsWhole, batches } = reader.read(request.bytes);
  if (request.bytes === null) reader = undefined;
  const reply: ThreadReply = {
    spent, lines, lastIsWhole,
    batches: batches.map((batch) => ({ ...batch, rootText: sent(batch.rootText), childText: sent(batch.childText), insideText: sent(batch.insideText) })),
  };
  parentPort?.postMessage(reply, [...(spent === null ? [] : [spent]), ...reply.batches.flatMap((batch) => [batch.rootText.bytes.buffer, batch.childText.bytes.buffer, batch.insideText.bytes.buffer])]);
});

/** Bytes in memory of their own: what is handed over is handed over whole. */
function sent(text: LineBatch['rootText']): ThreadReply['batches'][number]['rootText'] {
  return { rows: text.rows, bytes: text.bytes() };
}
