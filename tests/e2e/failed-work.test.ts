import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESKTOP, NARROWEST, PHONE } from './harness.ts';
import { openDatabase, openTestHouse } from './house.ts';
import type { TestDatabase, TestHouse } from './house.ts';
import { madeStore } from './made-store.ts';
import { testBrowser } from './test-browser.ts';

const { enter, importStore } = testBrowser();
let database: TestDatabase;
let house: TestHouse;
let shopId = 0;

beforeAll(async () => {
  database = await openDatabase();
  house = await openTestHouse({ store: await madeStore({ customers: 60, seed: 5 }), database });
  await importStore(house);
  shopId = (await rows<{ id: number }>('SELECT id FROM shops'))[0]?.id ?? 0;
});

afterAll(async () => {
  await house?.close();
  await database?.close();
});

async function rows<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: database.postgres.systemUrl });
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** An event of a topic that nobody deals with, so that a worker leaves it as it is; and a job that failed. */
async function fail(): Promise<void> {
  // What was tried again before comes to its end first: a later success of the same work would take this failure off the list.
  while ((await rows("SELECT FROM pgboss.job WHERE name = 'change-segments' AND state < 'completed'", [])).length > 0) await new Promise((done) => setTimeout(done, 100));
  await rows("DELETE FROM pgboss.job WHERE name = 'change-segments'", []);
  await rows("DELETE FROM inbox_events WHERE event_id LIKE 'failed-%'", []);
  await rows(
    `INSERT INTO inbox_events (shop_domain, topic, event_id, webhook_id, api_version, triggered_at, received_at, payload_bytes, state, attempts, finished_at, reason_code, reason)
     VALUES ($1, 'shop/redact', $2, 'w', '2026-10', now(), now(), 2, 'failed', 10, now(), 'form', 'The payload lacks what every such payload has.')`,
    [house.standIn.shopDomain, `failed-${Math.random()}`],
  );
  await rows(
    `INSERT INTO pgboss.job (name, data, state, singleton_key, policy, retry_count, completed_on, output)
     VALUES ('change-segments', $1, 'failed', $2, 'stately', 5, now(), '{"code": "access-denied", "reason": "Shopify denies access: no. Grant the app the scope it names."}')`,
    [JSON.stringify({ shopId }), String(shopId)],
  );
}

describe('Work that failed', () => {
  it('says that nothing failed, and under Data nothing, while all is well', async () => {
    const merchant = await enter(house, DESKTOP);
    await merchant.open('/app/data');
    await merchant.app.getByRole('heading', { name: 'Last runs' }).waitFor();
    expect(await merchant.app.getByText(/will not be tried again without you/).count()).toBe(0);
    await merchant.open('/app/data/failed');
    await merchant.app.getByText('Nothing has failed').waitFor();
    await merchant.settled();
  });

  it('is found from Data, says what and why, is left out or tried again, one by one or all at once', async () => {
    for (const screen of [DESKTOP, PHONE, NARROWEST]) {
      await fail();
      const merchant = await enter(house, screen);
      await merchant.open('/app/data');
      await merchant.app.getByRole('link', { name: '2 pieces of work failed and will not be tried again without you. See which, and why.' }).click();
      await merchant.at('/app/data/failed');
      const table = merchant.app.getByRole('table', { name: 'Work that failed, the latest first' });
      await table.getByText('The deletion of the store’s data').waitFor();
      await table.getByText('Segments at Shopify').waitFor();
      await table.getByText('Shopify denies access: no. Grant the app the scope it names.').waitFor();
      await merchant.settled();
      await merchant.app.getByRole('button', { name: /^Leave out: The deletion of the store’s data/ }).click();
      await merchant.app.getByText('What Shopify told us here is forgotten.').waitFor();
      await merchant.settled();
      // Those of the table say of what; the dialog's does not.
      await merchant.app.getByRole('button', { name: 'Leave out', exact: true }).click();
      await table.getByText('The deletion of the store’s data').waitFor({ state: 'detached' });
      await merchant.headingAction('Try all again');
      await merchant.app.getByText('Nothing has failed').waitFor();
      await merchant.settled();
      expect(await rows("SELECT FROM inbox_events WHERE state = 'failed'")).toEqual([]);
      expect(await rows("SELECT FROM pgboss.job WHERE name = 'change-segments' AND state = 'failed'")).toEqual([]);
    }
  });
});
