import { directUseClientId } from './apps.ts';
import type { Apps } from './apps.ts';
import { doInShop } from './control-shopping.ts';
import { readFaultSettings } from './faults/fault-plan.ts';
import type { FaultPlan } from './faults/fault-plan.ts';
import { HttpError } from './http-body.ts';
import type { LiveStore, TaggableType } from './store/live-store.ts';
import type { FlowLogEntry } from './store/model.ts';
import type { Placement, ThemeBook } from './storefront/theme-book.ts';
import type { ShopWebhooks, WebhooksState } from './webhooks/shop-webhooks.ts';

export interface ControlOptions {
  live: LiveStore;
  apps: Apps;
  webhooks: ShopWebhooks;
  faultPlan: FaultPlan;
  theme: ThemeBook;
  storefrontUrl: () => string;
  /** Writes the store's dump into a directory. */
  dump: (dir: string) => Promise<void>;
  /** Customers' tags as the store was loaded, before any change: what stood there before an app came. */
  tagsThatStood: ReadonlyMap<number, readonly string[]>;
  /** Requests served so far in this run. */
  requestCount: () => number;
}

export interface StandInState {
  shop: { domain: string; name: string; currencyCode: string; ianaTimezone: string; plan: string };
  /** The store's clock, ISO 8601. */
  now: string;
  store: { customers: number; orders: number; lineItems: number; refunds: number; products: number; dropped: Record<string, number> };
  flowLogEntries: number;
  /** Tags of the loaded store that no longer stand as they were spelt, and tags that stand and did not then. */
  tags: { gone: number; new: number };
  requests: number;
  apps: { clientId: string; title: string; handle: string; scopes: string[]; appUrl: string }[];
  webhooks: WebhooksState;
  faults: ReturnType<FaultPlan['state']>;
}

const tagOwners: readonly TaggableType[] = ['Customer', 'Order', 'Product'];

/**
 * The control API under /__standin/: what the demo and tests ask of the stand-in beside Shopify's own API. JSON in and
 * out, no secret; only programs on this machine reach it.
 */
export class ControlApi {
  readonly #options: ControlOptions;

  constructor(options: ControlOptions) {
    this.#options = options;
  }

  /** The answer to `GET|POST /__standin/<name>`; null where there is none. @throws {HttpError} for a bad request. */
  async answer(method: string, name: string, query: URLSearchParams, fields: Record<string, unknown>): Promise<unknown> {
    switch (`${method} ${name}`) {
      case 'GET state': return this.state();
      case 'GET flow': return this.#flow(query);
      case 'GET customer': return this.#customer(query);
      case 'GET source-ids': return this.#sourceIds();
      case 'POST strangers': return this.#strangers(fields);
      case 'POST tags': return this.#tags(fields);
      case 'POST clock': return this.#clock(fields);
      case 'POST dump': return this.#dump(fields);
      case 'POST revoke-tokens': return this.#revoke(fields);
      case 'GET webhooks': return this.#webhooks(query);
      case 'POST webhooks/flush': return this.#flush();
      case 'POST uninstall': return { uninstalled: this.#options.webhooks.uninstall(this.#appId(fields)) };
      case 'POST install': return { installed: this.#options.webhooks.installAgain(this.#appId(fields)) };
      case 'POST scopes': return { changed: this.#options.webhooks.setScopes(this.#appId(fields), textList(fields['scopes'], 'scopes')) };
      case 'POST shop-redact': return { letters: this.#options.webhooks.sendShopRedact(this.#appId(fields)) };
      case 'GET theme': return { storefrontUrl: this.#options.storefrontUrl(), files: Object.fromEntries(this.#options.theme.files()) };
      case 'POST theme/place': return this.#options.theme.place({ ...(fields as Partial<Placement>), block: String(fields['block']) });
      case 'POST theme/remove': return { removed: this.#options.theme.remove({ block: String(fields['block']), ...(typeof fields['template'] === 'string' ? { template: fields['template'] } : {}) }) };
      case 'POST faults': return this.#faults(fields);
      case 'POST calm': return this.#calm();
      default: return method === 'POST' ? doInShop(this.#options.live, name, fields) : null;
    }
  }

  state(): StandInState {
    const { live, apps } = this.#options;
    const { store } = live;
    let lineItems = 0;
    let refunds = 0;
    for (const order of store.orders.values()) {
      lineItems += order.lines.length;
      refunds += order.refunds.length;
    }
    const { domain, name, currencyCode, ianaTimezone, plan } = store.shop;
    return {
      shop: { domain, name, currencyCode, ianaTimezone, plan },
      now: new Date(live.now()).toISOString(),
      store: { customers: store.customers.size, orders: store.orders.size, lineItems, refunds, products: store.products.size, dropped: store.dropped },
      flowLogEntries: store.flowLog.length,
      tags: this.#tagChanges(),
      requests: this.#options.requestCount(),
      apps: apps.list().filter((app) => app.clientId !== directUseClientId)
        .map(({ clientId, title, handle, scopes, appUrl }) => ({ clientId, title, handle, scopes, appUrl })),
      webhooks: this.#options.webhooks.state(),
      faults: this.#options.faultPlan.state(),
    };
  }

  #tagChanges(): StandInState['tags'] {
    const { live, tagsThatStood } = this.#options;
    const changes = { gone: 0, new: 0 };
    for (const customer of live.store.customers.values()) {
      const before = tagsThatStood.get(customer.id) ?? [];
      changes.gone += before.filter((tag) => !customer.tags.includes(tag)).length;
      changes.new += customer.tags.filter((tag) => !before.includes(tag)).length;
    }
    return changes;
  }

  /** Entries after the id `after`, oldest first, `limit` at most. */
  #flow(query: URLSearchParams): { entries: FlowLogEntry[]; total: number } {
    const after = Number(query.get('after') ?? 0);
    const limit = Math.min(Number(query.get('limit') ?? 1000), 10_000);
    if (!Number.isInteger(after) || !Number.isInteger(limit) || limit < 1) throw new HttpError(400, '`after` and `limit` must be whole numbers.');
    const entries = this.#options.live.flowLog();
    return { entries: entries.filter((entry) => entry.id > after).slice(0, limit), total: entries.length };
  }

  #customer(query: URLSearchParams): object {
    const customer = this.#options.live.customer(Number(query.get('id')));
    if (!customer) throw new HttpError(404, `There is no customer ${query.get('id')}.`);
    const { id, firstName, lastName, email, tags, orders } = customer;
    return { id, firstName, lastName, email, tags, orders: orders.length };
  }

  /** Customer ids whose spelling in the store's file is another than Shopify's: {"12346": "12346.0"}. */
  #sourceIds(): Record<string, string> {
    const { sourceCustomerIds } = this.#options.live.store;
    return Object.fromEntries([...sourceCustomerIds].filter(([id, spelling]) => spelling !== String(id)));
  }

  /** How many rows of `{customers: [{id, email}], orders: [{id, name, processedAt}]}` are none of this shop's; times in whole seconds. */
  #strangers(fields: Record<string, unknown>): { strangers: number } {
    const { live } = this.#options;
    const seconds = (at: unknown): number => Math.floor(Number(at) / 1000);
    const rows = (name: string): Record<string, unknown>[] => {
      const list = fields[name] ?? [];
      if (!Array.isArray(list)) throw new HttpError(400, `\`${name}\` must be a list of rows.`);
      return list as Record<string, unknown>[];
    };
    const customers = rows('customers').filter(({ id, email }) => {
      const customer = live.customer(Number(id));
      return customer === undefined || customer.email !== (email ?? null);
    });
    const orders = rows('orders').filter(({ id, name, processedAt }) => {
      const order = live.order(Number(id));
      return order === undefined || order.name !== name || seconds(order.processedAt) !== seconds(processedAt);
    });
    return { strangers: customers.length + orders.length };
  }

  /** A change by the merchant: `{type = "Customer", id, add?: [...], remove?: [...]}`. */
  #tags(fields: Record<string, unknown>): object {
    const type = tagOwners.find((one) => one === (fields['type'] ?? 'Customer'));
    const id = Number(fields['id']);
    if (!type || !Number.isInteger(id)) throw new HttpError(400, '`type` must be Customer, Order or Product, and `id` its number.');
    const results = { added: [] as string[], removed: [] as string[], userErrors: [] as unknown[] };
    for (const verb of ['remove', 'add'] as const) {
      const tags = textList(fields[verb], verb);
      if (tags.length === 0) continue;
      const { live } = this.#options;
      const result = verb === 'add' ? live.addTags(type, id, tags, null) : live.removeTags(type, id, tags, null);
      if (result === 'not-found') throw new HttpError(404, `There is no ${type} ${id}.`);
      results[verb === 'add' ? 'added' : 'removed'].push(...result.changed);
      results.userErrors.push(...result.userErrors);
    }
    return results;
  }

  #clock(fields: Record<string, unknown>): object {
    const at = typeof fields['now'] === 'string' ? Date.parse(fields['now']) : Number.NaN;
    if (Number.isNaN(at)) throw new HttpError(400, '`now` must be an instant, for example "2011-12-10T00:00:00Z".');
    this.#options.live.setNow(at);
    return { now: new Date(this.#options.live.now()).toISOString() };
  }

  async #dump(fields: Record<string, unknown>): Promise<object> {
    const dir = fields['dir'];
    if (typeof dir !== 'string' || dir === '') throw new HttpError(400, '`dir` must be the directory to write to.');
    await this.#options.dump(dir);
    return { dir };
  }

  /** The state of deliveries, with the letters made last, `limit` of them. */
  #webhooks(query: URLSearchParams): object {
    const letters = this.#options.webhooks.letters().slice(-Math.min(Number(query.get('limit') ?? 100), 2000));
    return {
      ...this.#options.webhooks.state(),
      letters: letters.map(({ topic, webhookId, eventId, triggeredAt, state, attempts, dueAt, bytes }) => ({
        topic, webhookId, eventId, triggeredAt: new Date(triggeredAt).toISOString(), state, attempts, ...(state === 'waiting' ? { dueAt: new Date(dueAt).toISOString() } : {}), bytes,
      })),
    };
  }

  /** Sends now whatever waits, due or not, and what a fault holds back. */
  #flush(): object {
    this.#options.webhooks.flush();
    return this.#options.webhooks.state();
  }

  #faults(fields: Record<string, unknown>): object {
    try {
      this.#options.faultPlan.configure(readFaultSettings(fields));
    } catch (error) {
      throw new HttpError(400, (error as Error).message);
    }
    return this.#options.faultPlan.state();
  }

  #calm(): object {
    this.#options.faultPlan.calm();
    return this.#options.faultPlan.state();
  }

  /** The client id that is meant; without one, of the only app there is. */
  #appId(fields: Record<string, unknown>): string {
    const { apps } = this.#options;
    const all = [...apps.list(), ...apps.uninstalledApps()];
    if (typeof fields['clientId'] === 'string') return fields['clientId'];
    if (all.length !== 1 || all[0] === undefined) throw new HttpError(400, '`clientId` must say which app.');
    return all[0].clientId;
  }

  #revoke(fields: Record<string, unknown>): object {
    const { clientId, accessToken, keepRefreshTokens } = fields;
    if (typeof clientId !== 'string' && typeof accessToken !== 'string') throw new HttpError(400, '`clientId` or `accessToken` must say whose tokens end.');
    return {
      revoked: this.#options.apps.revoke({
        ...(typeof clientId === 'string' ? { clientId } : {}),
        ...(typeof accessToken === 'string' ? { accessToken } : {}),
        keepRefreshTokens: keepRefreshTokens === true,
      }),
    };
  }
}

function textList(value: unknown, name: string): string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value) || value.some((one) => typeof one !== 'string')) throw new HttpError(400, `\`${name}\` must be a list of tags.`);
  return value as string[];
}
