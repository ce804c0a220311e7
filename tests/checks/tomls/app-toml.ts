import { parse } from 'smol-toml';
import type { TomlTable } from 'smol-toml';

/** What the code knows, that shopify.app.toml has to say too. */
export interface AppFacts {
  /** The scopes that the code asks for. */
  scopes: readonly string[];
  /** The Admin API version that the code speaks, as 2026-10. */
  apiVersion: string;
  /** Names of WebhookSubscriptionTopic in the published schema, as ORDERS_CREATE. */
  topics: ReadonlySet<string>;
}

/** Shopify sends these to every app in its store; they have a key of their own. */
const COMPLIANCE_TOPICS: readonly string[] = ['customers/data_request', 'customers/redact', 'shop/redact'];
const PROXY_PREFIXES: readonly string[] = ['a', 'apps', 'community', 'tools'];
/** Keys at the top that Shopify CLI knows, as far as this app may come to need them. A slip of the pen is otherwise ignored in silence. */
const KNOWN_KEYS: readonly string[] = [
  'client_id', 'name', 'handle', 'application_url', 'embedded', 'extension_directories', 'web_directories', 'organization_id',
  'access_scopes', 'auth', 'webhooks', 'app_proxy', 'app_preferences', 'pos', 'build', 'access', 'product', 'customer', 'order', 'shop',
];

/**
 * What is wrong with shopify.app.toml, or would be refused or ignored by Shopify CLI.
 * @returns one line for each fault
 */
export function appTomlFaults(text: string, facts: AppFacts): string[] {
  const toml = parseToml(text);
  if (typeof toml === 'string') return [toml];
  return [...topFaults(toml), ...scopeFaults(table(toml, 'access_scopes'), facts), ...authFaults(toml), ...webhookFaults(table(toml, 'webhooks'), facts), ...proxyFaults(toml)];
}

/** @returns the table, or why it cannot be read */
export function parseToml(text: string): TomlTable | string {
  try {
    return parse(text);
  } catch (error) {
    return `is not TOML: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`;
  }
}

export function table(of: TomlTable, key: string): TomlTable {
  const value = of[key];
  return typeof value === 'object' && !Array.isArray(value) && !(value instanceof Date) ? (value as TomlTable) : {};
}

/** The tables of `[[key]]`, none when there are none. */
export function tables(of: TomlTable, key: string): TomlTable[] {
  const value = of[key];
  return Array.isArray(value) ? value.filter((item): item is TomlTable => typeof item === 'object' && !Array.isArray(item) && !(item instanceof Date)) : [];
}

function strings(of: TomlTable, key: string): string[] {
  const value = of[key];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function topFaults(toml: TomlTable): string[] {
  const faults = Object.keys(toml).filter((key) => !KNOWN_KEYS.includes(key)).map((key) => `has "${key}", which Shopify CLI does not know`);
  // client_id may be empty: `shopify app config link` writes a developer's own.
  if (typeof toml['client_id'] !== 'string') faults.push('needs client_id (it may be empty; `shopify app config link` writes it)');
  const name = toml['name'];
  if (typeof name !== 'string' || name === '' || name.length > 30) faults.push('needs a name of 1 to 30 letters');
  if (typeof toml['handle'] !== 'string' || !/^[a-z0-9-]+$/.test(toml['handle'])) faults.push('needs a handle of small letters, digits and hyphens');
  if (!isHttps(toml['application_url'])) faults.push('needs an application_url that begins with https://');
  if (toml['embedded'] !== true) faults.push('needs embedded = true: the app lives inside the admin');
  return faults;
}

function scopeFaults(access: TomlTable, { scopes }: AppFacts): string[] {
  const written = access['scopes'];
  if (typeof written !== 'string') return ['needs [access_scopes] scopes'];
  const asked = written.split(',').map((scope) => scope.trim()).filter((scope) => scope !== '');
  const faults = [
    ...asked.filter((scope) => !scopes.includes(scope)).map((scope) => `asks for the scope ${scope}, which the code (ACCESS_SCOPES) does not`),
    ...scopes.filter((scope) => !asked.includes(scope)).map((scope) => `does not ask for the scope ${scope}, which the code (ACCESS_SCOPES) needs`),
    ...asked.filter((scope, index) => asked.indexOf(scope) !== index).map((scope) => `asks for the scope ${scope} twice`),
  ];
  if (access['use_legacy_install_flow'] === true) faults.push('uses the legacy install flow; the app gets its token by token exchange');
  return faults;
}

function authFaults(toml: TomlTable): string[] {
  const urls = strings(table(toml, 'auth'), 'redirect_urls');
  if (urls.length === 0) return ['needs [auth] redirect_urls'];
  const application = toml['application_url'];
  return urls.flatMap((url) => {
    if (!isHttps(url)) return [`has the redirect URL ${url}, which does not begin with https://`];
    const stranger = isHttps(application) && new URL(url).origin !== new URL(application).origin;
    return stranger ? [`has the redirect URL ${url}, which is not below application_url`] : [];
  });
}

function webhookFaults(webhooks: TomlTable, { apiVersion, topics }: AppFacts): string[] {
  const faults: string[] = [];
  if (webhooks['api_version'] !== apiVersion) faults.push(`has [webhooks] api_version = "${String(webhooks['api_version'])}", and the code speaks ${apiVersion} (API_VERSION)`);
  const subscriptions = tables(webhooks, 'subscriptions');
  const seen = new Set<string>();
  for (const subscription of subscriptions) {
    const uri = subscription['uri'];
    if (typeof uri !== 'string' || !/^(\/|https:\/\/|pubsub:\/\/|arn:aws:events:)/.test(uri)) faults.push(`has a webhook subscription without a usable uri (${String(uri)})`);
    const named = strings(subscription, 'topics');
    const compliance = strings(subscription, 'compliance_topics');
    if (named.length + compliance.length === 0) faults.push(`has a webhook subscription without topics (${String(uri)})`);
    for (const topic of named) {
      if (COMPLIANCE_TOPICS.includes(topic)) faults.push(`lists ${topic} under topics; it belongs under compliance_topics`);
      else if (!/^[a-z_]+\/[a-z_]+$/.test(topic) || !topics.has(topic.toUpperCase().replace('/', '_'))) faults.push(`subscribes to ${topic}, which Shopify ${apiVersion} does not have`);
      // With a filter or other fields, one topic may be subscribed to twice for good reason.
      if (seen.has(topic) && subscription['filter'] === undefined) faults.push(`subscribes to ${topic} twice: every event would come twice`);
      seen.add(topic);
    }
    for (const topic of compliance) {
      if (!COMPLIANCE_TOPICS.includes(topic)) faults.push(`has the compliance topic ${topic}; there are ${COMPLIANCE_TOPICS.join(', ')}`);
      seen.add(topic);
    }
  }
  if (subscriptions.length > 0) faults.push(...COMPLIANCE_TOPICS.filter((topic) => !seen.has(topic)).map((topic) => `does not subscribe to ${topic}, which Shopify wants of every app in its store`));
  return faults;
}

function proxyFaults(toml: TomlTable): string[] {
  if (toml['app_proxy'] === undefined) return [];
  const proxy = table(toml, 'app_proxy');
  const faults: string[] = [];
  const url = proxy['url'];
  if (typeof url !== 'string' || !/^(https:\/\/|\/)/.test(url)) faults.push('needs [app_proxy] url, with https:// or from application_url on');
  if (!PROXY_PREFIXES.includes(String(proxy['prefix']))) faults.push(`has [app_proxy] prefix = "${String(proxy['prefix'])}"; Shopify takes ${PROXY_PREFIXES.join(', ')}`);
  if (typeof proxy['subpath'] !== 'string' || !/^[A-Za-z0-9_-]{1,30}$/.test(proxy['subpath'])) faults.push('needs [app_proxy] subpath of at most 30 letters, digits, _ and -');
  return faults;
}

function isHttps(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith('https://') && URL.canParse(value);
}
