import { setTimeout as sleep } from 'node:timers/promises';
import { loadShopEvents } from '#app/inbox/shop-events.server.ts';
import { control } from './control.ts';
import type { House } from './house.ts';

/** An event that fails is tried again after some seconds, and at last set aside. */
const PATIENCE_MS = 300_000;

/**
 * Has the local Shopify send at once whatever it holds back, late or out of its order, and waits until the app has dealt with
 * all of it, and with what followed.
 * @throws {Error} when events wait for longer than any retry
 */
export async function untilEventsAreIn(house: House, shopDomain: string, workIsDone: () => Promise<unknown>): Promise<void> {
  await control(house, shopDomain, 'POST', 'webhooks/flush');
  await control(house, shopDomain, 'POST', 'webhooks/idle');
  for (const began = Date.now(); (await loadShopEvents({ shopDomain, timeZone: 'UTC' })).waiting > 0; await sleep(200)) {
    if (Date.now() - began > PATIENCE_MS) throw new Error('Events that came in wait for longer than they should: see app.log.');
  }
  await workIsDone();
}
