/** The topics that Shopify knows: their spelling in GraphQL and in headers, and the access that each asks for. */
import { isEnumType } from 'graphql';
import { adminSchema } from '../graphql/schema.ts';

export interface Topic {
  /** As WebhookSubscriptionTopic spells it; null for a compliance topic, which only an app's configuration names. */
  enumName: string | null;
  /** One of these is needed; none: anybody may subscribe. */
  scopes: readonly string[];
}

export const complianceTopics = ['customers/data_request', 'customers/redact', 'shop/redact'] as const;

let known: Map<string, Topic> | null = null;

/** By the header's spelling (orders/create, customer.tags_added). Read from the schema's own descriptions of its topics. */
export function topics(): ReadonlyMap<string, Topic> {
  if (known !== null) return known;
  known = new Map(complianceTopics.map((topic) => [topic as string, { enumName: null, scopes: [] }]));
  const type = adminSchema().getType('WebhookSubscriptionTopic');
  if (!isEnumType(type)) throw new Error('The published schema has no WebhookSubscriptionTopic.');
  for (const { name, description } of type.getValues()) {
    const text = (description ?? '').replace(/\s+/g, ' ');
    const topic = /topic for `([^`]+)`/.exec(text)?.[1];
    if (topic === undefined) continue;
    const one = /Requires the `(\w+)` scope/.exec(text)?.[1];
    const any = /at least one of the following scopes: ([\w, ]+)/.exec(text)?.[1];
    known.set(topic, { enumName: name, scopes: one !== undefined ? [one] : (any?.split(',').map((scope) => scope.trim()).filter(Boolean) ?? []) });
  }
  return known;
}

/** The header's spelling of a topic of the GraphQL enum. */
export function headerTopic(enumName: string): string | null {
  for (const [topic, one] of topics()) if (one.enumName === enumName) return topic;
  return null;
}
