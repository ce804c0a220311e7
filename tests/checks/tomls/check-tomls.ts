import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isEnumType } from 'graphql';
import { ACCESS_SCOPES } from '#app/runtime/config.server.ts';
import { API_VERSION } from '#app/shopify/api-version.ts';
import { projectFiles, projectRoot } from '../files/project-files.ts';
import { publishedSchema } from '../graphql/published-schema.ts';
import { appTomlFaults } from './app-toml.ts';
import { extensionTomlFaults } from './extension-toml.ts';

/**
 * Holds the tomls that Shopify CLI reads to what the code says.
 * @returns how many were read, and one line for each fault
 */
export function checkTomls(root: string = projectRoot): { tomls: number; faults: string[] } {
  const appToml = path.join(root, 'shopify.app.toml');
  if (!existsSync(appToml)) return { tomls: 0, faults: ['shopify.app.toml is missing: Shopify CLI cannot deploy the app without it'] };
  const topic = publishedSchema().getType('WebhookSubscriptionTopic');
  if (!isEnumType(topic)) throw new Error('The published schema has no enum WebhookSubscriptionTopic.');
  const facts = { scopes: ACCESS_SCOPES, apiVersion: API_VERSION, topics: new Set(topic.getValues().map((value) => value.name)) };
  const extensions = projectFiles(root)
    .filter((file) => /^extensions\/[^/]+\/shopify\.extension\.toml$/.test(file))
    .map((file) => ({ file, text: readFileSync(path.join(root, file), 'utf8') }));
  const faults = [
    ...appTomlFaults(readFileSync(appToml, 'utf8'), facts).map((words) => `shopify.app.toml: ${words}`),
    ...extensionTomlFaults(extensions, (file) => existsSync(path.join(root, file))),
  ];
  return { tomls: 1 + extensions.length, faults };
}
