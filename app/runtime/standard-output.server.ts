import { write, writeSync } from 'node:fs';
import { errorCode } from './errors.ts';

/** More than this is not kept for a reader that does not read: what comes then is left out. */
const MOST_WAITING = 16 * 1024 * 1024;
/** A full pipe is tried again after this. */
const FULL_MS = 50;
/** At the end of the process a reader is waited for this long. */
const LAST_WORDS_MS = 1_000;

/**
 * Where log lines go: standard output, without waiting for it. A reader that has gone (the terminal was closed, whoever
 * read the pipe was killed) ends the writing and nothing else: pino's own destination tries to get rid of its last lines
 * for ever, with the process's end waiting for it.
 */
export function standardOutput(fd = process.stdout.fd ?? 1): { write(line: string): void; flush(): void } {
  let waiting: Buffer[] = [];
  let length = 0;
  let underWay = false;
  let full = false;
  let gone = false;

  const leave = (): void => {
    gone = true;
    waiting = [];
    length = 0;
  };
  const isFull = (error: unknown): boolean => ['EAGAIN', 'EBUSY'].includes(errorCode(error) ?? '');
  const take = (): Buffer => {
    const piece = Buffer.concat(waiting);
    waiting = [];
    length = 0;
    return piece;
  };
  const send = (piece: Buffer): void => {
    underWay = true;
    write(fd, piece, (error, written) => {
      underWay = false;
      if (error !== null && !isFull(error)) return leave();
      const rest = piece.subarray(error === null ? written : 0);
      if (rest.length > 0) {
        // Back to the front, where a flush at the end of the process finds it.
        waiting.unshift(rest);
        length += rest.length;
      }
      if (waiting.length === 0) return;
      if (error === null) send(take());
      else {
        full = true;
        setTimeout(() => {
          full = false;
          if (!underWay && waiting.length > 0) send(take());
        }, FULL_MS).unref();
      }
    });
  };

  const flush = (): void => {
    let rest = take();
    const patience = performance.now() + LAST_WORDS_MS;
    while (rest.length > 0 && !gone) {
      try {
        rest = rest.subarray(writeSync(fd, rest));
      } catch (error) {
        if (!isFull(error) || performance.now() > patience) leave();
        else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, FULL_MS);
      }
    }
  };
  process.on('exit', flush);

  return {
    write: (line) => {
      if (gone || length > MOST_WAITING) return;
      const bytes = Buffer.from(line);
      waiting.push(bytes);
      length += bytes.length;
      if (!underWay && !full) send(take());
    },
    flush,
  };
}
