import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startStandIn } from '../server.ts';
import type { StandIn } from '../server.ts';
import { hostileName, tinyStore } from '../tiny-store.ts';

let standIn: StandIn;

beforeAll(async () => {
  standIn = await startStandIn({ store: tinyStore(), frozen: true, app: { clientId: 'client', clientSecret: 'secret', target: 'http://127.0.0.1:1', scopes: ['read_orders'] } });
});
afterAll(() => standIn.close());

const post = (path: string, fields: Record<string, string>): Promise<Response> => fetch(standIn.adminUrl + path, {
  method: 'POST', redirect: 'manual', headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams(fields),
});
const page = async (path: string): Promise<string> => (await fetch(standIn.adminUrl + path)).text();

describe('the merchant’s and the buyers’ doings', () => {
  it('begin with an order from a customer’s page or the orders’, and lead to the order', async () => {
    expect(await page('/customers/11')).toContain('Place an order');
    const placed = await post('/orders/place', { customer: '11', variant: '10 Mug & saucer', quantity: '2', code: 'HELLO' });
    expect([placed.status, placed.headers.get('location')]).toEqual([303, '/store/tiny-demo/orders/104']);
    expect(standIn.live.order(104)).toMatchObject({ customer: { id: 11 }, lines: [{ quantity: 2, discount: 250 }] });
    expect((await post('/orders/place', { customer: '', variant: '10', quantity: '1' })).headers.get('location')).toBe('/store/tiny-demo/orders/105');
    const refused = await post('/orders/place', { customer: '11', variant: '99', quantity: '1' });
    expect([refused.status, await refused.text()]).toEqual([422, expect.stringMatching(/role="alert">There is no variant 99\./) as unknown]);
    expect((await post('/orders/place', { variant: '10', quantity: 'many' })).status).toBe(422);
  });

  it('go on at the order: refund, edit, sending, cancellation and deletion', async () => {
    const order = standIn.live.order(104);
    const lineId = String(order?.lines[0]?.id);
    expect((await post('/orders/104/refund', { [`units-${lineId}`]: '1', goodwill: '1.50', restock: 'on' })).status).toBe(303);
    expect(order?.refunds).toMatchObject([{ adjustment: 150, lines: [{ quantity: 1 }] }]);
    expect((await post('/orders/104/refund', { [`units-${lineId}`]: '9' })).status).toBe(422);
    expect((await post('/orders/104/edit', { variant: '20 Card', quantity: '1' })).status).toBe(303);
    expect(order?.lines).toHaveLength(2);
    expect((await post('/orders/104/fulfil', {})).status).toBe(303);
    expect((await post('/orders/104/cancel', { refund: 'on' })).status).toBe(303);
    expect(order?.cancelledAt).not.toBeNull();
    expect(await page('/orders/104')).toContain('Delete order');
    expect((await post('/orders/104/delete', {})).headers.get('location')).toBe('/store/tiny-demo/orders');
    expect((await fetch(`${standIn.adminUrl}/orders/104`)).status).toBe(404);
  });

  it('change customers and products, and say why not', async () => {
    expect((await post('/customers/12/edit', { firstName: 'Mal', lastName: '', email: 'mal@example.com', phone: '', note: '' })).status).toBe(303);
    expect(standIn.live.customer(12)).toMatchObject({ firstName: 'Mal', lastName: null, email: 'mal@example.com' });
    expect((await post('/customers/12/consent', { channel: 'email', state: 'UNSUBSCRIBED' })).status).toBe(303);
    const refused = await post('/customers/12/delete', {});
    expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining('associated orders') as unknown]);
    expect((await post('/customers/12/redact', {})).status).toBe(303);
    expect(standIn.live.customer(12)?.email).toBeNull();
    expect((await post('/customers/new', { firstName: hostileName, lastName: '', email: '' })).headers.get('location')).toBe('/store/tiny-demo/customers/14');
    expect(await page('/customers/14')).not.toContain(hostileName);
    expect((await post('/products/1/edit', { title: 'Cup', productType: 'Kitchen', status: 'DRAFT' })).status).toBe(303);
    expect(standIn.live.product(1)).toMatchObject({ title: 'Cup', status: 'DRAFT' });
    expect((await post('/products/1/delete', {})).status).toBe(303);
    expect((await post('/products/1/nothing', {})).status).toBe(404);
  });

  it('take the app away and install it again', async () => {
    expect(await page('')).toContain('Uninstall Regulars');
    expect((await post('/settings/uninstall', { clientId: 'client' })).status).toBe(303);
    expect((await fetch(`${standIn.adminUrl}/apps/regulars`)).status).toBe(404);
    expect(await page('')).toContain('Install Regulars again');
    expect((await post('/settings/install', { clientId: 'client' })).status).toBe(303);
    expect((await fetch(`${standIn.adminUrl}/apps/regulars`)).status).toBe(200);
    expect(await page('/webhooks')).toContain('Deliveries');
  });

  it('are taken from its own pages only', async () => {
    const answer = await fetch(`${standIn.adminUrl}/orders/103/delete`, { method: 'POST', redirect: 'manual', headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'Sec-Fetch-Site': 'cross-site' } });
    expect([answer.status, standIn.live.order(103)?.id]).toEqual([403, 103]);
  });
});
