import type { IncomingMessage } from 'node:http';

/** The body, or why there is none: it is larger than allowed, it took too long, or its sender has gone. */
export type RawBody = Buffer | 'too-large' | 'slow' | 'broken-off';

/**
 * Reads a body as the bytes that it is.
 * @param options.onBytes told of each piece, so that memory held by all requests can be counted
 */
export async function readRawBody(request: IncomingMessage, options: { maxBytes: number; withinMs: number; onBytes: (bytes: number) => void }): Promise<RawBody> {
  const { maxBytes, withinMs, onBytes } = options;
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    let length = 0;
    const end = (body: RawBody): void => {
      clearTimeout(timer);
      request.off('data', onData).off('end', onEnd).off('error', onGone).off('close', onGone);
      // What is left of it is read and thrown away by the server; a late reset must find a listener.
      request.on('error', () => {});
      resolve(body);
    };
    const timer = setTimeout(() => end('slow'), withinMs);
    const onData = (piece: Buffer): void => {
      length += piece.length;
      onBytes(piece.length);
      if (length > maxBytes) end('too-large');
      else pieces.push(piece);
    };
    const onEnd = (): void => end(pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces, length));
    const onGone = (): void => end('broken-off');
    request.on('data', onData).on('end', onEnd).on('error', onGone).on('close', onGone);
  });
}
