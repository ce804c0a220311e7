import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { setUpExtension } from '@shopify/ui-extensions-tester';
import { createCartLine } from '@shopify/ui-extensions-tester/checkout';
import { useSmallDocument, type SmallElement } from '#tests/factories/small-document.ts';

let body: SmallElement;
let extension: ReturnType<typeof start>;
let asked: { path: string; body: unknown; authorization: string | null }[];

const start = () => setUpExtension('purchase.thank-you.block.render');
const json = (value: unknown, status = 200): Response => new Response(JSON.stringify(value), { status });
const product = (id: number, more: Record<string, unknown> = {}) => ({
  id: `gid://shopify/Product/${id}`, title: `Product ${id}`, handle: `product-${id}`, onlineStoreUrl: null, availableForSale: true, featuredImage: { url: `https://cdn.example/${id}.png`, altText: null },
  priceRange: { minVariantPrice: { amount: '12.5', currencyCode: 'EUR' }, maxVariantPrice: { amount: '12.5' } }, ...more,
});

/** What the app answers, by the path asked. */
let answers: Record<string, () => Response | Promise<Response>>;

beforeEach(() => {
  body = useSmallDocument();
  extension = start();
  asked = [];
  answers = {
    '/recommendations': () => json({ list: 'list-1', items: [{ product_id: '9', reason: { text: 'bought with Product 7 by 41 of 120 buyers' } }, { product_id: '8', reason: null }] }),
    '/ask': () => json({ source: 'open' }), '/answers': () => json({ saved: true }), '/events': () => json({}),
  };
  extension.fetch = vi.fn(async (input: RequestInfo | URL, init?: RequestInit) => {
    const url = new URL(String(input), 'https://app.example');
    const path = url.pathname.replace('/extension', '');
    asked.push({ path: path + url.search, body: init?.body === undefined ? null : JSON.parse(String(init.body)) as unknown, authorization: new Headers(init?.headers).get('authorization') });
    const answer = answers[path];
    if (answer === undefined) throw new Error(`Nothing answers ${path}.`);
    return answer();
  });
  const line = createCartLine();
  extension.shopify.lines.value = [{ ...line, merchandise: { ...line.merchandise, product: { ...line.merchandise.product, id: 'gid://shopify/Product/7' } } }];
  extension.shopify.orderConfirmation.value = { order: { id: 'gid://shopify/OrderIdentity/55' }, number: 'ABC', isFirstOrder: false };
  extension.shopify.settings.value = { recommend: undefined, ask: undefined, products: undefined };
  extension.shopify.shop.storefrontUrl = 'https://shop.example';
  extension.shopify.sessionToken.get = () => Promise.resolve('token-1');
  extension.shopify.query = vi.fn(async () => ({ data: { nodes: [product(9), product(8, { onlineStoreUrl: 'https://shop.example/de/products/product-8' })] } })) as never;
});

afterEach(() => {
  extension[Symbol.dispose]();
});

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 25; turn += 1) await new Promise((done) => setTimeout(done, 4));
};

describe('recommendations on the thank-you page', () => {
  it('stand for a moment as a skeleton, then in the app’s order with Shopify’s titles, pictures and prices, and the reason', async () => {
    answers['/ask'] = () => json({ source: 'answered' });
    await extension.render();
    expect(body.all('s-skeleton-paragraph')).toHaveLength(3);
    await settle();
    expect(body.all('s-skeleton-paragraph')).toEqual([]);
    expect(body.all('s-link').map((link) => [link.textContent, link.getAttribute('href')])).toEqual([['Product 9', 'https://shop.example/products/product-9'], ['Product 8', 'https://shop.example/de/products/product-8']]);
    expect(body.one('s-text', '41 of 120').textContent).toBe('bought with Product 7 by 41 of 120 buyers');
    expect(body.all('s-image').map((image) => image.getAttribute('src'))).toEqual(['https://cdn.example/9.png', 'https://cdn.example/8.png']);
    expect(asked.find((one) => one.path.startsWith('/recommendations'))).toMatchObject({ authorization: 'Bearer token-1', path: expect.stringContaining('block=complementary&products=7&limit=3&placement=thank-you') as string });
  });

  it('are nothing where the app has nothing, or the shopper is held out', async () => {
    answers['/recommendations'] = () => json({ items: [], holdout: true });
    answers['/ask'] = () => json({ source: 'answered' });
    await extension.render();
    await settle();
    expect(body.textContent).toBe('');
    expect(extension.shopify.query).not.toHaveBeenCalled();
  });

  it('are Shopify’s own where the app does not answer, without what was just bought or cannot be had', async () => {
    answers['/recommendations'] = () => Promise.reject(new TypeError('no network'));
    answers['/ask'] = () => Promise.reject(new TypeError('no network'));
    extension.shopify.query = vi.fn(async () => ({ data: { productRecommendations: [product(7), product(6, { availableForSale: false }), product(5), product(4), product(3), product(2)] } })) as never;
    await extension.render();
    await settle();
    expect(body.all('s-link').map((link) => link.textContent)).toEqual(['Product 5', 'Product 4', 'Product 3']);
    expect(asked.some((one) => one.path === '/events')).toBe(false);
  });

  it('are nothing rather than an error where neither answers', async () => {
    answers['/recommendations'] = () => json({ error: { code: 'internal' } }, 500);
    answers['/ask'] = () => json({}, 500);
    extension.shopify.query = vi.fn(() => Promise.reject(new Error('down'))) as never;
    await extension.render();
    await settle();
    expect(body.textContent).toBe('');
  });

  it('are counted where the buyer allows it, and not otherwise', async () => {
    extension.shopify.attributes.value = [{ key: '_regulars_session', value: 'session-1' }];
    extension.shopify.customerPrivacy.value = { ...extension.shopify.customerPrivacy.value, allowedProcessing: { ...extension.shopify.customerPrivacy.value.allowedProcessing, analytics: true } };
    await extension.render();
    await settle();
    expect(asked.find((one) => one.path === '/events')?.body).toMatchObject({ session: 'session-1', events: [{ type: 'impression', block: 'complementary', placement: 'thank-you', list: 'list-1', product_id: null, position: null }, { type: 'view', product_id: '9', position: 1 }, { type: 'view', product_id: '8', position: 2 }] });
    body.one('s-link', 'Product 8').happens('click');
    await settle();
    expect(asked.filter((one) => one.path === '/events').at(-1)?.body).toMatchObject({ events: [{ type: 'click', product_id: '8', position: 2 }] });
  });

  it('are counted in one session a page where the cart brings none, by calls that outlive the page', async () => {
    extension.shopify.attributes.value = [];
    extension.shopify.customerPrivacy.value = { ...extension.shopify.customerPrivacy.value, allowedProcessing: { ...extension.shopify.customerPrivacy.value.allowedProcessing, analytics: true } };
    await extension.render();
    await settle();
    body.one('s-link', 'Product 8').happens('click');
    await settle();
    const sessions = asked.filter((one) => one.path === '/events').map((one) => (one.body as { session: string }).session);
    expect(sessions).toHaveLength(2);
    expect(new Set(sessions).size).toBe(1);
    const calls = vi.mocked(extension.fetch).mock.calls.filter(([input]) => String(input).endsWith('/events'));
    expect(calls.map(([, init]) => init?.keepalive)).toEqual([true, true]);
  });

  it('are not counted without consent', async () => {
    extension.shopify.customerPrivacy.value = { ...extension.shopify.customerPrivacy.value, allowedProcessing: { ...extension.shopify.customerPrivacy.value.allowedProcessing, analytics: false } };
    await extension.render();
    await settle();
    expect(asked.some((one) => one.path === '/events')).toBe(false);
  });
});

describe('the question how the shop was found', () => {
  it('is sent with the order, and thanked for; it stands from the start, and can be answered once it is known to be open', async () => {
    await extension.render();
    expect(body.one('s-choice-list').getAttribute('disabled')).not.toBeNull();
    await settle();
    body.one('s-choice-list').happens('change', { values: ['friend'] });
    await settle();
    body.one('s-text-field').happens('input', { value: 'Grace' });
    await settle();
    body.one('s-button').happens('click');
    await settle();
    expect(asked.find((one) => one.path === '/answers')?.body).toEqual({ order: '55', source: { choice: 'friend', words: 'Grace' } });
    expect(body.one('s-banner').getAttribute('heading')).toBe('source.thanks');
  });

  it('says what is missing beside the choice, and what went wrong above the button', async () => {
    await extension.render();
    await settle();
    body.one('s-button').happens('click');
    await settle();
    expect(body.one('s-choice-list').getAttribute('error')).toBe('source.choose');
    answers['/answers'] = () => json({ error: { code: 'internal' } }, 500);
    body.one('s-choice-list').happens('change', { values: ['search'] });
    await settle();
    body.one('s-button').happens('click');
    await settle();
    expect(body.one('s-banner').getAttribute('heading')).toBe('source.failed');
    expect(body.one('s-choice-list').getAttribute('error')).toBeNull();
  });

  it('comes again by itself where the app does not know the order yet', async () => {
    let times = 0;
    answers['/answers'] = () => ((times += 1) === 1 ? json({ error: { code: 'order-unknown' } }, 404) : json({ saved: true }));
    await extension.render();
    await settle();
    body.one('s-choice-list').happens('change', { values: ['search'] });
    await settle();
    body.one('s-button').happens('click');
    await expect.poll(() => body.all('s-banner').map((one) => one.getAttribute('heading')), { timeout: 4_000 }).toEqual(['source.thanks']);
    expect(times).toBe(2);
  });

  it('does not stand where it was answered', async () => {
    answers['/ask'] = () => json({ source: 'answered' });
    await extension.render();
    await settle();
    expect(body.all('s-choice-list')).toEqual([]);
  });

  it('is not asked, and nothing recommended, where the merchant switched both off', async () => {
    extension.shopify.settings.value = { recommend: false, ask: false, products: undefined };
    await extension.render();
    await settle();
    expect(body.textContent).toBe('');
    expect(asked).toEqual([]);
  });
});
