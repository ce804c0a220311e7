import { readFile } from 'node:fs/promises';
import { parse } from 'smol-toml';
import type { DeclaredSubscription } from '../shopify-standin/webhooks/declared.ts';

/** What shopify.app.toml subscribes the app to: the local Shopify sends that, as a deployment would make Shopify do. */
export async function declaredWebhooks(): Promise<DeclaredSubscription[]> {
  const text = await readFile(new URL('../../shopify.app.toml', import.meta.url), 'utf8');
  const { webhooks } = parse(text) as { webhooks?: { subscriptions?: DeclaredSubscription[] } };
  return webhooks?.subscriptions ?? [];
}
