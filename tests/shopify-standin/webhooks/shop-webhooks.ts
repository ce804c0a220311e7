/** One shop's webhooks: who is told of what, written, signed, and handed to the post office, with the faults of the shop's plan. */
import { createHmac, randomUUID } from 'node:crypto';
import { appNumber } from '../app-number.ts';
import type { Apps, InstalledApp } from '../apps.ts';
import type { FaultPlan } from '../faults/fault-plan.ts';
import { servedVersion } from '../graphql/schema.ts';
import type { WebhookSubscriptions } from '../graphql/services.ts';
import type { LiveStore } from '../store/live-store.ts';
import type { StoreChange } from '../store/store-change.ts';
import { webhookEvents } from './events.ts';
import type { WebhookEvent } from './events.ts';
import { scopesPayload, shopPayload, shopRedactPayload } from './payloads/shop.ts';
import type { Letter, PostOffice } from './post-office.ts';
import { apiSubscribers, readDeclared } from './subscriptions.ts';
import type { Refusal, Subscriber } from './subscriptions.ts';
import { complianceTopics } from './topics.ts';

/** Shopify asks for a shop's data to be forgotten so long after the app was uninstalled. */
const shopRedactAfterMs = 48 * 3_600_000;
const keptLetters = 2_000;
/** Letters whose text is kept for replays, while one may be drawn; a few of the last in any case. */
const keptForReplay = 200;
const keptInAnyCase = 20;
const nothing = Buffer.alloc(0);
/** Longest, by the real clock, that a letter is held back to come out of order. */
const heldMs = 300;

export interface ShopWebhooksOptions {
  live: LiveStore;
  apps: Apps;
  office: PostOffice;
  faults: FaultPlan;
  /** Subscriptions made through the API. */
  subscriptions: WebhookSubscriptions;
  pictureUrl: () => string;
}

export interface WebhooksState {
  /** Letters made since the start, by topic. */
  made: Record<string, number>;
  delivered: number;
  /** Tries that were not answered with 2xx in time. */
  failedTries: number;
  waiting: number;
  givenUp: number;
  /** Letters that a fault lost. */
  dropped: number;
  subscriptions: { clientId: string; topic: string; uri: string; by: 'configuration' | 'api' }[];
  refused: Refusal[];
}

export class ShopWebhooks {
  readonly #options: ShopWebhooksOptions;
  /** What each app's configuration declares, as read once. */
  readonly #declared = new WeakMap<InstalledApp, ReturnType<typeof readDeclared>>();
  readonly #log: Letter[] = [];
  readonly #made = new Map<string, number>();
  readonly #old: Letter[] = [];
  #held: { letter: Letter; after: number }[] = [];
  #heldTimer: NodeJS.Timeout | null = null;
  #delivered = 0;
  #givenUp = 0;
  #dropped = 0;
  /** The step that events are of: all of one merchant's or buyer's doing share an id. */
  #step = { at: -1, id: '', topics: new Set<string>() };

  constructor(options: ShopWebhooksOptions) {
    this.#options = options;
    options.live.onChange((change) => this.#tell(change));
    options.live.onClock(() => void options.office.sendDue());
  }

  /** Sends a webhook to every app that subscribed to its topic. @returns how many letters that made */
  publish(event: WebhookEvent, at = this.#options.live.now()): number {
    let letters = 0;
    for (const app of this.#options.apps.list()) letters += this.#publishTo(app, event, at);
    return letters;
  }

  /** The merchant uninstalls the app: its tokens end, it is told, and 48 hours on it is asked to forget the shop. */
  uninstall(clientId: string): boolean {
    const { live, apps, office, subscriptions } = this.#options;
    const app = apps.app(clientId);
    if (app === null) return false;
    const { shop } = live.store;
    const at = live.now();
    this.#publishTo(app, { topic: 'app/uninstalled', subject: 'shop', payload: () => shopPayload(shop) }, at);
    apps.uninstall(clientId);
    live.appData.forget(appNumber(clientId));
    for (const one of subscriptions.of(clientId)) subscriptions.remove(one.id);
    for (const letter of this.#lettersTo(app, { topic: 'shop/redact', subject: 'shop', payload: () => shopRedactPayload(shop) }, at)) {
      letter.dueAt = at + shopRedactAfterMs;
      letter.triggeredAt = letter.dueAt;
      this.#write(letter, app);
      office.post(letter);
    }
    return true;
  }

  /** The merchant installs the app again: whatever was to be forgotten is not. */
  installAgain(clientId: string): boolean {
    const { live, apps, office } = this.#options;
    if (!apps.installAgain(clientId)) return false;
    office.withdraw((letter) => letter.shopDomain === live.store.shop.domain && letter.topic === 'shop/redact');
    return true;
  }

  /** The merchant grants other scopes. */
  setScopes(clientId: string, scopes: readonly string[]): boolean {
    const { live, apps } = this.#options;
    const app = apps.app(clientId);
    if (app === null) return false;
    const previous = app.scopes;
    apps.install({ ...app, scopes: [...scopes] });
    const { shop } = live.store;
    this.publish({ topic: 'app/scopes_update', subject: 'app', payload: () => scopesPayload(1, previous, scopes, shop, live.now()) });
    return true;
  }

  /** Asks an app to forget the shop, now, whatever the time since it was uninstalled. @returns letters made */
  sendShopRedact(clientId: string): number {
    const { live, apps, office } = this.#options;
    const app = apps.app(clientId) ?? apps.uninstalledApp(clientId);
    const letters = app === null ? [] : this.#lettersTo(app, { topic: 'shop/redact', subject: 'shop', payload: () => shopRedactPayload(live.store.shop) }, live.now());
    for (const letter of letters) office.post(letter);
    return letters.length;
  }

  /** Lets go of what a fault holds back, and sends what waits, due or not. */
  flush(): void {
    this.#release(Infinity);
    this.#options.office.sendDue({ all: true, shopDomain: this.#options.live.store.shop.domain });
  }

  /** Letters made last, newest last. */
  letters(): readonly Letter[] {
    return this.#log;
  }

  state(): WebhooksState {
    const { apps, office, subscriptions, live } = this.#options;
    let failedTries = 0;
    for (const letter of this.#log) failedTries += letter.attempts.length - (letter.state === 'delivered' ? 1 : 0);
    const refused: Refusal[] = [];
    const all: WebhooksState['subscriptions'] = [];
    for (const app of apps.list()) {
      const declared = this.#declaredBy(app);
      refused.push(...declared.refused);
      for (const { topic, uri } of declared.subscribers) all.push({ clientId: app.clientId, topic, uri, by: 'configuration' });
      for (const { topic, uri } of apiSubscribers(subscriptions, app.clientId)) all.push({ clientId: app.clientId, topic, uri, by: 'api' });
    }
    return {
      made: Object.fromEntries(this.#made), delivered: this.#delivered, failedTries, waiting: office.waiting().filter((letter) => letter.shopDomain === live.store.shop.domain).length + this.#held.length,
      givenUp: this.#givenUp, dropped: this.#dropped, subscriptions: all, refused,
    };
  }

  close(): void {
    if (this.#heldTimer !== null) clearTimeout(this.#heldTimer);
  }

  #tell(change: StoreChange): void {
    const { live, pictureUrl, faults } = this.#options;
    if (faults.strikes('clockMoved')) live.setNow(live.now() + faults.clockStepMs());
    for (const event of webhookEvents(change, live, pictureUrl())) this.publish(event, change.at);
  }

  #declaredBy(app: InstalledApp): ReturnType<typeof readDeclared> {
    const known = this.#declared.get(app);
    if (known !== undefined) return known;
    const read = readDeclared(app.webhooks ?? [], app.scopes);
    for (const { topic, reason } of read.refused) sayOnce(`The local Shopify does not send ${topic} to ${app.title}: ${reason}\n`);
    this.#declared.set(app, read);
    return read;
  }

  #publishTo(app: InstalledApp, event: WebhookEvent, at: number): number {
    const letters = this.#lettersTo(app, event, at);
    for (const letter of letters) this.#post(letter);
    return letters.length;
  }

  #lettersTo(app: InstalledApp, event: WebhookEvent, at: number): Letter[] {
    if (app.target === undefined) return [];
    const { subscriptions } = this.#options;
    const subscribers = [...this.#declaredBy(app).subscribers, ...apiSubscribers(subscriptions, app.clientId)].filter((one) => one.topic === event.topic);
    if (subscribers.length === 0) return [];
    const payload = event.payload();
    const whole = JSON.stringify(payload);
    const eventId = this.#eventId(event, at);
    return subscribers.flatMap((subscriber) => {
      const url = addressOf(subscriber, app.target ?? '');
      if (url === null) return [];
      const { includeFields } = subscriber;
      const text = includeFields.length === 0 ? whole : JSON.stringify(Object.fromEntries(Object.entries(payload).filter(([name]) => includeFields.some((field) => field.split('.')[0] === name))));
      return [this.#letter(app, subscriber, event, { url, body: Buffer.from(text), eventId, at })];
    });
  }

  #letter(app: InstalledApp, subscriber: Subscriber, event: WebhookEvent, { url, body, eventId, at }: { url: URL; body: Buffer; eventId: string; at: number }): Letter {
    const { live, subscriptions } = this.#options;
    const letter: Letter = {
      shopDomain: live.store.shop.domain, topic: event.topic, subject: event.subject, webhookId: randomUUID(), eventId, triggeredAt: at, url, headers: {}, body,
      now: () => live.now(), attempts: [], state: 'queued', dueAt: 0,
      bytes: body.length,
      onDelivered: () => {
        this.#delivered += 1;
        // The log keeps what became of it, not its text: fifty busy shops would fill the memory.
        letter.body = nothing;
      },
      onGivenUp: () => {
        this.#givenUp += 1;
        // A subscription made through the API that is not answered for so long ends; a declared one stays.
        if (subscriber.apiId !== null) subscriptions.remove(subscriber.apiId);
      },
    };
    this.#write(letter, app);
    this.#made.set(event.topic, (this.#made.get(event.topic) ?? 0) + 1);
    this.#log.push(letter);
    if (this.#log.length > keptLetters * 1.5) this.#log.splice(0, this.#log.length - keptLetters);
    return letter;
  }

  #write(letter: Letter, app: InstalledApp): void {
    letter.headers = {
      'Content-Type': 'application/json',
      'User-Agent': 'Shopify-Captain-Hook',
      'X-Shopify-Topic': letter.topic,
      'X-Shopify-Hmac-Sha256': createHmac('sha256', app.clientSecret).update(letter.body).digest('base64'),
      'X-Shopify-Shop-Domain': letter.shopDomain,
      'X-Shopify-API-Version': servedVersion,
      'X-Shopify-Webhook-Id': letter.webhookId,
      'X-Shopify-Event-Id': letter.eventId,
      // Shopify's goes to nanoseconds.
      'X-Shopify-Triggered-At': new Date(letter.triggeredAt).toISOString().replace('Z', '000000Z'),
    };
  }

  /** All that came of one doing share an id; a second event of the same topic in it has one of its own. */
  #eventId(event: WebhookEvent, at: number): string {
    if (this.#step.at !== at) this.#step = { at, id: randomUUID(), topics: new Set() };
    const key = `${event.topic} ${event.subject}`;
    const other = [...this.#step.topics].some((one) => one.startsWith(`${event.topic} `) && one !== key);
    this.#step.topics.add(key);
    return other ? randomUUID() : this.#step.id;
  }

  /** Hands a letter on, with what the plan does to it. */
  #post(letter: Letter): void {
    const { faults, office } = this.#options;
    const { topic } = letter;
    // Privacy and installation are told for certain, if late: an app could not find out otherwise.
    const mayBeLost = !(complianceTopics as readonly string[]).includes(topic) && topic !== 'app/uninstalled';
    const finish = topic === 'bulk_operations/finish' && faults.strikes('finishLost', topic);
    if (mayBeLost && (finish || faults.strikes('drop', topic))) {
      letter.state = 'dropped';
      this.#dropped += 1;
      this.#release(1);
      return;
    }
    if (faults.strikes('delay', topic)) letter.dueAt = letter.now() + faults.delayMs();
    if (faults.strikes('reorder', topic)) this.#hold(letter, faults.draw('reorder', 1, 5));
    else {
      office.post(letter);
      if (faults.strikes('duplicateAtOnce', topic)) office.post(copyOf(letter), true);
      else if (faults.strikes('duplicate', topic)) office.post(copyOf(letter));
      this.#release(1);
    }
    if (this.#old.length > 0 && faults.strikes('replay', topic)) {
      const old = this.#old[faults.draw('replay', 0, this.#old.length - 1)];
      if (old !== undefined) office.post(replayOf(old));
    }
    if (!mayBeLost) return;
    this.#old.push(copyOf(letter));
    const kept = faults.mayStrike('replay') ? keptForReplay : keptInAnyCase;
    if (this.#old.length > kept) this.#old.splice(0, this.#old.length - kept);
  }

  #hold(letter: Letter, after: number): void {
    this.#held.push({ letter, after });
    this.#heldTimer ??= setTimeout(() => this.#release(Infinity), heldMs);
    this.#heldTimer.unref();
  }

  /** So many letters have gone by. */
  #release(passed: number): void {
    if (this.#held.length === 0) return;
    for (const held of this.#held) held.after -= passed;
    const due = this.#held.filter((held) => held.after <= 0);
    this.#held = this.#held.filter((held) => held.after > 0);
    if (this.#held.length === 0 && this.#heldTimer !== null) {
      clearTimeout(this.#heldTimer);
      this.#heldTimer = null;
    }
    for (const { letter } of due) this.#options.office.post(letter);
  }
}

const said = new Set<string>();

/** Fifty shops have one thing to say. */
function sayOnce(text: string): void {
  if (said.has(text)) return;
  said.add(text);
  process.stderr.write(text);
}

/** Where a subscription's letters go: the app itself, whatever host its public address has; null for other carriers. */
function addressOf(subscriber: Subscriber, target: string): URL | null {
  if (/^(pubsub:|arn:)/.test(subscriber.uri)) return null;
  const meant = new URL(subscriber.uri, 'https://app.example.com');
  return new URL(meant.pathname + meant.search, target);
}

/** The same delivery a second time: Shopify promises at least one. */
function copyOf(letter: Letter): Letter {
  return { ...letter, attempts: [], state: 'queued', onDelivered: () => {}, onGivenUp: () => {} };
}

/** An old payload, told anew. */
function replayOf(letter: Letter): Letter {
  const [webhookId, eventId] = [randomUUID(), randomUUID()];
  return { ...copyOf(letter), webhookId, eventId, dueAt: 0, headers: { ...letter.headers, 'X-Shopify-Webhook-Id': webhookId, 'X-Shopify-Event-Id': eventId } };
}
