import { withTenant } from './database/tenant.server.ts';
import type { ClaimedEvent } from './inbox/claim-events.server.ts';
import { dealWithEvents, type EventHandler, type HandledEvent } from './inbox/deal-with-events.server.ts';
import { WEBHOOK_TOPICS, isWebhookTopic, type InboxEvent, type TopicPart } from './inbox/inbox-event.ts';
import { startPump, type Pump, type Turn } from './inbox/pump.server.ts';
import { outcomeOfError, type EventOutcome } from './inbox/settle-events.server.ts';
import { enqueue } from './jobs/queue.server.ts';
import { mergeMetafields } from './metafields/follow-customers.server.ts';
import { applyEvents } from './mirror/apply-events.server.ts';
import { startImport } from './mirror/start-import.server.ts';
import { followChanges } from './pipeline-follow.server.ts';
import { followProducts } from './product-fields/follow-lists.server.ts';
import { applyPrivacyEvent } from './privacy/apply-privacy-event.server.ts';
import { eventsOfRedacted } from './privacy/late-events.server.ts';
import { noteListsChanged } from './recommendations/list-store.server.ts';
import { rebuildProfilesJob } from './profiles/rebuild-profiles.job.server.ts';
import { refreshProfilesJob } from './profiles/refresh-profiles.job.server.ts';
import { machineNow } from './runtime/clock.server.ts';
import { TerminalError, errorCode, errorMessage } from './runtime/errors.ts';
import { log } from './runtime/log.server.ts';
import { observeApplied, observeStage } from './runtime/metrics.server.ts';
import { announceBulkFinish } from './shopify/bulk-finish.server.ts';
import { findShop, type Shop } from './shops/shop-store.server.ts';
import { recordScopes } from './shops/record-scopes.server.ts';
import { uninstallShop } from './shops/uninstall-shop.server.ts';
import { proposeTagsJob } from './tags/propose-tags.job.server.ts';
import { mergeCustomers } from './tags/merge-customers.server.ts';
import { WritingLanes } from './tags/writing-lanes.server.ts';
import { mergeOfEvent } from './tags/merge-event.ts';

/**
 * Which room each event of Shopify goes to, and what follows from it at once: what the mirror reports as changed is
 * followed in the same turn (profiles, wanted tags, their approval), and what was approved is written beside it. An event
 * counts as done when that is through, or a job remembers it.
 */
const HANDLERS: Partial<Record<TopicPart, (shop: Shop) => EventHandler>> = {
  mirror: (shop) => async (events) => {
    const handled = await applyEvents({ shopId: shop.id, events });
    // What is sold out or gone is not to be shown for longer than it takes to say so.
    const products = events.filter(({ topic }) => topic.startsWith('products/'));
    if (products.length > 0) await withTenant(shop.id, noteListsChanged);
    await followProducts({ shopId: shop.id, productIds: products.map(({ body }) => Number((body as { id?: unknown }).id)).filter(Number.isSafeInteger) });
    return handled;
  },
  tags: (shop) => oneByOne(async (event) => {
    const merged = await mergeCustomers({ shopId: shop.id, ...mergeOfEvent(event.body), mergedAt: event.triggeredAt, onMerged: mergeMetafields });
    return merged === null ? { outcome: 'ignored', reasonCode: 'one-already' } : { outcome: 'applied' };
  }),
  shops: (shop) => oneByOne(async (event) => {
    const about = { shopId: shop.id, shopDomain: shop.domain };
    if (event.topic === 'app/uninstalled') return (await uninstallShop({ ...about, at: event.triggeredAt })) ? { outcome: 'applied' } : { outcome: 'ignored', reasonCode: 'before-install' };
    // Orders of more than 60 days can be read now, and no event will bring them.
    if ((await recordScopes({ ...about, body: event.body })).gainedAllOrders) await startImport({ shopId: shop.id });
    return { outcome: 'applied' };
  }),
  import: () => oneByOne(async (event) => {
    await announceBulkFinish(event.body);
    return { outcome: 'applied' };
  }),
  privacy: (shop) => oneByOne(async (event) => {
    const handled = await applyPrivacyEvent({ shopId: shop.id, event });
    // Home's figures count them still, and an open proposal has lost their changes: both are made anew without them, once for all who are redacted together.
    if (event.topic === 'customers/redact' && shop.uninstalledAt === null) for (const job of [rebuildProfilesJob, proposeTagsJob]) await enqueue(job, { shopId: shop.id });
    return handled;
  }),
};

/** Events of these topics are taken out of the inbox. Those of the others wait until somebody deals with them. */
export const EVENT_TOPICS: readonly string[] = Object.entries(WEBHOOK_TOPICS).flatMap(([topic, part]) => (part in HANDLERS ? [topic] : []));

function oneByOne(handle: (event: InboxEvent) => Promise<Omit<HandledEvent, 'id'>>): EventHandler {
  return async (events) => {
    const handled: HandledEvent[] = [];
    for (const event of events) handled.push({ id: event.id, ...(await handle(event)) });
    return handled;
  };
}

let pump: Pump | undefined;
let lanes = new WritingLanes();

/** Begins to deal with Shopify's events. */
export function startEvents(): void {
  lanes = new WritingLanes();
  pump ??= startPump({ topics: EVENT_TOPICS, work: dealWithTurn });
}

/** Lets the turns that are under way come to their end, and begins no other. */
export async function stopEvents(): Promise<void> {
  const stopping = pump;
  pump = undefined;
  await stopping?.stop();
  await lanes.stop();
}

async function dealWithTurn({ shopDomain, events, signal }: Turn): Promise<EventOutcome[]> {
  const began = machineNow();
  const outcomes = await handleEvents(await findShop(shopDomain), events, signal);
  count(events, outcomes, began);
  const shop = await findShop(shopDomain);
  if (shop === null || shop.uninstalledAt !== null) return outcomes;
  observeStage('apply', machineNow() - began);
  // Also where nothing changed: a process may have died between the two.
  await follow(shop);
  return outcomes;
}

/**
 * Has each event dealt with by the room that it concerns, in the order of their arrival, and says what became of it. Nothing
 * is marked in the inbox, and what follows from the changes is yet to be followed.
 * @param found whose events they are; null: no shop of ours
 */
export async function handleEvents(found: Shop | null, events: readonly ClaimedEvent[], signal: AbortSignal): Promise<EventOutcome[]> {
  const outcomes: EventOutcome[] = events.flatMap((one) => (one.readable ? [] : [outcomeOfError(one.event, one.fault, 0)]));
  const readable = events.flatMap((one) => (one.readable ? [one.event] : []));
  let shop = found;
  for (const { part, events: together } of inRuns(readable)) {
    const handler = HANDLERS[part];
    // Once a shop has uninstalled the app, only what Shopify asks about people's data concerns it still.
    if (shop === null || (shop.uninstalledAt !== null && part !== 'privacy')) outcomes.push(...together.map((event) => ({ event, state: 'ignored' as const, reasonCode: shop === null ? 'unknown-shop' : 'not-installed' })));
    else if (handler !== undefined) outcomes.push(...await forgetRedacted(shop, part, together, await dealWithEvents(together, handler(shop), { random: Math.random, signal })));
    // What comes after an uninstall, or after the deletion of a shop, finds it so.
    if (shop !== null && (part === 'shops' || part === 'privacy')) shop = await findShop(shop.domain);
  }
  return outcomes;
}

/** What fails waits with its payload for a person to look at it. Of somebody who was redacted nothing is kept. */
async function forgetRedacted(shop: Shop, part: TopicPart, events: readonly InboxEvent[], outcomes: readonly EventOutcome[]): Promise<readonly EventOutcome[]> {
  const failed = new Set(outcomes.flatMap((one) => (one.state === 'failed' ? [one.event.id] : [])));
  if (part === 'privacy' || failed.size === 0) return outcomes;
  const redacted = await eventsOfRedacted({ shopId: shop.id, events: events.filter((event) => failed.has(event.id)) });
  return outcomes.map((one) => (redacted.has(one.event.id) ? { event: one.event, state: 'ignored', reasonCode: 'redacted' } : one));
}

/** Neighbours of one part, in the order of their arrival: a merge comes between what was before it and what was after. */
function inRuns(events: readonly InboxEvent[]): { part: TopicPart; events: InboxEvent[] }[] {
  const runs: { part: TopicPart; events: InboxEvent[] }[] = [];
  for (const event of events) {
    if (!isWebhookTopic(event.topic)) throw new TerminalError('topic', `The inbox gave out an event of the topic ${event.topic}, which nobody deals with.`);
    const part = WEBHOOK_TOPICS[event.topic];
    const last = runs.at(-1);
    if (last?.part === part) last.events.push(event);
    else runs.push({ part, events: [event] });
  }
  return runs;
}

/** What follows from the turn. Where it cannot follow at once, a job does it. */
async function follow(shop: Shop): Promise<void> {
  const began = machineNow();
  const { writer, kept } = lanes.remember(shop.id);
  const followed = await followChanges({ shopId: shop.id, patient: false, ...(writer === undefined ? {} : { writer }) }).catch((error: unknown) => {
    log.info({ shopId: shop.id, code: errorCode(error), reason: errorMessage(error) }, 'what follows from an event is left to a job');
    return null;
  });
  if (followed === null) return void (await enqueue(refreshProfilesJob, { shopId: shop.id }));
  kept();
  observeStage('follow', machineNow() - began);
  if (followed.approved && writer !== undefined) lanes.write(shop);
}

function count(claimed: readonly ClaimedEvent[], outcomes: readonly EventOutcome[], began: number): void {
  const at = machineNow();
  const stateOf = new Map(outcomes.map((outcome) => [outcome.event.id, outcome]));
  for (const { event, receivedAt } of claimed) {
    const outcome = stateOf.get(event.id);
    if (outcome === undefined || outcome.state === 'new') continue;
    const word = outcome.state === 'done' ? (outcome.reasonCode === undefined ? 'applied' : 'stale') : outcome.state;
    observeApplied({ topic: event.topic, outcome: word, seconds: (at - began) / 1000 / claimed.length, lagSeconds: (at - receivedAt.getTime()) / 1000 });
  }
}
