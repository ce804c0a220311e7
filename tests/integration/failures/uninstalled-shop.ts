import { systemPool } from '#app/database/pools.server.ts';
import { recordInstall } from '#app/shops/shop-store.server.ts';
import { startEvents, stopEvents } from '#app/pipeline-events.server.ts';
import { eventHeaders, inboxRows, send, startIngress } from '../ingress/shopify-sender.ts';
import { storeOfflineSession } from '../isolation/own-session.ts';

/** A shop with the app and its token; its events go by the ingress and the inbox to whoever deals with them, as in the two processes. */
export class LeavingShop {
  readonly domain: string;
  readonly shopId: number;
  private readonly port: number;
  private readonly stop: () => Promise<void>;

  private constructor(domain: string, shopId: number, ingress: { port: number; stop: () => Promise<void> }) {
    this.domain = domain;
    this.shopId = shopId;
    this.port = ingress.port;
    this.stop = ingress.stop;
  }

  static async open(domain: string): Promise<LeavingShop> {
    const { id } = await recordInstall(domain);
    await storeOfflineSession(domain, 'shpat_leaving', 'shprt_leaving');
    const ingress = await startIngress();
    startEvents();
    return new LeavingShop(domain, id, ingress);
  }

  async close(): Promise<void> {
    await stopEvents();
    await this.stop();
  }

  /** Sends an event as Shopify does. @returns the answer's status, and the event's state once it has been dealt with; new: it has not */
  async tell(topic: string, body: object, options: { at?: Date; patienceMs?: number } = {}): Promise<{ status: number; state: string; reason: string | null }> {
    const headers = eventHeaders({ 'x-shopify-topic': topic, 'x-shopify-shop-domain': this.domain, 'x-shopify-triggered-at': (options.at ?? new Date()).toISOString() });
    const { status } = await send(this.port, JSON.stringify(body), { headers });
    for (const until = performance.now() + (options.patienceMs ?? 15_000); performance.now() < until; ) {
      const [row] = (await inboxRows('event_id = $1', [headers['x-shopify-event-id']])) as unknown as { state: string; reason_code: string | null }[];
      if (row !== undefined && row.state !== 'new') return { status, state: row.state, reason: row.reason_code };
      await new Promise((done) => setTimeout(done, 50));
    }
    return { status, state: 'new', reason: null };
  }

  async sessions(): Promise<string[]> {
    return (await systemPool().query<{ id: string }>('SELECT id FROM sessions WHERE shop = $1', [this.domain])).rows.map(({ id }) => id);
  }
}
