import { Session } from '@shopify/shopify-api';
import { closeJobQueue } from '#app/jobs/queue.server.ts';
import { closePools, systemPool } from '#app/database/pools.server.ts';
import { closePrisma } from '#app/database/prisma.server.ts';
import { withTenant } from '#app/database/tenant.server.ts';
import { rebuildProfiles } from '#app/profiles/rebuild-profiles.server.ts';
import { sessionStorage } from '#app/shopify/shopify-app.server.ts';
import { saveShopDetails } from '#app/shops/shop-store.server.ts';
import { recordInstall } from '#app/shops/shop-store.server.ts';
import { approveTags } from '#app/tags/approve-tags.server.ts';
import { observeTags } from '#app/tags/observe-tags.server.ts';
import { proposeTags, type ProposalResult } from '#app/tags/propose-tags.server.ts';
import { writeTags } from '#app/tags/write-tags.server.ts';
import type { WriteStep } from '#app/tags/write-step.ts';
import { closeFactory, factoryPool, putInMirror, type MadeOrder } from '#tests/factories/made-mirror.ts';
import { shopDomainHeader } from '#tests/shopify-standin/shop-header.ts';
import { startStandIn, type StandIn } from '#tests/shopify-standin/server.ts';
import { allScopes } from '#tests/shopify-standin/graphql/scopes.ts';

// Half a second between two looks at a bulk operation would be most of what these tests take.
process.env['BULK_POLL_MS'] = '50';

export const DAY_MS = 86_400_000;
const NOW = Date.parse('2026-06-15T12:00:00Z');
export const STAFF = '42';

/** What a customer's only order makes of them: none, one of yesterday (tag New), one of two years ago (tag Lapsed). */
export type Rhythm = 'prospect' | 'new' | 'lapsed';

/** What the local Shopify is asked, as a test may meddle with it: an answer stands in for the real one. */
export type Meddler = (request: { operation: string; url: URL; body: string }) => Response | Promise<Response | null> | null;

/**
 * A shop at the local Shopify and in the app's database. Its customers' profiles come from orders in the mirror alone;
 * its tags from Shopify, by `importTags`, which stands for an import.
 */
export class TaggedShop {
  readonly standIn: StandIn;
  readonly shopId: number;
  readonly customerIds: readonly number[];
  day = 0;
  meddle: Meddler | null = null;
  readonly requests: { operation: string; body: string }[] = [];
  private readonly realFetch: typeof fetch;

  private constructor(standIn: StandIn, shopId: number, customerIds: readonly number[], realFetch: typeof fetch) {
    this.standIn = standIn;
    this.shopId = shopId;
    this.customerIds = customerIds;
    this.realFetch = realFetch;
    globalThis.fetch = (input, init) => this.fetchByStandIn(input, init);
  }

  static async open(options: { customers: number; restoreRate?: number; bulkRowsPerSecond?: number }): Promise<TaggedShop> {
    const shopDomain = `tagged-${process.pid}.myshopify.com`;
    const standIn = await startStandIn({
      store: { source: 'generated', customers: options.customers, seed: 3, now: NOW, shopDomain }, frozen: true, restoreRate: options.restoreRate ?? 1_000_000,
      ...(options.bulkRowsPerSecond === undefined ? {} : { bulkRowsPerSecond: options.bulkRowsPerSecond }),
    });
    const shop = await recordInstall(shopDomain);
    const opened = new TaggedShop(standIn, shop.id, [...standIn.live.store.customers.keys()].sort((a, b) => a - b), globalThis.fetch);
    await opened.grant(allScopes);
    await withTenant(shop.id, (tx) => saveShopDetails(tx, {
      domain: shopDomain, name: 'Tagged', email: null, currencyCode: 'GBP', ianaTimezone: 'UTC', countryCode: 'GB', taxesIncluded: true, planName: 'standard',
      grantedScopes: [], readsAllOrders: true,
    }));
    await putInMirror(shop.id, { customers: opened.customerIds.map((id) => ({ id })) });
    await opened.importTags();
    return opened;
  }

  /** The app's access token from now on has these scopes. */
  async grant(scopes: readonly string[]): Promise<void> {
    const shop = this.standIn.shopDomain;
    const accessToken = this.standIn.apps.directUseToken(shop, [...scopes]);
    await sessionStorage.storeSession(new Session({ id: `offline_${shop}`, shop, state: '', isOnline: false, accessToken, expires: new Date(Date.now() + 3_600_000) }));
  }

  async close(): Promise<void> {
    globalThis.fetch = this.realFetch;
    await this.standIn.close();
    await closeJobQueue(0);
    await closePools();
    await closePrisma();
    await closeFactory();
  }

  now(): number {
    return NOW + this.day * DAY_MS;
  }

  /** Shopify's clock goes on, so that what comes next is told from what was before (its updatedAt has whole seconds). */
  tick(): void {
    this.standIn.live.setNow(this.standIn.live.now() + 2_000);
  }

  tagsOf(id: number): string[] {
    return [...(this.standIn.live.customer(id)?.tags ?? [])];
  }

  allTags(): Map<number, string[]> {
    return new Map([...this.standIn.live.store.customers.values()].map((customer) => [customer.id, [...customer.tags]]));
  }

  merchantAdds(id: number, tag: string): void {
    this.tick();
    this.standIn.live.addTags('Customer', id, [tag], null);
    this.tick();
  }

  merchantRemoves(id: number, tag: string): void {
    this.tick();
    this.standIn.live.removeTags('Customer', id, [tag], null);
    this.tick();
  }

  merchantDeletes(id: number): void {
    this.standIn.live.store.customers.delete(id);
  }

  /** The mirror takes over tags as an import would: an older version never overwrites a newer one. */
  async importTags(): Promise<void> {
    const rows = [...this.standIn.live.store.customers.values()].map((customer) => ({
      id: customer.id, tags: customer.tags, updated_at: new Date(Math.floor(customer.updatedAt / 1000) * 1000).toISOString(),
    }));
    await factoryPool().query(
      `UPDATE customers c SET tags = n.tags, updated_at = n.updated_at, tags_until = NULL, tags_seen_at = NULL FROM json_to_recordset($2::json) AS n (id bigint, tags text[], updated_at timestamptz)
        WHERE c.shop_id = $1 AND c.id = n.id AND c.updated_at <= n.updated_at`,
      [this.shopId, JSON.stringify(rows)],
    );
  }

  /** Makes the rules hold that this rhythm stands for, for these customers. */
  async setRhythm(rhythm: Rhythm, customerIds: readonly number[]): Promise<void> {
    await factoryPool().query('DELETE FROM orders WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[])', [this.shopId, customerIds]);
    if (rhythm === 'prospect') return;
    const age = rhythm === 'new' ? 1 : 730;
    const orders: MadeOrder[] = customerIds.map((customerId) => ({
      id: customerId, customerId, processedAt: new Date(this.now() - age * DAY_MS).toISOString(), lines: [{ net: 1_000 }],
    }));
    await putInMirror(this.shopId, { orders });
  }

  /** Import, profiles, proposal: what a night does. */
  async propose(): Promise<ProposalResult> {
    await this.importTags();
    await observeTags({ shopId: this.shopId });
    await rebuildProfiles({ shopId: this.shopId, now: this.now() });
    return proposeTags({ shopId: this.shopId });
  }

  async approve(proposal: ProposalResult): Promise<number> {
    const { runId } = await approveTags({ shopId: this.shopId, proposalId: proposal.proposalId ?? 0, revision: proposal.revision, by: STAFF });
    return runId;
  }

  async write(onStep?: (step: WriteStep) => void): Promise<void> {
    this.tick();
    await writeTags({ shopId: this.shopId, ...(onStep === undefined ? {} : { onStep }) });
    this.tick();
  }

  /** Proposes, approves and writes. Returns the run's id, or null when there was nothing to do. */
  async run(): Promise<number | null> {
    const proposal = await this.propose();
    if (proposal.proposalId === null) return null;
    const runId = await this.approve(proposal);
    await this.write();
    return runId;
  }

  async query<Row extends Record<string, unknown>>(text: string, values: unknown[] = []): Promise<Row[]> {
    return withTenant(this.shopId, async (tx) => (await tx.query<Row>(text, values)).rows);
  }

  async ledgerOf(customerId: number): Promise<{ tag_key: string; state: string }[]> {
    return this.query('SELECT tag_key, state FROM tag_ledger WHERE customer_id = $1 ORDER BY tag_key', [customerId]);
  }

  /** How often Shopify was asked for an operation. */
  asked(operation: string): number {
    return this.requests.filter((request) => request.operation === operation).length;
  }

  /** Tags that the app added or removed at Shopify, by its Flow log, since an entry. */
  effectsSince(entry: number): { customerId: number | null; trigger: string; detail: string }[] {
    return this.standIn.live.flowLog().slice(entry).filter((one) => one.source !== null).map(({ customerId, trigger, detail }) => ({ customerId, trigger, detail }));
  }

  private async fetchByStandIn(input: Parameters<typeof fetch>[0], init?: RequestInit): Promise<Response> {
    const url = new URL(input instanceof Request ? input.url : String(input));
    if (url.hostname === '127.0.0.1') return this.realFetch(input, init);
    const request = new Request(input, init);
    const bytes = request.method === 'GET' ? null : await request.arrayBuffer();
    const body = bytes === null ? '' : new TextDecoder().decode(bytes);
    const operation = url.pathname.endsWith('/graphql.json') ? (/\b(?:query|mutation)\s+(\w+)/.exec((JSON.parse(body) as { query: string }).query)?.[1] ?? '') : url.pathname.includes('/uploads') ? 'upload' : 'download';
    this.requests.push({ operation, body });
    const instead = await this.meddle?.({ operation, url, body });
    if (instead != null) return instead;
    const headers = new Headers(request.headers);
    headers.set(shopDomainHeader, url.hostname);
    return this.realFetch(new URL(url.pathname + url.search, this.standIn.apiUrl), { method: request.method, headers, body: bytes, redirect: 'manual' });
  }
}

/** Whether any job of this name waits, as the database says. */
export async function waitingJobs(name: string): Promise<number> {
  const { rows } = await systemPool().query<{ count: number }>("SELECT count(*)::int AS count FROM pgboss.job WHERE name = $1 AND state < 'active'", [name]);
  return rows[0]?.count ?? 0;
}
