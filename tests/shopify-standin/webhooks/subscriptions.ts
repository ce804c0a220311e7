/** Who has subscribed to what: as the app's configuration declares it, and as it asked through the API. */
import { hasScope } from '../graphql/scopes.ts';
import type { WebhookSubscriptions } from '../graphql/services.ts';
import type { DeclaredSubscription } from './declared.ts';
import { complianceTopics, headerTopic, topics } from './topics.ts';

/** One app's wish to be told of one topic. */
export interface Subscriber {
  topic: string;
  uri: string;
  includeFields: readonly string[];
  /** The number of a subscription made through the API; null for a declared one. */
  apiId: number | null;
}

export interface Refusal {
  topic: string;
  reason: string;
}

/**
 * The subscriptions of an app's configuration, and those that Shopify would refuse to deploy, with the reason.
 * @throws {Error} for what the stand-in does not serve
 */
export function readDeclared(declared: readonly DeclaredSubscription[], scopes: readonly string[]): { subscribers: Subscriber[]; refused: Refusal[] } {
  const subscribers: Subscriber[] = [];
  const refused: Refusal[] = [];
  for (const one of declared) {
    if (one.filter !== undefined && one.filter !== '') throw new Error(`The local Shopify does not serve filters of webhooks: "${one.filter}".`);
    const add = (topic: string): void => void subscribers.push({ topic, uri: one.uri, includeFields: one.include_fields ?? [], apiId: null });
    for (const topic of one.compliance_topics ?? []) {
      if ((complianceTopics as readonly string[]).includes(topic)) add(topic);
      else refused.push({ topic, reason: 'It is not one of the three compliance topics.' });
    }
    for (const topic of one.topics ?? []) {
      const known = topics().get(topic);
      if (known === undefined) refused.push({ topic, reason: 'Shopify has no such topic.' });
      else if (known.enumName === null) refused.push({ topic, reason: 'A compliance topic stands under compliance_topics.' });
      else if (known.scopes.length > 0 && !known.scopes.some((scope) => hasScope(scopes, scope))) refused.push({ topic, reason: `The app does not have the scope ${known.scopes.join(' or ')}.` });
      else add(topic);
    }
  }
  return { subscribers, refused };
}

/** What an app subscribed to through the API, in the header's spelling. */
export function apiSubscribers(subscriptions: WebhookSubscriptions, clientId: string): Subscriber[] {
  return subscriptions.of(clientId).flatMap((one) => {
    const topic = headerTopic(one.topic);
    return topic === null ? [] : [{ topic, uri: one.uri, includeFields: one.includeFields, apiId: one.id }];
  });
}
