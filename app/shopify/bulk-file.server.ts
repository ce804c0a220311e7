import { createGunzip } from 'node:zlib';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { config } from '../runtime/config.server.ts';
import { InvalidInputError, RegularsError, RetryableError, TerminalError, errorMessage } from '../runtime/errors.ts';
import { assertAllowedFileUrl } from './file-address.ts';
import { LineSplitter, type FileLine } from './json-lines.ts';

const MOST_REDIRECTS = 3;
/** Bytes handed on at once: some hundred lines, so that handing on costs nothing beside reading them. */
const BLOCK_BYTES = 512 * 1024;
/** Time to the first byte; the body may take as long as it moves. */
const ANSWER_TIMEOUT_MS = 60_000;
/** Longest pause in a body. */
const STALL_TIMEOUT_MS = 60_000;

/** The address of a file has run out or its file is gone: ask Shopify for a new one. */
export class ExpiredFileError extends RegularsError {}

/**
 * Streams a file of Shopify's as the bytes of its text, in blocks of memory of their own. Memory is bounded by a block;
 * the reader's pace holds the download back.
 * @param address from Shopify's answer; only hosts of the allow-list are asked, redirects included
 * @param options.progress its `bytes` are kept up to date while it runs
 * @param options.spent memory of blocks that the reader is done with, to be filled again: a new block for every half megabyte would keep the collector busy
 * @throws TerminalError for another host; ExpiredFileError for an address that has ended; RetryableError for a broken download.
 */
export async function* streamBytes(address: string, options: { signal?: AbortSignal; progress?: { bytes: number }; spent?: ArrayBuffer[] } = {}): AsyncGenerator<Buffer<ArrayBuffer>, void> {
  const { signal, progress, spent = [] } = options;
  const emptyBlock = (): Buffer<ArrayBuffer> => Buffer.from(spent.pop() ?? new ArrayBuffer(BLOCK_BYTES));
  const stalled = new AbortController();
  const response = await openFile(address, signal === undefined ? stalled.signal : AbortSignal.any([signal, stalled.signal]));
  let block = emptyBlock();
  let filled = 0;
  let total = 0;
  let watch = setTimeout(() => stalled.abort(), STALL_TIMEOUT_MS);
  try {
    for await (const chunk of plainBytes(response)) {
      watch.refresh();
      total += chunk.length;
      if (progress !== undefined) progress.bytes += chunk.length;
      for (let from = 0; from < chunk.length; ) {
        const copied = chunk.copy(block, filled, from);
        filled += copied;
        from += copied;
        if (filled < BLOCK_BYTES) continue;
        // What the reader does in between is not the download's pause.
        clearTimeout(watch);
        yield block;
        watch = setTimeout(() => stalled.abort(), STALL_TIMEOUT_MS);
        block = emptyBlock();
        filled = 0;
      }
    }
    if (filled > 0) yield block.subarray(0, filled);
  } catch (error) {
    if (signal?.aborted === true) throw signal.reason;
    if (error instanceof RegularsError) throw error;
    throw new RetryableError('file-download', `The download of a file from Shopify broke off after ${total} bytes: ${errorMessage(error)}`, { cause: error });
  } finally {
    clearTimeout(watch);
  }
}

/** A line of JSON, parsed; or what could not be. */
export type JsonLine = { number: number; value: unknown; fault: null } | { number: number; text: string; fault: string };

/** Parses one line; never throws. */
export function parseLine(line: FileLine): JsonLine {
  if (line.fault !== null) return { number: line.number, text: line.text, fault: 'The line is longer than the app takes.' };
  try {
    return { number: line.number, value: JSON.parse(line.text) as unknown, fault: null };
  } catch (error) {
    return { number: line.number, text: line.text, fault: `The line is not JSON: ${errorMessage(error)}` };
  }
}

/** As `streamBytes`, line by line and parsed. For files of moderate size; the import takes the bytes. A line is in memory at a time (MOST_LINE_BYTES). */
export async function* streamJsonLines(address: string, options: { signal?: AbortSignal; progress?: { bytes: number } } = {}): AsyncGenerator<JsonLine, void> {
  const splitter = new LineSplitter();
  for await (const block of streamBytes(address, options)) for (const line of splitter.push(block)) yield parseLine(line);
  for (const line of splitter.end()) yield parseLine(line);
}

async function openFile(address: string, signal: AbortSignal): Promise<Response> {
  const hosts = config().bulkFileHosts;
  let url = assertAllowedFileUrl(address, hosts);
  for (let hop = 0; hop <= MOST_REDIRECTS; hop += 1) {
    const response = await ask(url, { headers: { 'accept-encoding': 'gzip' } }, signal);
    if (response.status < 300 || response.status >= 400) return expectFile(response);
    await response.body?.cancel();
    const location = response.headers.get('location');
    if (location === null) throw new RetryableError('file-download', `Shopify's storage answered ${response.status} without saying where the file is.`);
    url = assertAllowedFileUrl(new URL(location, url).href, hosts);
  }
  throw new TerminalError('file-download', `Shopify's storage redirected a download more than ${MOST_REDIRECTS} times.`);
}

/** Never follows a redirect by itself: each hop is held against the allow-list first. */
async function ask(url: URL, init: RequestInit, signal: AbortSignal | undefined): Promise<Response> {
  const waiting = new AbortController();
  const timer = setTimeout(() => waiting.abort(), ANSWER_TIMEOUT_MS);
  try {
    return await fetch(url, { ...init, redirect: 'manual', signal: signal === undefined ? waiting.signal : AbortSignal.any([signal, waiting.signal]) });
  } catch (error) {
    if (signal?.aborted === true) throw signal.reason;
    throw new RetryableError('file-transfer', `Shopify's storage at ${url.host} does not answer: ${errorMessage(error)}`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

async function expectFile(response: Response): Promise<Response> {
  if (response.status === 200 && response.body !== null) return response;
  await response.body?.cancel();
  if (response.status >= 500 || response.status === 429 || response.status === 408) throw new RetryableError('file-download', `Shopify's storage answered HTTP ${response.status}.`);
  throw new ExpiredFileError('file-expired', `Shopify's storage answered HTTP ${response.status}: the address of the file has ended, or the file is gone.`);
}

/** The body's bytes. fetch undoes a declared Content-Encoding; a file that is itself gzip is told by its first two bytes. */
async function* plainBytes(response: Response): AsyncGenerator<Buffer, void> {
  const chunks = Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0])[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  const first = await chunks.next();
  if (first.done === true) return;
  const whole = continued(first.value, chunks);
  if (first.value[0] !== 0x1f || first.value[1] !== 0x8b) {
    yield* whole;
    return;
  }
  const packed = Readable.from(whole);
  const gunzip = createGunzip();
  packed.on('error', (error) => gunzip.destroy(error));
  yield* packed.pipe(gunzip) as AsyncIterable<Buffer>;
}

async function* continued(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Buffer, void> {
  try {
    for (let chunk = first; ; ) {
      yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      const next = await rest.next();
      if (next.done === true) return;
      chunk = next.value;
    }
  } finally {
    await rest.return?.();
  }
}

/** Where `stagedUploadsCreate` says that a file is to go. */
export interface StagedTarget {
  url: string | null;
  parameters: { name: string; value: string }[];
}

const UPLOAD_TRIES = 4;

/**
 * Uploads a file to a staged target as multipart/form-data, the file last, as the storage wants it.
 * @param file `await openAsBlob(path)` of node:fs streams from disk; its size is sent ahead
 * @returns the `key`, which bulkOperationRunMutation takes as stagedUploadPath
 * @throws TerminalError for a host that is not allowed or a refusal; RetryableError when the storage does not answer.
 */
export async function uploadStaged(target: StagedTarget, file: Blob, filename: string, options: { signal?: AbortSignal } = {}): Promise<string> {
  const key = target.parameters.find((parameter) => parameter.name === 'key')?.value;
  if (target.url === null || key === undefined) throw new InvalidInputError('staged-upload', 'Shopify gave no place to upload a file to.');
  const url = assertAllowedFileUrl(target.url, config().bulkFileHosts);
  for (let attempt = 1; ; attempt += 1) {
    const form = new FormData();
    for (const { name, value } of target.parameters) form.append(name, value);
    form.append('file', file, filename);
    try {
      const response = await ask(url, { method: 'POST', body: form }, options.signal);
      await response.body?.cancel();
      if (response.status >= 200 && response.status < 300) return key;
      if (response.status < 500 && response.status !== 429) throw new TerminalError('staged-upload', `Shopify's storage refused an upload with HTTP ${response.status}.`);
      throw new RetryableError('staged-upload', `Shopify's storage answered an upload with HTTP ${response.status}.`);
    } catch (error) {
      if (!(error instanceof RetryableError) || attempt >= UPLOAD_TRIES) throw error;
      await sleep(250 * 2 ** attempt, undefined, { signal: options.signal });
    }
  }
}
