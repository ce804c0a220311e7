/** What UI extensions on a page of an order need: their frames, tokens, the Storefront API; and the cart permalink that they lead to. */
import { createHmac, randomUUID } from 'node:crypto';
import type { HtmlPart } from '../admin/html.ts';
import { html } from '../admin/html.ts';
import { HttpError } from '../http-body.ts';
import type { StoreOrder } from '../store/model.ts';
import { extensionFile, frameDocument, frameHolder } from '../ui-extensions/extension-frame.ts';
import { bundleTarget } from '../ui-extensions/ui-extension.ts';
import { isShown, shopifyRecommendations } from './catalogue.ts';
import { ownOrder } from './own-order.ts';
import { answerStorefrontQuery, storefrontVersion } from './storefront-api.ts';
import { readCookie } from './shopper.ts';
import type { StorefrontPage } from './storefront-page.ts';
import { htmlAnswer, jsonAnswer, redirectAnswer } from './visit.ts';
import type { StorefrontAnswer, Visit } from './visit.ts';

export type OrderTarget = 'purchase.thank-you.block.render' | 'customer-account.order-status.block.render';

const base = '/__standin/ui-extensions';
const queryPath = `/api/${storefrontVersion}/graphql.json`;

export const extensionPages: readonly StorefrontPage[] = [
  { methods: ['GET'], path: `${base}/:handle/:target/frame`, answer: frame },
  { methods: ['GET'], path: `${base}/:handle/:target/bundle.js`, answer: bundle },
  { methods: ['POST'], path: `${base}/:handle/token`, answer: token },
  { methods: ['GET'], path: `${base}/:file`, answer: script },
  { methods: ['POST'], path: queryPath, answer: storefrontApi },
  { methods: ['GET'], path: '/cart/:items', answer: cartPermalink },
];

/** About as tall as the blocks begin, in pixels: a frame begins somewhere, where Shopify's block begins with what it draws. */
const FRAME_HEIGHT = 580;

/** The blocks of a page of an order, each in a frame; nothing where no installed app has one. */
export function orderBlocks(visit: Visit, target: OrderTarget, order: StoreOrder): HtmlPart {
  const found = visit.facts.shop.uiExtensions().filter(({ extension }) => extension.targets.some((one) => one.target === target));
  if (found.length === 0) return null;
  const language = visit.facts.locale;
  return html`${found.map(({ extension: { handle } }) => frameHolder({
    handle, title: 'Regulars', src: `${base}/${handle}/${target}/frame?order=${order.id}&language=${language}`, tokenPath: `${base}/${handle}/token`, queryPath, height: FRAME_HEIGHT,
  }))}<script src="${base}/extension-page.js"></script>`;
}

function installed(visit: Visit, handle: string): ReturnType<Visit['facts']['shop']['uiExtensions']>[number] {
  const found = visit.facts.shop.uiExtensions().find(({ extension }) => extension.handle === handle);
  if (found === undefined) throw new HttpError(404, `No installed app has the UI extension ${handle}.`);
  return found;
}

function frame(visit: Visit, { handle = '', target = '' }: Record<string, string>): StorefrontAnswer {
  const { extension, app } = installed(visit, handle);
  const order = ownOrder(visit, visit.query.get('order') ?? '');
  const { shop } = visit.live.store;
  const origin = visit.facts.shop.origin();
  const customer = visit.customer();
  const isThankYou = target.startsWith('purchase.');
  // What the bar of the storefront was answered.
  const allowed = readCookie(visit.facts.headers.cookie, '_tracking_consent') === 'yes';
  return htmlAnswer(frameDocument({
    extension, target, language: visit.query.get('language') ?? 'en', base, bundle: `${base}/${handle}/${target}/bundle.js`,
    facts: {
      currency: order.presentmentCurrencyCode, appUrl: app.appUrl, appBase: '',
      plain: { networkAccess: extension.capabilities['network_access'] === true, shop: { id: `gid://shopify/Shop/${shop.id}`, name: shop.name, storefrontUrl: origin, myshopifyDomain: shop.domain }, buyerIdentity: { customer: { value: customer === null ? undefined : { id: `gid://shopify/Customer/${customer.id}` } } } },
      signals: {
        settings: {}, lines: cartLines(order), attributes: (order.noteAttributes ?? []).map(({ name, value }) => ({ key: name, value })),
        customerPrivacy: { allowedProcessing: { analytics: allowed, marketing: allowed, preferences: allowed, saleOfData: allowed } },
        ...(isThankYou ? { orderConfirmation: { order: { id: `gid://shopify/OrderIdentity/${order.id}` }, isFirstOrder: order.customer !== null && order.customer.orders[0] === order } }
          : { order: { id: `gid://shopify/Order/${order.id}`, name: order.name, processedAt: new Date(order.processedAt).toISOString() }, authenticationState: customer === null ? 'pre_authenticated' : 'fully_authenticated' }),
      },
    },
  }));
}

/** Lines of products that still are; a line without one has nothing that an extension could ask by. */
function cartLines(order: StoreOrder): object[] {
  return order.lines.flatMap(({ id, variant, quantity, title, requiresShipping }) => (variant === null ? [] : [{
    id: `gid://shopify/CartLine/${id}`, quantity, attributes: [],
    merchandise: { type: 'variant', id: `gid://shopify/ProductVariant/${variant.id}`, title, selectedOptions: [], requiresShipping, product: { id: `gid://shopify/Product/${variant.product.id}`, vendor: variant.product.vendor, productType: variant.product.productType } },
  }]));
}

function bundle(visit: Visit, { handle = '', target = '' }: Record<string, string>): StorefrontAnswer {
  const { extension, app } = installed(visit, handle);
  return javascript(bundleTarget(extension, target, app.appUrl));
}

function script(_: Visit, { file = '' }: Record<string, string>): StorefrontAnswer {
  const text = extensionFile(file);
  if (text === null) throw new HttpError(404, `There is no ${file} for UI extensions.`);
  return javascript(text);
}

function javascript(body: string): StorefrontAnswer {
  return { status: 200, headers: { 'Content-Type': 'text/javascript; charset=utf-8', 'Cache-Control': 'no-cache' }, body };
}

/** A checkout's and an account's session token: for the app, from the shop, of five minutes; it names the customer where one is logged in. */
function token(visit: Visit, { handle = '' }: Record<string, string>): StorefrontAnswer {
  const { app } = installed(visit, handle);
  const seconds = Math.floor(Date.now() / 1000);
  const customer = visit.customer();
  const claims = { dest: visit.live.store.shop.domain, aud: app.clientId, iat: seconds, nbf: seconds, exp: seconds + 300, jti: randomUUID(), ...(customer === null ? {} : { sub: `gid://shopify/Customer/${customer.id}` }) };
  const unsigned = [{ alg: 'HS256', typ: 'JWT' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return jsonAnswer({ token: `${unsigned}.${createHmac('sha256', app.clientSecret).update(unsigned).digest('base64url')}` });
}

function storefrontApi(visit: Visit): StorefrontAnswer {
  const { query, variables } = visit.fields();
  if (typeof query !== 'string') throw new HttpError(400, 'A query of the Storefront API is a JSON object with `query`.');
  const shown = (id: number) => {
    const product = visit.live.product(id);
    return product !== undefined && isShown(product) ? product : undefined;
  };
  return jsonAnswer(answerStorefrontQuery({
    shop: visit.live.store.shop, origin: visit.facts.shop.origin(), product: shown,
    recommendations: (product, intent) => shopifyRecommendations(visit.live, { product, intent, limit: 10, inCart: new Set() }),
  }, { query, variables: (variables ?? {}) as Record<string, unknown> }));
}

/** `/cart/<variant>:<quantity>,...` fills the cart, as Shopify's permalinks do with storefront=true. */
function cartPermalink(visit: Visit, { items = '' }: Record<string, string>): StorefrontAnswer {
  if (!/^\d+:\d+(,\d+:\d+)*$/.test(items)) throw new HttpError(404, 'There is no such page of the cart.');
  if (visit.query.get('storefront') !== 'true') throw new HttpError(501, 'The local Shopify serves cart permalinks with storefront=true alone.');
  const { cart } = visit.shopper;
  cart.clear();
  cart.add(visit.live, items.split(',').map((item) => item.split(':').map(Number)).map(([id = 0, quantity = 0]) => ({ id, quantity })));
  return redirectAnswer('/cart');
}
