import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';

/** Characters collected before they are written. */
const flushCharacters = 256 * 1024;

/** A JSONL file being written in pieces; its writer waits for the disk at every flush. */
export class ResultFile {
  #handle: FileHandle;
  #pieces: string[] = [];
  #characters = 0;
  bytes = 0;

  private constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  static async create(path: string): Promise<ResultFile> {
    return new ResultFile(await open(path, 'w'));
  }

  /** Takes a line; true: enough has come together for a flush. */
  add(line: string): boolean {
    this.#pieces.push(line, '\n');
    this.#characters += line.length + 1;
    return this.#characters >= flushCharacters;
  }

  async flush(): Promise<void> {
    if (this.#pieces.length === 0) return;
    const buffer = Buffer.from(this.#pieces.join(''), 'utf8');
    this.#pieces = [];
    this.#characters = 0;
    let written = 0;
    while (written < buffer.length) written += (await this.#handle.write(buffer, written)).bytesWritten;
    this.bytes += buffer.length;
  }

  async close(): Promise<void> {
    await this.flush();
    await this.#handle.close();
  }
}
