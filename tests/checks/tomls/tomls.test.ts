import { describe, expect, it } from 'vitest';
import { appTomlFaults } from './app-toml.ts';
import { extensionTomlFaults } from './extension-toml.ts';

const facts = { scopes: ['read_customers', 'write_customers'], apiVersion: '2026-10', topics: new Set(['ORDERS_CREATE', 'CUSTOMERS_UPDATE']) };
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
`;
const withWebhooks = `${good}
[[webhooks.subscriptions]]
topics = ["orders/create", "customers/update"]
uri = "/webhooks"
[[webhooks.subscriptions]]
compliance_topics = ["customers/data_request", "customers/redact", "shop/redact"]
uri = "/webhooks"
[app_proxy]
url = "/proxy"
subpath = "regulars"
prefix = "apps"
`;

describe('shopify.app.toml', () => {
  it('passes when it says what the code says', () => {
    expect(appTomlFaults(good, facts)).toEqual([]);
    expect(appTomlFaults(withWebhooks, facts)).toEqual([]);
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
    ['"orders/create"', '"orders/made"', 'orders/made, which Shopify 2026-10 does not have'],
    ['"orders/create"', '"ORDERS_CREATE"', 'does not have'],
    ['"orders/create"', '"customers/update"', 'twice'],
    ['"orders/create"', '"shop/redact"', 'belongs under compliance_topics'],
    ['"customers/redact", ', '', 'does not subscribe to customers/redact'],
    ['uri = "/webhooks"', 'uri = "ftp://example.com"', 'without a usable uri'],
    ['prefix = "apps"', 'prefix = "app"', 'prefix = "app"'],
    ['[access_scopes]', '[access_scopes', 'is not TOML'],
  ])('is refused with %s as %s', (from, to, words) => {
    expect(withWebhooks).toContain(from);
    expect(appTomlFaults(withWebhooks.replace(from, to), facts).join('\n')).toContain(words);
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
const faultsOf = (...texts: string[]): string =>
  extensionTomlFaults(texts.map((text, index) => ({ file: `extensions/e${index}/shopify.extension.toml`, text })), (file) => file.endsWith('/src/Review.tsx')).join('\n');

describe('an extension\'s toml', () => {
  it('passes when it is whole', () => {
    expect(faultsOf(block)).toBe('');
    expect(faultsOf('type = "theme"\nname = "Blocks"\n')).toBe('');
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
  ])('is refused with %s as %s', (from, to, words) => {
    expect(faultsOf(block.replace(from, to))).toContain(words);
  });

  it('may share neither handle nor differ in version with another', () => {
    expect(faultsOf(block, block)).toContain('has the handle "review", which extensions/e0');
    expect(faultsOf(block, block.replace('2026-07', '2026-10').replace('handle = "review"', 'handle = "other"'))).toContain('several API versions');
  });
});
