import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { config } from '../runtime/config.server.ts';
import { RetryableError, TerminalError } from '../runtime/errors.ts';
import { ExpiredFileError, streamJsonLines, uploadStaged, type JsonLine } from './bulk-file.server.ts';

let answer: RequestListener = (_, response) => response.end();
let server: Server;
let origin = '';

beforeAll(async () => {
  Object.assign(process.env, { SHOPIFY_API_KEY: 'key', SHOPIFY_API_SECRET: 'secret', SHOPIFY_APP_URL: 'https://app.example.com' });
  server = createServer((request, response) => answer(request, response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  origin = `http://127.0.0.1:${port}`;
  config().bulkFileHosts.push(`127.0.0.1:${port}`);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  answer = (_, response) => response.end();
});

async function all(path: string, signal?: AbortSignal): Promise<JsonLine[]> {
  const lines: JsonLine[] = [];
  for await (const line of streamJsonLines(`${origin}${path}`, { signal })) lines.push(line);
  return lines;
}

describe('a file of lines', () => {
  it('is read line by line, and a line that is no JSON is a fault of its own', async () => {
    answer = (_, response) => response.end('{"id":1}\n{"id":\n{"id":3}\n');
    expect(await all('/x')).toEqual([
      { number: 1, value: { id: 1 }, fault: null },
      { number: 2, text: '{"id":', fault: expect.stringContaining('not JSON') as string },
      { number: 3, value: { id: 3 }, fault: null },
    ]);
  });

  it.each(['as the file itself', 'as the encoding of the answer'])('is read when it is gzip, %s', async (way) => {
    answer = (_, response) => {
      if (way.includes('encoding')) response.setHeader('content-encoding', 'gzip');
      response.end(gzipSync(Array.from({ length: 5_000 }, (_unused, at) => `{"id":${at}}`).join('\n')));
    };
    expect((await all('/x')).length).toBe(5_000);
  });

  it('that is empty has no lines', async () => {
    expect(await all('/x')).toEqual([]);
  });

  it('that is cut off in the middle is an error to be tried again, not a short file', async () => {
    answer = (_, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('{"id":1}\n');
      setTimeout(() => response.destroy(), 20);
    };
    await expect(all('/x')).rejects.toThrow(RetryableError);
  });

  it('whose gzip is cut off is an error to be tried again', async () => {
    const packed = gzipSync(Array.from({ length: 5_000 }, (_, at) => `{"id":${Math.sin(at)}}`).join('\n'));
    answer = (_, response) => response.end(packed.subarray(0, packed.length - 100));
    await expect(all('/x')).rejects.toThrow(RetryableError);
  });

  it.each([[403], [404], [400]])('whose address has ended (HTTP %i) says so', async (status) => {
    answer = (_, response) => response.writeHead(status).end();
    await expect(all('/x')).rejects.toThrow(ExpiredFileError);
  });

  it('is not followed to a host that is not allowed', async () => {
    answer = (_, response) => response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end();
    await expect(all('/x')).rejects.toThrow(TerminalError);
  });

  it('is followed within the allowed hosts, a few times', async () => {
    answer = (request, response) => (request.url === '/x' ? response.writeHead(302, { location: '/y' }).end() : response.end('{"id":1}\n'));
    expect(await all('/x')).toHaveLength(1);
    answer = (_, response) => response.writeHead(302, { location: '/x' }).end();
    await expect(all('/x')).rejects.toThrow(/redirected/);
  });

  it('stops at once when told to', async () => {
    answer = (_, response) => void response.write('{"id":1}\n');
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error('enough')), 30);
    await expect(all('/x', stop.signal)).rejects.toThrow('enough');
  });
});

describe('a staged upload', () => {
  const target = (): Parameters<typeof uploadStaged>[0] => ({ url: `${origin}/upload`, parameters: [{ name: 'key', value: 'tmp/1/variables.jsonl' }, { name: 'policy', value: 'p' }] });

  it('sends the parameters first and the file last, and gives the key', async () => {
    let body = '';
    answer = (request, response) => {
      request.on('data', (chunk) => (body += String(chunk))).on('end', () => response.writeHead(201).end());
    };
    expect(await uploadStaged(target(), new Blob(['{"id":1}\n'], { type: 'text/jsonl' }), 'variables.jsonl')).toBe('tmp/1/variables.jsonl');
    expect(body.indexOf('name="key"')).toBeLessThan(body.indexOf('name="policy"'));
    expect(body.indexOf('name="policy"')).toBeLessThan(body.indexOf('filename="variables.jsonl"'));
    expect(body).toContain('{"id":1}');
  });

  it('is tried again on 503, and not when it is refused', async () => {
    let tries = 0;
    answer = (request, response) => {
      tries += 1;
      request.resume().on('end', () => response.writeHead(tries < 2 ? 503 : 201).end());
    };
    await uploadStaged(target(), new Blob(['x']), 'x');
    expect(tries).toBe(2);
    answer = (request, response) => void request.resume().on('end', () => response.writeHead(403).end());
    await expect(uploadStaged(target(), new Blob(['x']), 'x')).rejects.toThrow(TerminalError);
  });

  it('goes to no other host', async () => {
    await expect(uploadStaged({ ...target(), url: 'https://evil.example/upload' }, new Blob(['x']), 'x')).rejects.toThrow(TerminalError);
  });
});
