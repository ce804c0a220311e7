import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isEnumType } from 'graphql';
import { WEBHOOK_TOPICS } from '#app/inbox/inbox-event.ts';
import { WEBHOOKS_PATH } from '#app/ingress/webhook-headers.ts';
import { ACCESS_SCOPES } from '#app/runtime/config.server.ts';
import { API_VERSION } from '#app/shopify/api-version.ts';
import { projectFiles, projectRoot } from '../files/project-files.ts';
import { publishedSchema } from '../graphql/published-schema.ts';
import { appTomlFaults } from './app-toml.ts';
import { extensionTomlFaults } from './extension-toml.ts';
import { knownTargets } from './known-targets.ts';

/**
 * Holds the tomls that Shopify CLI reads to what the code says.
 * @returns how many were read, and one line for each fault
 */
export function checkTomls(root: string = projectRoot): { tomls: number; faults: string[] } {
  const appToml = path.join(root, 'shopify.app.toml');
  if (!existsSync(appToml)) return { tomls: 0, faults: ['shopify.app.toml is missing: Shopify CLI cannot deploy the app without it'] };
  const facts = { scopes: ACCESS_SCOPES, apiVersion: API_VERSION, topics: publishedTopics(), taken: Object.keys(WEBHOOK_TOPICS), webhooksPath: WEBHOOKS_PATH };
  const extensions = projectFiles(root)
    .filter((file) => /^extensions\/[^/]+\/shopify\.extension\.toml$/.test(file))
    .map((file) => ({ file, text: readFileSync(path.join(root, file), 'utf8') }));
  const faults = [
    ...appTomlFaults(readFileSync(appToml, 'utf8'), facts).map((words) => `shopify.app.toml: ${words}`),
    ...extensionTomlFaults(extensions, (file) => existsSync(path.join(root, file)), knownTargets()),
  ];
  return { tomls: 1 + extensions.length, faults };
}

/**
 * Every topic as headers and tomls name it, with the scopes of which it needs one. The schema's names are in capitals with
 * nothing to tell a dot from a slash; its descriptions have both, and the scopes.
 */
export function publishedTopics(): Map<string, string[]> {
  const topic = publishedSchema().getType('WebhookSubscriptionTopic');
  if (!isEnumType(topic)) throw new Error('The published schema has no enum WebhookSubscriptionTopic.');
  const topics = new Map<string, string[]>();
  for (const { description } of topic.getValues()) {
    const words = (description ?? '').replace(/\s+/g, ' ');
    const name = /The webhook topic for `([^`]+)` events/.exec(words)?.[1];
    const scopes = /Requires (?:the|at least one of the following scopes:) ([^.]+?)(?: scope)?\./.exec(words)?.[1] ?? '';
    if (name !== undefined) topics.set(name, scopes.match(/[a-z_]+/g) ?? []);
  }
  return topics;
}
