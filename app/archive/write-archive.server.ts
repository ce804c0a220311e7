import { Readable } from 'node:stream';
import { z } from 'zod';
import { ZipFile } from 'yazl';
import { CSV_START, csvText } from '../customers/csv-text.ts';
import type { ExportSink } from '../customers/send-export.server.ts';
import { withTenantSnapshot, type TenantTransaction } from '../database/tenant.server.ts';
import { now } from '../runtime/clock.server.ts';
import { loadShopDetails } from '../shops/shop-store.server.ts';
import { ARCHIVE_SECTIONS } from './archive-sections.server.ts';
import { rowWriter } from './export-column.ts';
import type { ExportSection } from './export-section.server.ts';
import { archiveReadme } from './readme.ts';

/** Half of what the best compression saves, at a third of its time: the files are mostly the same words over and over. */
const COMPRESSION_LEVEL = 3;

type Form = 'csv' | 'jsonl';

/**
 * Everything of a shop as one zip, made while it is sent: a few thousand rows are in memory at a time, however large the
 * shop. All files are read in one snapshot, so that they agree with one another, and under the shop's own lock.
 * @throws what the database throws, and what the sink throws when the download is broken off
 */
export async function writeArchive(job: { shopId: number; filter: unknown; layout: unknown; sink: ExportSink }): Promise<void> {
  z.null().parse(job.filter);
  await withTenantSnapshot(job.shopId, async (tx) => {
    const sections: { section: ExportSection; rows: number }[] = [];
    for (const section of ARCHIVE_SECTIONS) sections.push({ section, rows: await section.count(tx) });
    const details = await loadShopDetails(tx);
    const about = { shop: details?.domain ?? 'your store', asOf: new Date(now()).toISOString(), currencyCode: details?.currencyCode ?? 'EUR', timeZone: details?.ianaTimezone ?? 'UTC' };
    const readme = archiveReadme(about, sections.map(({ section, rows }) => ({ file: section.file, what: section.what, columns: section.columns, rows })));
    await sendZip(job.sink, readme, (form) => sections.map(({ section }) => ({
      path: `${form}/${section.file}.${form}`,
      content: () => fileOf(tx, section, form, about.currencyCode, job.sink),
    })));
  });
}

/** How many rows the archive will write, in both forms together. */
export async function countArchive(tx: TenantTransaction): Promise<number> {
  let rows = 0;
  for (const section of ARCHIVE_SECTIONS) rows += await section.count(tx);
  return rows * 2;
}

async function* fileOf(tx: TenantTransaction, section: ExportSection, form: Form, currency: string, sink: ExportSink): AsyncGenerator<Buffer, void> {
  const writer = rowWriter(section.columns, currency);
  if (form === 'csv') yield Buffer.from(CSV_START + csvText([section.columns.map((one) => one.name)]));
  for await (const rows of section.rows(tx)) {
    sink.signal.throwIfAborted();
    sink.countRows(rows.length);
    yield Buffer.from(form === 'csv' ? csvText(rows.map(writer.csvCells)) : rows.map(writer.jsonLine).join(''));
  }
}

/** The files one after the other: each is asked for its content only when its turn has come, since they share one connection. */
async function sendZip(sink: ExportSink, readme: string, filesOf: (form: Form) => { path: string; content: () => AsyncGenerator<Buffer, void> }[]): Promise<void> {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  // Told by the loop below; deflate may still write into an output that a broken download has closed.
  output.on('error', () => {});
  let reading: Readable | undefined;
  /** Settled while no file is being read. */
  let idle: Promise<void> = Promise.resolve();
  async function* told(content: AsyncGenerator<Buffer, void>): AsyncGenerator<Buffer, void> {
    let end = (): void => {};
    idle = new Promise((resolve) => {
      end = resolve;
    });
    try {
      yield* content;
    } finally {
      end();
    }
  }
  const options = { mtime: new Date(now()), compressionLevel: COMPRESSION_LEVEL };
  // yazl tells of a file that cannot be read here, and leaves its own output open.
  zip.on('error', (error: Error) => output.destroy(error));
  zip.addBuffer(Buffer.from(`\uFEFF${readme}`), 'README.txt', options);
  for (const { path, content } of [...filesOf('csv'), ...filesOf('jsonl')]) {
    zip.addReadStreamLazy(path, options, (give) => {
      reading = Readable.from(told(content()), { objectMode: false, highWaterMark: 1 });
      give(null, reading);
    });
  }
  zip.end();
  try {
    for await (const chunk of output) await sink.write(chunk as Buffer);
  } finally {
    // Broken off: the query under way ends first. One that came after the transaction would be answered on a connection that is another's by then.
    reading?.destroy();
    await idle;
  }
}
