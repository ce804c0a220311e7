import { describe, expect, it } from 'vitest';
import { appTomlFaults, type AppFacts } from './app-toml.ts';
import { checkTomls, publishedTopics } from './check-tomls.ts';
import { extensionTomlFaults } from './extension-toml.ts';
import { knownTargets } from './known-targets.ts';

const facts: AppFacts = {
  scopes: ['read_customers', 'write_customers'],
  apiVersion: '2026-10',
  topics: new Map([['app/uninstalled', []], ['customers/update', ['read_customers']], ['customers/merge', ['read_customer_merge']], ['customer.tags_added', ['read_customers', 'read_marketplace_customers']]]),
  taken: ['app/uninstalled', 'customers/update', 'customers/redact'],
  webhooksPath: '/webhooks',
};
const good = `
client_id = ""
name = "Regulars"
handle = "regulars"
application_url = "https://example.com"
embedded = true
[access_scopes]
scopes = "read_customers,write_customers"
[auth]
redirect_urls = ["https://example.com/auth/callback"]
[webhooks]
api_version = "2026-10"
[[webhooks.subscriptions]]
topics = ["app/uninstalled", "customers/update"]
uri = "/webhooks"
[[webhooks.subscriptions]]
compliance_topics = ["customers/data_request", "customers/redact", "shop/redact"]
uri = "/webhooks"
`;
const withProxy = `${good}
[app_proxy]
url = "/proxy"
subpath = "regulars"
prefix = "apps"
`;

describe('shopify.app.toml', () => {
  it('passes when it says what the code says', () => {
    expect(appTomlFaults(good, facts)).toEqual([]);
    expect(appTomlFaults(withProxy, facts)).toEqual([]);
  });

  it('of this project subscribes to exactly the topics that the code deals with, at its own path', () => {
    expect(checkTomls().faults).toEqual([]);
  });

  it('is held to the topics and scopes that the published schema tells of', () => {
    const topics = publishedTopics();
    expect(topics.size).toBeGreaterThan(150);
    expect(topics.get('customer.tags_added')).toEqual(['read_customers']);
    expect(topics.get('customers/merge')).toEqual(['read_customer_merge']);
    expect(topics.get('orders/create')).toEqual(['read_orders', 'read_marketplace_orders']);
    expect(topics.get('app/uninstalled')).toEqual([]);
  });

  it.each([
    ['client_id = ""', '', 'needs client_id'],
    ['name = "Regulars"', 'name = ""', 'needs a name'],
    ['handle = "regulars"', 'handle = "Our App"', 'needs a handle'],
    ['application_url = "https://example.com"', 'application_url = "http://example.com"', 'needs an application_url'],
    ['embedded = true', 'embedded = false', 'needs embedded = true'],
    ['embedded = true', 'embeded = true', 'has "embeded"'],
    ['read_customers,write_customers', 'read_customers', 'does not ask for the scope write_customers'],
    ['read_customers,write_customers', 'read_customers,write_customers,read_themes', 'asks for the scope read_themes'],
    ['read_customers,write_customers', 'read_customers,write_customers,read_customers', 'twice'],
    ['https://example.com/auth/callback', 'https://elsewhere.example/auth/callback', 'not below application_url'],
    ['https://example.com/auth/callback', 'http://example.com/auth/callback', 'does not begin with https://'],
    ['api_version = "2026-10"', 'api_version = "2026-07"', 'the code speaks 2026-10'],
    ['"app/uninstalled"', '"orders/made"', 'orders/made, which Shopify 2026-10 does not have'],
    ['"app/uninstalled"', '"APP_UNINSTALLED"', 'does not have'],
    ['"app/uninstalled"', '"customers/update"', 'twice'],
    ['"app/uninstalled"', '"shop/redact"', 'belongs under compliance_topics'],
    ['"app/uninstalled", ', '', 'does not subscribe to app/uninstalled, which the code'],
    ['"app/uninstalled"', '"app/uninstalled", "customer.tags_added"', 'customer.tags_added, which the code (WEBHOOK_TOPICS) does not deal with'],
    ['"app/uninstalled"', '"app/uninstalled", "customers/merge"', 'wants the scope read_customer_merge'],
    ['uri = "/webhooks"', 'uri = "/hooks"', 'takes events at /webhooks'],
    ['uri = "/webhooks"', 'uri = "/webhooks"\nfilter = "id:1"', 'with filter'],
    ['"customers/redact", ', '', 'does not subscribe to customers/redact'],
    ['prefix = "apps"', 'prefix = "app"', 'prefix = "app"'],
    ['[access_scopes]', '[access_scopes', 'is not TOML'],
  ])('is refused with %s as %s', (from, to, words) => {
    expect(withProxy).toContain(from);
    expect(appTomlFaults(withProxy.replace(from, to), facts).join('\n')).toContain(words);
  });
});

const block = `
api_version = "2026-07"
[[extensions]]
type = "ui_extension"
name = "Review"
handle = "review"
[[extensions.targeting]]
module = "./src/Review.tsx"
target = "purchase.thank-you.block.render"
`;
const uid = 'uid = "6f1d2c0e-52f4-4c1b-8f3a-9d1f1a7c5b20"\n';
const faultsOf = (...texts: string[]): string =>
  extensionTomlFaults(texts.map((text, index) => ({ file: `extensions/e${index}/shopify.extension.toml`, text })), (file) => file.endsWith('/src/Review.tsx'), knownTargets()).join('\n');

describe('an extension\'s toml', () => {
  it('passes when it is whole', () => {
    expect(faultsOf(block)).toBe('');
    expect(faultsOf(`type = "theme"\nname = "Blocks"\n${uid}`)).toBe('');
    expect(faultsOf(block, block.replace('handle = "review"', 'handle = "other"'))).toBe('');
  });

  it.each([
    ['api_version = "2026-07"', '', 'needs api_version'],
    ['2026-07', '2026-08', 'needs api_version'],
    ['ui_extension', 'ui-extension', 'has the type "ui-extension"'],
    ['name = "Review"', '', 'needs a name'],
    ['handle = "review"', 'handle = "My Review"', 'needs a handle'],
    ['./src/Review.tsx', './src/Gone.tsx', 'which is not there'],
    ['purchase.thank-you.block.render', 'thank you', 'no usable target'],
    ['purchase.thank-you.block.render', 'purchase.thank-you.blocks.render', 'no usable target'],
  ])('is refused with %s as %s', (from, to, words) => {
    expect(faultsOf(block.replace(from, to))).toContain(words);
  });

  it('of a theme has a uid of its own', () => {
    expect(faultsOf('type = "theme"\nname = "Blocks"\n')).toContain('needs a uid');
    expect(faultsOf(`type = "theme"\nname = "One"\n${uid}`, `type = "theme"\nname = "Two"\n${uid}`)).toContain('has the uid');
  });

  it('may share neither handle nor differ in version with another', () => {
    expect(faultsOf(block, block)).toContain('has the handle "review", which extensions/e0');
    expect(faultsOf(block, block.replace('2026-07', '2026-10').replace('handle = "review"', 'handle = "other"'))).toContain('several API versions');
  });
});
