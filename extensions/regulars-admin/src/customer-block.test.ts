import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { setUpExtension } from '@shopify/ui-extensions-tester';
import { useSmallDocument, type SmallElement } from '#tests/factories/small-document.ts';

let body: SmallElement;
let extension: ReturnType<typeof start>;

const start = () => setUpExtension('admin.customer-details.block.render');
const json = (value: unknown, status = 200): Response => new Response(JSON.stringify(value), { status });
const customer = {
  path: '/app/customers/7', tier: { name: 'Loyal', sentence: 'Buy often.' }, stage: { name: 'Active', sentence: '12 days since the last order.' }, value: { name: 'Value', amount: '€120', range: 'between €80 and €200' },
  risk: { name: 'Chance', chance: '80%', band: 'Low risk', level: 'low' }, forecast: null, suggestion: { action: 'Thank', reason: 'A milestone.' },
  tags: [{ name: 'VIP', owner: 'ours', whose: 'Written by Regulars', why: 'The top tenth.' }, { name: 'Club', owner: 'merchants', whose: 'Yours', why: null }], asOf: 'As of 1 June.',
};

beforeEach(() => {
  body = useSmallDocument();
  extension = start();
  extension.shopify.data.selected = [{ id: 'gid://shopify/Customer/7' }];
});

afterEach(() => {
  extension[Symbol.dispose]();
});

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 25; turn += 1) await new Promise((done) => setTimeout(done, 4));
};

describe('the block on the customer’s page', () => {
  it('says where they stand, what is expected, what is next and whose their tags are, and leads into the app', async () => {
    extension.fetch = vi.fn(async () => json({ customer }));
    await extension.render();
    expect(body.all('s-spinner')).toHaveLength(1);
    await settle();
    expect(extension.fetch).toHaveBeenCalledWith('/extension/customer?id=7&locale=language');
    expect(body.one('s-paragraph').textContent).toBe('Buy often. 12 days since the last order.');
    for (const said of ['€120, between €80 and €200', '80%', 'A milestone.', 'Written by Regulars', 'Yours', 'The top tenth.']) expect(body.textContent).toContain(said);
    expect(body.one('s-button', 'open').getAttribute('href')).toBe('app:app/customers/7');
  });

  it('says that it failed, and tries again', async () => {
    extension.fetch = vi.fn(() => Promise.reject(new TypeError('no network')));
    await extension.render();
    await settle();
    expect(body.one('s-banner').getAttribute('heading')).toBe('failed');
    extension.fetch = vi.fn(async () => json({ customer: null }));
    body.one('s-button', 'again').happens('click');
    await settle();
    expect(body.textContent).toBe('unknown');
  });

  it('says a refusal of the app as a failure', async () => {
    extension.fetch = vi.fn(async () => json({ error: { code: 'internal' } }, 500));
    await extension.render();
    await settle();
    expect(body.one('s-banner').getAttribute('heading')).toBe('failed');
  });
});
