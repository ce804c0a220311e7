import fc from 'fast-check';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { appBridgeCdnUrl, createAppProxy, TextSwap, withFrameAncestors } from './proxy.ts';

const servers: Server[] = [];

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function proxyOf(target: string): Promise<string> {
  const proxy = createAppProxy({ target: () => target, adminOrigins: () => ['http://127.0.0.1:1', 'http://localhost:1'], appBridgeScript: () => 'bridge' });
  return serve(proxy.handle);
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

describe('the app\'s public address', () => {
  it('hands on method, path, body and Host, and asks for an uncompressed answer', async () => {
    const app = await serve((request, response) => {
      void text(request).then((body) => response.end(JSON.stringify({ method: request.method, url: request.url, body, host: request.headers.host, encoding: request.headers['accept-encoding'] })));
    });
    const proxy = await proxyOf(app);
    const answer = await fetch(`${proxy}/app?x=1`, { method: 'PUT', body: 'hello' });
    expect(await answer.json()).toEqual({ method: 'PUT', url: '/app?x=1', body: 'hello', host: new URL(proxy).host, encoding: 'identity' });
  });

  it('lets the admin frame the app and serves its own App Bridge in documents, scripts and Link headers', async () => {
    const app = await serve((request, response) => {
      response.writeHead(200, {
        'Content-Type': request.url === '/bundle.js' ? 'text/javascript' : request.url === '/data' ? 'application/json' : 'text/html',
        'Content-Security-Policy': "default-src 'self'; frame-ancestors https://admin.shopify.com; img-src *",
        Link: `<${appBridgeCdnUrl}>; rel="preload"; as="script";`,
      });
      response.end(`before ${appBridgeCdnUrl} after`);
    });
    const proxy = await proxyOf(app);
    const answer = await fetch(proxy);
    expect(answer.headers.get('content-security-policy')).toBe("default-src 'self'; frame-ancestors https://admin.shopify.com http://127.0.0.1:1 http://localhost:1; img-src *");
    expect(answer.headers.get('link')).toBe('</__standin/app-bridge.js>; rel="preload"; as="script";');
    expect(await answer.text()).toBe('before /__standin/app-bridge.js after');
    expect(await (await fetch(`${proxy}/bundle.js`)).text()).toBe('before /__standin/app-bridge.js after');
    expect(await (await fetch(`${proxy}/data`)).text()).toBe(`before ${appBridgeCdnUrl} after`);
    expect(await (await fetch(`${proxy}/__standin/app-bridge.js`)).text()).toBe('bridge');
  });

  it('leads redirects into Shopify\'s admin to the stand-in\'s', async () => {
    const app = await serve((_request, response) => void response.writeHead(302, { Location: 'https://admin.shopify.com/store/tiny/apps/key' }).end());
    const answer = await fetch(await proxyOf(app), { redirect: 'manual' });
    expect(answer.headers.get('location')).toBe('http://127.0.0.1:1/store/tiny/apps/key');
  });

  it('says that the app does not answer, and asks the browser to try again', async () => {
    const answer = await fetch(await proxyOf('http://127.0.0.1:1'));
    expect(answer.status).toBe(502);
    expect(answer.headers.get('refresh')).toBe('2');
    expect(await answer.text()).toContain('The app does not answer yet');
  });

  it('hands on an answer piece by piece, as it comes', async () => {
    let finish = (): void => {};
    const app = await serve((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/html' });
      response.write('first');
      finish = () => response.end('last');
    });
    const answer = await fetch(await proxyOf(app));
    const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
    expect(Buffer.from((await reader.read()).value ?? []).toString()).toBe('first');
    finish();
    expect(Buffer.from((await reader.read()).value ?? []).toString()).toBe('last');
  });
});

describe('frame-ancestors', () => {
  it('stays closed where the app lets nobody frame it', () => {
    expect(withFrameAncestors("frame-ancestors 'none';", ['http://a'])).toBe("frame-ancestors 'none';");
  });
});

describe('the text swap', () => {
  it('replaces every occurrence wherever the stream is cut', async () => {
    await fc.assert(fc.asyncProperty(
      fc.array(fc.constantFrom('aab', 'a', 'b', 'aa', 'ü', 'xy'), { maxLength: 30 }), fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 10 }),
      async (words, sizes) => {
        const input = Buffer.from(words.join(''));
        const chunks: Buffer[] = [];
        for (let at = 0, turn = 0; at < input.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          chunks.push(input.subarray(at, at + size));
          at += size;
        }
        const output = await text(Readable.from(chunks).pipe(new TextSwap('aab', '<swap>')));
        expect(output).toBe(input.toString().replaceAll('aab', '<swap>'));
      },
    ), { seed: 7 });
  });
});
