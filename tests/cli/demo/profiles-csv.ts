import { createWriteStream } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { once } from 'node:events';

/** A cell of RFC 4180: quoted when it holds a comma, a quote or a line break. */
export function csvCell(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Writes rows as CSV, as they come: bounded memory, back-pressure, and the file appears under its name only when it is whole.
 * @returns how many rows were written, without the header
 */
export async function writeCsv(file: string, header: readonly string[], rows: AsyncIterable<readonly (string | number | null)[]>): Promise<number> {
  await mkdir(dirname(file), { recursive: true });
  const unfinished = `${file}.part`;
  const out = createWriteStream(unfinished);
  const failed = once(out, 'error').then(([error]) => {
    throw error instanceof Error ? error : new Error(String(error));
  });
  failed.catch(() => {});
  let count = 0;
  const write = async (cells: readonly (string | number | null)[]): Promise<void> => {
    if (!out.write(`${cells.map(csvCell).join(',')}\n`)) await Promise.race([once(out, 'drain'), failed]);
  };
  await write(header);
  for await (const row of rows) {
    await write(row);
    count += 1;
  }
  out.end();
  await Promise.race([once(out, 'finish'), failed]);
  await rename(unfinished, file);
  return count;
}
