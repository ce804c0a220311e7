import type { Readable } from 'node:stream';

/** Most bytes of fields before the file: a form of ours has a few short ones. */
const mostFieldBytes = 64 * 1024;

/**
 * Reads a multipart form whose file comes last, handing the file on piece by piece.
 * @returns the fields before the file; null when the form has no file or is cut off.
 */
export async function readForm(stream: Readable, boundary: string, onFile: (piece: Buffer) => Promise<void>): Promise<Map<string, string> | null> {
  const fields = new Map<string, string>();
  const end = Buffer.from(`\r\n--${boundary}`);
  // The first boundary has no line before it; given one, all boundaries look alike.
  let held: Buffer = Buffer.from('\r\n');
  let inFile = false;
  let whole = false;
  for await (const piece of stream as AsyncIterable<Buffer>) {
    if (whole) continue;
    held = held.length === 0 ? piece : Buffer.concat([held, piece]);
    if (!inFile) {
      const begin = takeFields(held, end, fields);
      if (begin === null) {
        if (held.length > mostFieldBytes) return null;
        continue;
      }
      held = held.subarray(begin);
      inFile = true;
    }
    const at = held.indexOf(end);
    whole = at >= 0;
    // The last bytes may be the beginning of the boundary.
    const sure = whole ? at : Math.max(0, held.length - end.length);
    if (sure > 0) await onFile(held.subarray(0, sure));
    held = held.subarray(sure);
  }
  return whole ? fields : null;
}

/** Takes the fields that are there whole; where the file's content begins, or null when that has not come yet. */
function takeFields(buffer: Buffer, end: Buffer, fields: Map<string, string>): number | null {
  let at = buffer.indexOf(end);
  while (at >= 0) {
    const headEnd = buffer.indexOf('\r\n\r\n', at);
    if (headEnd < 0) return null;
    const head = buffer.toString('utf8', at + end.length, headEnd);
    const name = /content-disposition:[^\r\n]*?\bname="((?:[^"\\]|\\.)*)"/i.exec(head)?.[1] ?? '';
    const content = headEnd + 4;
    if (name === 'file' || /content-disposition:[^\r\n]*\bfilename\*?=/i.test(head)) return content;
    const next = buffer.indexOf(end, content);
    if (next < 0) return null;
    fields.set(name, buffer.toString('utf8', content, next));
    at = next;
  }
  return null;
}
