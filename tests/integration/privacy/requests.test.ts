import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closePools } from '#app/database/pools.server.ts';
import { ingress } from '#app/ingress/ingress.server.ts';
import { closeJobQueue } from '#app/jobs/queue.server.ts';
import { flushAccess, noteAccess } from '#app/privacy/access-log.server.ts';
import { applyPrivacyEvent } from '#app/privacy/apply-privacy-event.server.ts';
import { askForPersonFile } from '#app/privacy/ask-for-person-file.server.ts';
import { HELD_DATA } from '#app/privacy/held-data.ts';
import { loadPrivacyPage } from '#app/privacy/load-privacy-page.server.ts';
import { saveKeepLogDays, tidyLogs } from '#app/privacy/retention.server.ts';
import { closeFactory, factoryPool, makeShop } from '#tests/factories/made-mirror.ts';
import { plantPerson, type PlantedPerson } from './planted-person.ts';

const DAY_MS = 86_400_000;
const STAFF = '42';
let shopId: number;
let other: number;
let person: PlantedPerson;
let server: Server;

beforeAll(async () => {
  shopId = await makeShop();
  other = await makeShop();
  person = { shopId, shopDomain: 'a.myshopify.com', customerId: 7_000_000_050_001, orderId: 7_000_001_050_001, marker: 'Zzqxanna', email: 'zzqxanna@example.com' };
  await plantPerson(person);
  await plantPerson({ ...person, customerId: 7_000_000_060_002, orderId: 7_000_001_060_002, marker: 'Yywberta', email: 'yywberta@example.com', shopId: other, shopDomain: 'b.myshopify.com' });
  await factoryPool().query('DELETE FROM privacy_requests');
  await factoryPool().query('DELETE FROM access_log');
  server = createServer((request, response) => void ingress(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await closeFactory();
  await closeJobQueue();
  await closePools();
});

const event = (eventId: string, topic: string, body: unknown, triggeredAt = new Date()) => ({ id: 1, shopDomain: person.shopDomain, topic, eventId, triggeredAt, attempts: 0, body });
const customer = () => ({ id: person.customerId, email: person.email, phone: null });
const askedForData = (eventId: string, triggeredAt?: Date) => applyPrivacyEvent({ shopId, event: event(eventId, 'customers/data_request', { customer: customer(), orders_requested: [person.orderId], data_request: { id: 9 } }, triggeredAt) });
const requests = async () => (await loadPrivacyPage({ shopId })).requests;

async function download(url: string): Promise<{ status: number; type: string | null; text: string }> {
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${url}`);
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}

describe('a customer’s request for their data', () => {
  it('waits on Privacy with who asked and until when, once however often Shopify tells it', async () => {
    const at = new Date(Math.floor(Date.now() / 1000) * 1000);
    expect(await askedForData('asked-1', at)).toEqual({ outcome: 'applied' });
    expect(await askedForData('asked-1', at)).toEqual({ outcome: 'stale' });
    expect(await requests()).toEqual([{
      id: expect.any(Number) as number, kind: 'data', customer: { id: String(person.customerId), name: `${person.marker} ${person.marker}` }, askedAt: at.toISOString(), dueAt: new Date(at.getTime() + 30 * DAY_MS).toISOString(),
      state: 'open', doneAt: null, doneBy: null, hasFile: true,
    }]);
  });

  it('is answered by one file with everything of theirs, table by table, and nothing of anybody else', async () => {
    const [request] = await requests();
    const { url } = await askForPersonFile({ shopId, requestId: request?.id ?? 0, by: STAFF });
    const { status, type, text } = await download(url);
    expect({ status, type }).toEqual({ status: 200, type: 'application/json; charset=utf-8' });
    const file = JSON.parse(text) as Record<string, unknown[]>;
    // Every table of the list that holds anything of a person, whatever is added to it later.
    for (const [table, held] of Object.entries(HELD_DATA)) {
      if (held.of === null || held.inFile === false) continue;
      if (table === 'access_log') continue;
      expect(file[held.title], table).not.toEqual([]);
      expect(file[held.title], table).toBeInstanceOf(Array);
    }
    expect(file['Customer']).toMatchObject([{ id: person.customerId, last_name: person.marker, email: person.email }]);
    expect(file['Orders']).toMatchObject([{ id: person.orderId, first_visit_landing_page: person.marker }]);
    expect(file['Refunds']).toMatchObject([{ note: person.marker }]);
    expect(text).not.toMatch(/Yywberta|"shop_id"/);
    expect(await requests()).toMatchObject([{ state: 'done', doneBy: { id: STAFF, name: null } }]);
    expect((await loadPrivacyPage({ shopId })).accesses).toMatchObject([{ what: 'data-request', who: { id: STAFF }, customer: { id: String(person.customerId) } }]);
    const { rows } = await factoryPool().query('SELECT kind, state FROM exports WHERE shop_id = $1 AND kind = $2', [shopId, 'data-request']);
    expect(rows).toEqual([{ kind: 'data-request', state: 'done' }]);
  });

  it('is not another shop’s to answer', async () => {
    const [request] = await requests();
    await expect(askForPersonFile({ shopId: other, requestId: request?.id ?? 0, by: STAFF })).rejects.toMatchObject({ code: 'no-request' });
  });

  it('has no file any more after 30 days', async () => {
    await askedForData('asked-2', new Date(Date.now() - 31 * DAY_MS));
    const old = (await requests()).find((one) => one.state === 'over');
    expect(old).toMatchObject({ hasFile: false });
    await expect(askForPersonFile({ shopId, requestId: old?.id ?? 0, by: STAFF })).rejects.toMatchObject({ code: 'no-request' });
  });

  it('has no file any more once the customer’s data was deleted, not by an address that was given out before either', async () => {
    const request = (await requests()).find((one) => one.hasFile);
    const { url } = await askForPersonFile({ shopId, requestId: request?.id ?? 0, by: STAFF });
    await applyPrivacyEvent({ shopId, event: event('redacted-1', 'customers/redact', { customer: customer(), orders_to_redact: [person.orderId] }) });
    const answer = await download(url);
    expect(answer.status).not.toBe(200);
    expect(answer.text).not.toContain(person.marker);
    expect((await requests()).map((one) => [one.kind, one.state, one.customer?.name ?? null, one.hasFile])).toEqual([['redact', 'done', null, false], ['data', 'deleted', null, false], ['data', 'deleted', null, false]]);
    expect((await loadPrivacyPage({ shopId })).accesses.map((one) => one.customer)).toEqual([null, null]);
  });
});

describe('the log of who looked at people’s data', () => {
  it('is written together, a moment after the answers, for each shop its own', async () => {
    for (const customerId of [1, 1, 2]) noteAccess({ shopId: other, by: STAFF, what: 'customer', customerId });
    noteAccess({ shopId: other, by: STAFF, what: 'search', customerId: null });
    noteAccess({ shopId, by: STAFF, what: 'customer', customerId: 3 });
    const counted = async () => (await factoryPool().query<{ what: string; customer_id: number | null }>('SELECT what, customer_id FROM access_log WHERE shop_id = $1 ORDER BY id', [other])).rows;
    expect(await counted()).toEqual([]);
    await flushAccess();
    expect(await counted()).toEqual([{ what: 'customer', customer_id: 1 }, { what: 'customer', customer_id: 2 }, { what: 'search', customer_id: null }]);
  });

  it('has what was noted before, for whoever asks while that is being written', async () => {
    noteAccess({ shopId: other, by: '43', what: 'customer', customerId: 9 });
    const first = flushAccess();
    expect((await loadPrivacyPage({ shopId: other })).accesses[0]).toMatchObject({ what: 'customer', who: { id: '43' } });
    await first;
  });

  it('and the log of files are kept as long as was chosen, and no longer', async () => {
    const age = async (days: number) => {
      await factoryPool().query("INSERT INTO access_log (shop_id, at, by, what) VALUES ($1, now() - make_interval(days => $2), '1', 'search')", [other, days]);
      await factoryPool().query("INSERT INTO exports (shop_id, kind, file_name, requested_by, requested_at, state) VALUES ($1, 'customers', $3, '1', now() - make_interval(days => $2), 'done')", [other, days, `aged-${days}`]);
    };
    for (const days of [20, 60, 200, 400]) await age(days);
    const left = async () => {
      const { rows } = await factoryPool().query<{ name: string }>("SELECT file_name AS name FROM exports WHERE shop_id = $1 AND file_name LIKE 'aged-%' ORDER BY requested_at DESC", [other]);
      const looks = await factoryPool().query("SELECT FROM access_log WHERE shop_id = $1 AND by = '1'", [other]);
      return { files: rows.map((row) => row.name), looks: looks.rowCount };
    };
    await tidyLogs({ shopId: other });
    expect(await left()).toEqual({ files: ['aged-20', 'aged-60', 'aged-200'], looks: 3 });
    await saveKeepLogDays({ shopId: other, days: 90, by: STAFF });
    expect(await left()).toEqual({ files: ['aged-20', 'aged-60'], looks: 2 });
    await saveKeepLogDays({ shopId: other, days: 30, by: STAFF });
    expect(await left()).toEqual({ files: ['aged-20'], looks: 1 });
    expect((await loadPrivacyPage({ shopId: other })).keepLogDays).toBe(30);
    expect((await loadPrivacyPage({ shopId })).keepLogDays).toBe(365);
  });
});
