import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { updateCustomer } from '../shopify-standin/store/customer-desk.ts';
import { placeOrder } from '../shopify-standin/store/place-order.ts';
import { deleteProduct } from '../shopify-standin/store/product-desk.ts';
import { DESKTOP, NARROWEST, PHONE } from './harness.ts';
import { openDatabase, openTestHouse, type TestDatabase, type TestHouse } from './house.ts';
import { madeStore } from './made-store.ts';
import { testBrowser } from './test-browser.ts';

const { enter, importStore } = testBrowser();
let database: TestDatabase;
let house: TestHouse;
/** What Shopify does with the page of changed orders. */
let onChanged: 'throttle' | 'deny' | null = null;

beforeAll(async () => {
  database = await openDatabase();
  house = await openTestHouse({
    store: await madeStore({ customers: 40, seed: 5 }),
    database,
    faults: {
      beforeRespond: ({ operation }) => {
        if (operation !== 'ChangedOrders' || onChanged === null) return null;
        if (onChanged === 'throttle') return 'throttle';
        return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ errors: [{ message: 'Access denied for orders field.', extensions: { code: 'ACCESS_DENIED' } }] }) };
      },
    },
  });
  await importStore(house);
});

afterAll(async () => {
  await house?.close();
  await database?.close();
});

/** Events as they would stand in the inbox. Those that wait do so until another century, so that no worker deals with them. */
async function received(events: readonly { minutesAgo: number; state: 'new' | 'done' }[]): Promise<void> {
  const client = new pg.Client({ connectionString: database.postgres.systemUrl });
  await client.connect();
  try {
    for (const [at, { minutesAgo, state }] of events.entries()) {
      await client.query(
        `INSERT INTO inbox_events (shop_domain, topic, event_id, webhook_id, api_version, triggered_at, received_at, payload_bytes, state, finished_at, not_before)
         VALUES ($1, 'orders/create', $2, 'webhook', '2026-10', $3, $3, 2, $4, CASE WHEN $4 = 'done' THEN $3::timestamptz END, '2100-01-01')`,
        [house.standIn.shopDomain, `event-${at}`, new Date(Date.now() - minutesAgo * 60_000), state],
      );
    }
  } finally {
    await client.end();
  }
}

describe('Live from Shopify', () => {
  it('says what has come, that nothing was checked yet, and after a check that all is as it should be', async () => {
    const merchant = await enter(house, DESKTOP);
    await merchant.open('/app/data');
    await merchant.app.getByRole('heading', { name: 'Live from Shopify' }).waitFor();
    // The ends of the import's own bulk operations.
    await merchant.app.getByText('3 events today, 3 in the last hour').waitFor();
    await merchant.app.getByText('Up to date', { exact: true }).waitFor();
    await merchant.app.getByText(/^Not checked yet/).waitFor();
    await merchant.settled();
    await merchant.app.getByRole('button', { name: 'Check now' }).click();
    await merchant.app.getByText(/Everything was as it should be/).waitFor({ timeout: 60_000 });
    await merchant.settled();
  });

  it('heals what got lost when asked, and says what it was', async () => {
    const { live } = house.standIn;
    const [customer, other] = live.list('customers', 'ID');
    const [product] = live.list('products', 'ID');
    const line = live.list('orders', 'ID').flatMap((order) => order.lines).find((one) => one.variant !== null && one.variant.product !== product);
    if (!customer || !other || !product || !line?.variant) throw new Error('The store has too little.');
    house.standIn.faultPlan.configure({ rates: { drop: 1 } });
    placeOrder(live, { customer: customer.id, lines: [{ variantId: line.variant.id, quantity: 2 }] });
    updateCustomer(live, other.id, { note: 'Rang up' });
    deleteProduct(live, product.id);
    house.standIn.faultPlan.calm();
    for (const screen of [PHONE, NARROWEST]) {
      const merchant = await enter(house, screen);
      await merchant.open('/app/data');
      if (screen === PHONE) {
        await merchant.app.getByRole('button', { name: 'Check now' }).click();
        await merchant.app.getByText(/Healed: 1 order, 2 customers,? and 1 product \(1 deleted at Shopify\)/).waitFor({ timeout: 60_000 });
      }
      await merchant.app.getByText(/Healed: 1 order/).waitFor();
      await merchant.settled();
    }
  });

  it('shows a check that is under way, and why one did not get through', async () => {
    const merchant = await enter(house, DESKTOP);
    await merchant.open('/app/data');
    onChanged = 'throttle';
    await merchant.app.getByRole('button', { name: 'Check now' }).click();
    await merchant.app.getByRole('progressbar', { name: 'Checking Shopify for missed changes' }).waitFor({ timeout: 30_000 });
    expect(await merchant.app.getByRole('button', { name: 'Check now' }).count()).toBe(0);
    await merchant.settled();
    onChanged = 'deny';
    await merchant.app.getByText(/did not get through$/).waitFor({ timeout: 60_000 });
    await merchant.app.getByText(/^Shopify denies access to some of the data/).waitFor();
    await merchant.settled();
    onChanged = null;
    await merchant.app.getByRole('button', { name: 'Check now' }).click();
    await merchant.app.getByText(/Everything was as it should be/).waitFor({ timeout: 60_000 });
  });

  it('says how many events came, and that it is behind when some wait for long', async () => {
    await received([{ minutesAgo: 1, state: 'done' }, { minutesAgo: 2, state: 'done' }, { minutesAgo: 30, state: 'new' }, { minutesAgo: 4, state: 'new' }]);
    for (const screen of [DESKTOP, PHONE, NARROWEST]) {
      const merchant = await enter(house, screen);
      await merchant.open('/app/data');
      await merchant.app.getByText('Behind', { exact: true }).waitFor();
      await merchant.app.getByText(/^2 events from Shopify wait to be worked on, the oldest for 30 minutes/).waitFor();
      await merchant.app.getByText(/^\d+ events today, \d+ in the last hour$/).waitFor();
      await merchant.settled();
    }
  });
});
