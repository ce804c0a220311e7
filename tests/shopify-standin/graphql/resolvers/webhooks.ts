import { gid, gidNumber } from '../../store/model.ts';
import { NotServed } from '../errors.ts';
import { connection } from '../paging.ts';
import { servedVersion } from '../schema.ts';
import { dateTime, servedType, Typed, withArgs } from '../serving.ts';
import type { Args, Rows, ServedField, ServedType, Serving } from '../serving.ts';
import type { WebhookSubscription } from '../services.ts';
import { countRows } from './counts.ts';

interface Payload {
  webhookSubscription: WebhookSubscription | null;
  userErrors: { field: string[] | null; message: string }[];
}

const inputFields = ['callbackUrl', 'uri', 'format', 'filter', 'includeFields', 'metafieldNamespaces', 'name'];

function rows(_: unknown, args: Args, serving: Serving): Rows<WebhookSubscription> {
  const topics = Array.isArray(args.topics) ? args.topics : null;
  const own = serving.services.webhooks.of(serving.app.clientId);
  const id = (one: WebhookSubscription): number => one.id;
  const list = own.filter((one) => (topics === null || topics.includes(one.topic)) && (args.uri === undefined || args.uri === null || one.uri === args.uri));
  return { list, id, value: id, keep: null, reverse: args.reverse === true };
}

function own(args: Args, serving: Serving): WebhookSubscription | null {
  const id = gidNumber('WebhookSubscription', String(args.id));
  return serving.services.webhooks.of(serving.app.clientId).find((one) => one.id === id) ?? null;
}

/** What the input says, as far as it says it. */
function read(input: Record<string, unknown>): Partial<WebhookSubscription> {
  for (const name of Object.keys(input)) if (!inputFields.includes(name)) throw new NotServed(`WebhookSubscriptionInput.${name}`);
  const change: Partial<WebhookSubscription> = {};
  const uri = input.uri ?? input.callbackUrl;
  if (typeof uri === 'string') change.uri = uri;
  if (typeof input.format === 'string') change.format = input.format;
  if (typeof input.filter === 'string') change.filter = input.filter;
  if (typeof input.name === 'string') change.name = input.name;
  if (Array.isArray(input.includeFields)) change.includeFields = input.includeFields.map(String);
  if (Array.isArray(input.metafieldNamespaces)) change.metafieldNamespaces = input.metafieldNamespaces.map(String);
  return change;
}

function refused(field: string[] | null, message: string): Payload {
  return { webhookSubscription: null, userErrors: [{ field, message }] };
}

/** Shopify's rules for an address: HTTPS, or a Pub/Sub topic, or an EventBridge ARN. */
function badAddress(uri: string): string | null {
  if (/^pubsub:\/\/[^:]+:[^:]+$/.test(uri) || uri.startsWith('arn:aws:events:')) return null;
  if (!URL.canParse(uri)) return 'Address is not a valid URL';
  return new URL(uri).protocol === 'https:' ? null : 'Address protocol http:// is not supported';
}

function create(args: Args, serving: Serving): Payload {
  const change = read(args.webhookSubscription as Record<string, unknown>);
  const path = ['webhookSubscription', 'callbackUrl'];
  if (change.uri === undefined) return refused(path, "Address can't be blank");
  const bad = badAddress(change.uri);
  if (bad !== null) return refused(path, bad);
  const topic = String(args.topic);
  const { webhooks } = serving.services;
  const format = change.format ?? 'JSON';
  const standing = webhooks.of(serving.app.clientId).some(
    (one) => one.topic === topic && one.uri === change.uri && one.format === format && one.filter === (change.filter ?? null),
  );
  if (standing) return refused(path, 'Address for this topic has already been taken');
  const webhookSubscription = webhooks.create({
    clientId: serving.app.clientId,
    topic,
    uri: change.uri,
    format,
    filter: change.filter ?? null,
    includeFields: change.includeFields ?? [],
    metafieldNamespaces: change.metafieldNamespaces ?? [],
    name: change.name ?? null,
    createdAt: serving.now,
    updatedAt: serving.now,
  });
  return { webhookSubscription, userErrors: [] };
}

function update(args: Args, serving: Serving): Payload {
  const standing = own(args, serving);
  if (standing === null) return refused(['id'], 'Webhook subscription does not exist');
  const change = read(args.webhookSubscription as Record<string, unknown>);
  const bad = change.uri === undefined ? null : badAddress(change.uri);
  if (bad !== null) return refused(['webhookSubscription', 'callbackUrl'], bad);
  const webhookSubscription = serving.services.webhooks.update(standing.id, { ...change, updatedAt: serving.now });
  return { webhookSubscription, userErrors: [] };
}

export const webhookRoots: Record<string, ServedField<unknown>> = {
  webhookSubscription: withArgs(['id'], (_, args, serving) => own(args, serving)),
  webhookSubscriptions: connection(rows, ['topics', 'uri']),
  webhookSubscriptionsCount: withArgs(['limit'], (root, args, serving) => countRows(rows(root, args, serving), args)),
};

export const webhookMutations: Record<string, ServedField<unknown>> = {
  webhookSubscriptionCreate: withArgs(['topic', 'webhookSubscription'], (_, args, serving) => create(args, serving)),
  webhookSubscriptionUpdate: withArgs(['id', 'webhookSubscription'], (_, args, serving) => update(args, serving)),
  webhookSubscriptionDelete: withArgs(['id'], (_, args, serving) => {
    const standing = own(args, serving);
    if (standing === null) return refused(['id'], 'Webhook subscription does not exist');
    serving.services.webhooks.remove(standing.id);
    return { webhookSubscription: standing, userErrors: [] } satisfies Payload;
  }),
};

const payload = servedType<Payload>({
  webhookSubscription: (one) => one.webhookSubscription,
  userErrors: (one) => one.userErrors,
});

function endpoint(one: WebhookSubscription): Typed {
  if (one.uri.startsWith('arn:')) return new Typed('WebhookEventBridgeEndpoint', one);
  return new Typed(one.uri.startsWith('pubsub:') ? 'WebhookPubSubEndpoint' : 'WebhookHttpEndpoint', one);
}

export const webhookTypes: Record<string, ServedType> = {
  WebhookSubscription: servedType<WebhookSubscription>({
    id: (one) => gid('WebhookSubscription', one.id),
    legacyResourceId: (one) => String(one.id),
    topic: (one) => one.topic,
    uri: (one) => one.uri,
    callbackUrl: (one) => one.uri,
    endpoint,
    format: (one) => one.format,
    filter: (one) => one.filter,
    name: (one) => one.name,
    includeFields: (one) => one.includeFields,
    metafieldNamespaces: (one) => one.metafieldNamespaces,
    apiVersion: () => servedVersion,
    createdAt: (one) => dateTime(one.createdAt),
    updatedAt: (one) => dateTime(one.updatedAt),
  }),
  WebhookHttpEndpoint: servedType<WebhookSubscription>({ callbackUrl: (one) => one.uri }),
  WebhookEventBridgeEndpoint: servedType<WebhookSubscription>({ arn: (one) => one.uri }),
  WebhookPubSubEndpoint: servedType<WebhookSubscription>({
    pubSubProject: (one) => one.uri.slice('pubsub://'.length).split(':')[0],
    pubSubTopic: (one) => one.uri.slice('pubsub://'.length).split(':')[1],
  }),
  WebhookSubscriptionCreatePayload: payload,
  WebhookSubscriptionUpdatePayload: payload,
  WebhookSubscriptionDeletePayload: servedType<Payload>({
    deletedWebhookSubscriptionId: (one) => (one.webhookSubscription === null ? null : gid('WebhookSubscription', one.webhookSubscription.id)),
    userErrors: (one) => one.userErrors,
  }),
};
