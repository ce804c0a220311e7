import type { IncomingMessage } from 'node:http';
import { machineNow } from '../runtime/clock.server.ts';

/** The body, or why there is none: it is larger than allowed, it took too long, or its sender has gone. */
export type RawBody = Buffer | 'too-large' | 'slow' | 'broken-off';

interface Awaited {
  until: number;
  giveUp(): void;
}

/** Bodies that are on their way. One timer looks after all of them: to set and clear one for each costs as much as the signature. */
const awaited = new Set<Awaited>();
const LOOK_EVERY_MS = 200;
let looking: NodeJS.Timeout | undefined;

function look(): void {
  const now = machineNow();
  for (const one of awaited) if (one.until <= now) one.giveUp();
  if (awaited.size > 0) return;
  clearInterval(looking);
  looking = undefined;
}

/**
 * Reads a body as the bytes that it is.
 * @param options.withinMs after which it is given up, give or take a fifth of a second
 * @param options.onBytes told of each piece, so that memory held by all requests can be counted
 */
export async function readRawBody(request: IncomingMessage, options: { maxBytes: number; withinMs: number; onBytes: (bytes: number) => void }): Promise<RawBody> {
  const { maxBytes, withinMs, onBytes } = options;
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    let length = 0;
    const end = (body: RawBody): void => {
      awaited.delete(entry);
      request.off('data', onData).off('end', onEnd).off('close', onGone);
      resolve(body);
    };
    const entry: Awaited = { until: machineNow() + withinMs, giveUp: () => end('slow') };
    awaited.add(entry);
    looking ??= setInterval(look, LOOK_EVERY_MS);
    const onData = (piece: Buffer): void => {
      length += piece.length;
      onBytes(piece.length);
      if (length > maxBytes) end('too-large');
      else pieces.push(piece);
    };
    const onEnd = (): void => end(pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces, length));
    const onGone = (): void => end('broken-off');
    // A reset comes as an error and then as a close; also one that comes after the body needs a listener.
    request.on('data', onData).on('end', onEnd).on('close', onGone).on('error', ignore);
  });
}

function ignore(): void {}
