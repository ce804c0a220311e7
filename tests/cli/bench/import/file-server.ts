import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands for Shopify's storage, in a process of its own: serves files by the paths that come as its first message, and tells its port. */
process.once('message', (paths: Record<string, string>) => {
  const server = createServer((request, response) => {
    const path = paths[request.url ?? ''];
    if (path === undefined) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': 'application/jsonl' });
    createReadStream(path, { highWaterMark: 256 * 1024 }).pipe(response);
  });
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
});
process.once('disconnect', () => process.exit(0));
