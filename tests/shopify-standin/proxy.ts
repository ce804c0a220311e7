import { Agent, request as httpRequest } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream';

/** What an app loads from Shopify's CDN, and where the proxy serves the stand-in's own instead. */
export const appBridgeCdnUrl = 'https://cdn.shopify.com/shopifycloud/app-bridge.js';
export const appBridgePath = '/__standin/app-bridge.js';

export interface AppProxyOptions {
  /** The app's own address, e.g. http://127.0.0.1:3000; a function, for it may be known only later. */
  target: () => string;
  /** Origins of the stand-in's admin, which frames the app. The first is where redirects to admin.shopify.com go. */
  adminOrigins: () => string[];
  /** The stand-in's App Bridge, as JavaScript text. */
  appBridgeScript: () => string;
}

/** Headers of one connection, which a proxy must not hand on (RFC 9110, 7.6.1). */
const hopByHop = ['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'te', 'trailer', 'transfer-encoding', 'upgrade'];

/**
 * The app's public address: hands every request on to the app and changes only what ties the app to the real Shopify:
 * the admin that may frame it, the address of App Bridge, and redirects into the admin.
 */
export function createAppProxy(options: AppProxyOptions): { handle: (request: IncomingMessage, response: ServerResponse) => void; close: () => void } {
  // A connection for each request: the app closes those that idle, and one that is closed in the moment of its next use would be a 502.
  const agent = new Agent({ keepAlive: false });
  return {
    handle: (request, response) => {
      if (request.url?.split('?')[0] === appBridgePath) serveAppBridge(options, response);
      else forward(options, agent, request, response);
    },
    close: () => agent.destroy(),
  };
}

function serveAppBridge(options: AppProxyOptions, response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'text/javascript; charset=utf-8', 'Cache-Control': 'no-cache' });
  response.end(options.appBridgeScript());
}

function forward(options: AppProxyOptions, agent: Agent, request: IncomingMessage, response: ServerResponse): void {
  const target = new URL(options.target());
  const headers: IncomingHttpHeaders = { ...request.headers };
  for (const name of hopByHop) delete headers[name];
  // A compressed body could not be searched for the App Bridge address.
  headers['accept-encoding'] = 'identity';
  headers['x-forwarded-for'] = request.socket.remoteAddress ?? '127.0.0.1';
  headers['x-forwarded-proto'] = 'http';
  if (request.headers.host) headers['x-forwarded-host'] = request.headers.host;

  const upstream = httpRequest(
    { agent, host: target.hostname, port: target.port, method: request.method, path: request.url, headers, setHost: false },
    (answer) => {
      const swapped = isSwapped(request, answer);
      response.writeHead(answer.statusCode ?? 502, answer.statusMessage ?? '', rewrittenHeaders(answer.headers, swapped, options.adminOrigins()));
      const done = (error: Error | null | undefined): void => {
        if (error) response.destroy();
      };
      if (swapped) pipeline(answer, new TextSwap(appBridgeCdnUrl, appBridgePath), response, done);
      else pipeline(answer, response, done);
    },
  );
  upstream.on('error', (error: NodeJS.ErrnoException) => {
    if (response.headersSent) response.destroy();
    else serveUnreachable(response, target.origin, error.code ?? error.message);
  });
  response.on('close', () => {
    if (!response.writableFinished) upstream.destroy();
  });
  request.pipe(upstream);
}

function isSwapped(request: IncomingMessage, answer: IncomingMessage): boolean {
  if (request.method === 'HEAD' || answer.statusCode === 304 || answer.statusCode === 206) return false;
  if (answer.headers['content-encoding'] && answer.headers['content-encoding'] !== 'identity') return false;
  return /^(text\/html|text\/javascript|application\/javascript)/i.test(answer.headers['content-type'] ?? '');
}

/** The app's response headers as the browser gets them. `swapped`: the body's length will change. */
export function rewrittenHeaders(headers: IncomingHttpHeaders, swapped: boolean, adminOrigins: string[]): OutgoingHttpHeaders {
  const rewritten: OutgoingHttpHeaders = { ...headers };
  for (const name of hopByHop) delete rewritten[name];
  if (swapped) delete rewritten['content-length'];
  const policy = headers['content-security-policy'];
  if (policy !== undefined) rewritten['content-security-policy'] = withFrameAncestors(String(policy), adminOrigins);
  const link = headers['link'];
  if (link !== undefined) rewritten['link'] = String(link).replaceAll(appBridgeCdnUrl, appBridgePath);
  const location = headers.location;
  if (location !== undefined) rewritten['location'] = location.replace(/^https:\/\/admin\.shopify\.com(?=\/)/, adminOrigins[0] ?? '');
  return rewritten;
}

/** Adds origins to a policy's frame-ancestors; one that allows nobody stays so, as it would at Shopify. */
export function withFrameAncestors(policy: string, origins: string[]): string {
  return policy.replace(/frame-ancestors([^;]*)/i, (directive: string, sources: string) =>
    /'none'/i.test(sources) ? directive : `frame-ancestors${sources.trimEnd()} ${origins.join(' ')}`,
  );
}

function serveUnreachable(response: ServerResponse, origin: string, reason: string): void {
  response.writeHead(502, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store', Refresh: '2' });
  response.end(`<!doctype html><meta charset="utf-8"><title>The app does not answer</title>
<body style="font: 15px/1.5 system-ui, sans-serif; margin: 15vh auto; max-width: 30em; padding: 0 1em; color: #303030">
<h1 style="font-size: 1.2em">The app does not answer yet</h1>
<p>Nothing answers at ${origin} (${reason}). If it is just starting, wait: this page tries again every two seconds.</p>`);
}

/** Replaces a text in a stream of bytes, also where it is cut between two chunks. */
export class TextSwap extends Transform {
  readonly #from: Buffer;
  readonly #to: Buffer;
  #held: Buffer = Buffer.alloc(0);

  constructor(from: string, to: string) {
    super();
    this.#from = Buffer.from(from);
    this.#to = Buffer.from(to);
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    let rest = this.#held.length > 0 ? Buffer.concat([this.#held, chunk]) : chunk;
    for (let at = rest.indexOf(this.#from); at !== -1; at = rest.indexOf(this.#from)) {
      this.push(rest.subarray(0, at));
      this.push(this.#to);
      rest = rest.subarray(at + this.#from.length);
    }
    const held = this.#beginningAtEndOf(rest);
    if (held < rest.length) this.push(rest.subarray(0, rest.length - held));
    // A copy: the chunk's memory may be used again once `done` is called.
    this.#held = Buffer.from(rest.subarray(rest.length - held));
    done();
  }

  override _flush(done: () => void): void {
    if (this.#held.length > 0) this.push(this.#held);
    done();
  }

  /** Length of the longest end of `bytes` that may be the beginning of the text. */
  #beginningAtEndOf(bytes: Buffer): number {
    for (let length = Math.min(this.#from.length - 1, bytes.length); length > 0; length -= 1) {
      if (bytes.subarray(bytes.length - length).equals(this.#from.subarray(0, length))) return length;
    }
    return 0;
  }
}
