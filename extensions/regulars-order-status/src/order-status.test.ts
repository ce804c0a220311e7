import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { setUpExtension } from '@shopify/ui-extensions-tester';
import { createCartLine } from '@shopify/ui-extensions-tester/checkout';
import { useSmallDocument, type SmallElement } from '#tests/factories/small-document.ts';
import { buyAgainUrl } from './OrderStatus.tsx';

let body: SmallElement;
let extension: ReturnType<typeof start>;
let sent: unknown[];
let answer: () => Response;

const start = () => setUpExtension('customer-account.order-status.block.render');
const json = (value: unknown, status = 200): Response => new Response(JSON.stringify(value), { status });
const ask = (change: Record<string, unknown> = {}) => ({
  order: '55', answered: false, nps: null, npsWords: null,
  lines: [{ line: '1', title: 'Mug', variant: 'Blue', stars: null, words: null }, { line: '2', title: 'Bowl', variant: null, stars: null, words: null }], ...change,
});

async function open(asked: unknown): Promise<void> {
  extension.fetch = vi.fn(async (input: RequestInfo | URL, init?: RequestInit) => {
    const url = String(input);
    if (url.includes('/extension/ask?')) return json({ ask: asked });
    if (url.includes('/extension/answers')) {
      sent.push(JSON.parse(String(init?.body)));
      return answer();
    }
    return json({ items: [] });
  });
  await extension.render();
  await settle();
}

beforeEach(() => {
  body = useSmallDocument();
  extension = start();
  sent = [];
  answer = () => json({ saved: true });
  extension.shopify.order.value = { id: 'gid://shopify/Order/55', name: '#1055', confirmationNumber: undefined, processedAt: undefined, cancelledAt: undefined };
  extension.shopify.lines.value = [];
  extension.shopify.settings.value = { recommend: undefined, ask: undefined, products: undefined };
  extension.shopify.shop.storefrontUrl = 'https://shop.example/';
});

afterEach(() => {
  extension[Symbol.dispose]();
});

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 25; turn += 1) await new Promise((done) => setTimeout(done, 4));
};
const list = (said: string): SmallElement => body.one('s-choice-list', said);

describe('the questions on the page of an order', () => {
  it('do not stand where nothing is asked', async () => {
    await open(null);
    expect(body.textContent).toBe('');
  });

  it.each([[20, 3], [2, 0], [400, 0]])('keep their place while the app is asked where they may be due, and give it up where nothing is asked: %i days after the order', async (days, boxes) => {
    extension.shopify.order.value = { id: 'gid://shopify/Order/55', name: '#1055', confirmationNumber: undefined, processedAt: new Date(Date.now() - days * 86_400_000).toISOString(), cancelledAt: undefined };
    extension.shopify.settings.value = { recommend: false, ask: undefined, products: undefined };
    extension.shopify.lines.value = [createCartLine()];
    extension.fetch = vi.fn(async () => json({ ask: null }));
    await extension.render();
    expect(body.all('s-box')).toHaveLength(boxes);
    await settle();
    expect(body.all('s-box')).toEqual([]);
  });

  it('take stars and words for each line and a score, send what was chosen, and thank', async () => {
    await open(ask());
    list('Mug, Blue').happens('change', { values: ['4'] });
    await settle();
    body.all('s-text-area')[0]?.happens('input', { value: 'Lovely' });
    await settle();
    list('review.recommend').happens('change', { values: ['9'] });
    await settle();
    body.one('s-text-area', 'review.recommend_words').happens('input', { value: 'Quick' });
    await settle();
    body.one('s-button').happens('click');
    await settle();
    expect(sent).toEqual([{ order: '55', lines: [{ line: '1', stars: 4, words: 'Lovely' }], nps: { score: 9, words: 'Quick' } }]);
    expect(body.one('s-banner').getAttribute('heading')).toBe('review.thanks');
    body.one('s-button', 'review.change').happens('click');
    await settle();
    expect(list('Mug, Blue')).toMatchObject({ localName: 's-choice-list' });
    expect(body.all('s-text-area')[0]?.getAttribute('value')).toBe('Lovely');
  });

  it('say beside the field what is missing, and send nothing', async () => {
    await open(ask());
    body.one('s-button').happens('click');
    await settle();
    expect(list('review.recommend').getAttribute('error')).toBe('review.choose');
    expect(sent).toEqual([]);
  });

  it('keep what was written where it could not be sent, and say why', async () => {
    await open(ask());
    list('Bowl').happens('change', { values: ['1'] });
    await settle();
    for (const [status, code, words] of [[500, 'internal', 'review.failed'], [409, 'closed', 'review.closed']] as const) {
      answer = () => json({ error: { code } }, status);
      body.one('s-button').happens('click');
      await settle();
      expect(body.one('s-banner').getAttribute('heading')).toBe(words);
      expect(list('Bowl')).toMatchObject({ values: ['1'] });
    }
  });

  it('stand answered where the app remembers that they were', async () => {
    await open(ask({ answered: true, nps: 9 }));
    expect(body.one('s-banner').getAttribute('heading')).toBe('review.thanks');
    expect(body.all('s-choice-list')).toEqual([]);
  });
});

describe('buying again', () => {
  it('leads to the cart with all variants of the order', () => {
    expect(buyAgainUrl('https://shop.example/', [{ variant: '11', quantity: 2 }, { variant: null, quantity: 1 }, { variant: '12', quantity: 1 }])).toBe('https://shop.example/cart/11:2,12:1?storefront=true');
  });

  it('is not offered without an online store, or without anything to buy', () => {
    expect(buyAgainUrl(undefined, [{ variant: '11', quantity: 2 }])).toBeNull();
    expect(buyAgainUrl('https://shop.example', [{ variant: null, quantity: 2 }])).toBeNull();
  });
});
