import { parse } from 'smol-toml';
import type { TomlTable } from 'smol-toml';

/** What the code knows, that shopify.app.toml has to say too. */
export interface AppFacts {
  /** The scopes that the code asks for. */
  scopes: readonly string[];
  /** The Admin API version that the code speaks, as 2026-10. */
  apiVersion: string;
  /** Every topic of that version, as orders/create, each with the scopes of which it needs one (none: an empty list). */
  topics: ReadonlyMap<string, readonly string[]>;
  /** The topics that the code deals with (WEBHOOK_TOPICS), those of compliance among them. */
  taken: readonly string[];
  /** Where the code takes them. */
  webhooksPath: string;
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

function webhookFaults(webhooks: TomlTable, facts: AppFacts): string[] {
  const { apiVersion, taken, webhooksPath } = facts;
  const faults: string[] = [];
  if (webhooks['api_version'] !== apiVersion) faults.push(`has [webhooks] api_version = "${String(webhooks['api_version'])}", and the code speaks ${apiVersion} (API_VERSION)`);
  const seen = new Set<string>();
  for (const subscription of tables(webhooks, 'subscriptions')) {
    const uri = subscription['uri'];
    if (uri !== webhooksPath) faults.push(`has a webhook subscription with the uri ${String(uri)}, and the code takes events at ${webhooksPath}`);
    for (const key of ['filter', 'include_fields']) if (subscription[key] !== undefined) faults.push(`has a webhook subscription with ${key}: the mirror needs every event, and whole`);
    const named = strings(subscription, 'topics');
    const compliance = strings(subscription, 'compliance_topics');
    if (named.length + compliance.length === 0) faults.push(`has a webhook subscription without topics (${String(uri)})`);
    for (const topic of named) {
      faults.push(...topicFaults(topic, facts));
      if (seen.has(topic)) faults.push(`subscribes to ${topic} twice: every event would come twice`);
      seen.add(topic);
    }
    for (const topic of compliance) {
      if (!COMPLIANCE_TOPICS.includes(topic)) faults.push(`has the compliance topic ${topic}; there are ${COMPLIANCE_TOPICS.join(', ')}`);
      seen.add(topic);
    }
  }
  faults.push(...COMPLIANCE_TOPICS.filter((topic) => !seen.has(topic)).map((topic) => `does not subscribe to ${topic}, which Shopify wants of every app in its store`));
  faults.push(...taken.filter((topic) => !seen.has(topic) && !COMPLIANCE_TOPICS.includes(topic)).map((topic) => `does not subscribe to ${topic}, which the code (WEBHOOK_TOPICS) waits for`));
  return faults;
}

function topicFaults(topic: string, { topics, taken, apiVersion, scopes }: AppFacts): string[] {
  if (COMPLIANCE_TOPICS.includes(topic)) return [`lists ${topic} under topics; it belongs under compliance_topics`];
  const oneOf = topics.get(topic);
  if (oneOf === undefined) return [`subscribes to ${topic}, which Shopify ${apiVersion} does not have`];
  const faults: string[] = [];
  if (!taken.includes(topic)) faults.push(`subscribes to ${topic}, which the code (WEBHOOK_TOPICS) does not deal with`);
  if (oneOf.length > 0 && !oneOf.some((scope) => scopes.includes(scope))) faults.push(`subscribes to ${topic}, for which Shopify wants the scope ${oneOf.join(' or ')}`);
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
