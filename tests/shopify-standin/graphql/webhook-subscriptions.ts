import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { WebhookSubscription, WebhookSubscriptions } from './services.ts';

/** Webhook subscriptions made through the API, kept in one small file. */
export class WebhookSubscriptionFile implements WebhookSubscriptions {
  readonly #file: string;
  readonly #subscriptions = new Map<number, WebhookSubscription>();

  constructor(file: string) {
    this.#file = file;
    if (!existsSync(file)) return;
    for (const one of JSON.parse(readFileSync(file, 'utf8')) as WebhookSubscription[]) this.#subscriptions.set(one.id, one);
  }

  of(clientId: string): WebhookSubscription[] {
    return [...this.#subscriptions.values()].filter((one) => one.clientId === clientId);
  }

  create(subscription: Omit<WebhookSubscription, 'id'>): WebhookSubscription {
    const created = { ...subscription, id: Math.max(0, ...this.#subscriptions.keys()) + 1 };
    this.#subscriptions.set(created.id, created);
    this.#save();
    return created;
  }

  update(id: number, change: Partial<WebhookSubscription>): WebhookSubscription | null {
    const standing = this.#subscriptions.get(id);
    if (standing === undefined) return null;
    const changed = { ...standing, ...change };
    this.#subscriptions.set(id, changed);
    this.#save();
    return changed;
  }

  remove(id: number): void {
    this.#subscriptions.delete(id);
    this.#save();
  }

  #save(): void {
    writeFileSync(`${this.#file}.partial`, JSON.stringify([...this.#subscriptions.values()]));
    renameSync(`${this.#file}.partial`, this.#file);
  }
}
