/** An app that does nothing but take webhooks, for the tests beside. */
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface TakenWebhook {
  topic: string;
  shop: string;
  webhookId: string;
  eventId: string;
  triggeredAt: string;
  signed: boolean;
  /** Parsed; null where it is no JSON. */
  body: Record<string, unknown>;
  path: string;
}

export interface AppUnderTest {
  target: string;
  taken: TakenWebhook[];
  topics(): string[];
  /** What it answers: a status, 'hang' for nothing at all. */
  answer: number | 'hang';
  close(): Promise<void>;
}

export async function startApp(secret: string): Promise<AppUnderTest> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks);
      const header = (name: string): string => String(request.headers[name] ?? '');
      app.taken.push({
        topic: header('x-shopify-topic'), shop: header('x-shopify-shop-domain'), webhookId: header('x-shopify-webhook-id'), eventId: header('x-shopify-event-id'), triggeredAt: header('x-shopify-triggered-at'),
        signed: createHmac('sha256', secret).update(raw).digest('base64') === header('x-shopify-hmac-sha256') && header('x-shopify-api-version') === '2026-10',
        body: JSON.parse(raw.toString('utf8')) as Record<string, unknown>, path: request.url ?? '',
      });
      if (app.answer !== 'hang') response.writeHead(app.answer).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const app: AppUnderTest = {
    target: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken: [],
    topics: () => app.taken.map((one) => one.topic),
    answer: 200,
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
  return app;
}
