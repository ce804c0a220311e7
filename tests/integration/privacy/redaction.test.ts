import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closePools } from '#app/database/pools.server.ts';
import { closeJobQueue } from '#app/jobs/queue.server.ts';
import { applyPrivacyEvent } from '#app/privacy/apply-privacy-event.server.ts';
import { eraseAgain } from '#app/privacy/erase-again.server.ts';
import { askForShopErasure, eraseShop } from '#app/privacy/erase-shop.server.ts';
import { HELD_DATA, SYSTEM_DATA } from '#app/privacy/held-data.ts';
import { closeFactory, factoryPool, makeShop } from '#tests/factories/made-mirror.ts';
import { findText, plantPerson, rowsOfShop, type PlantedPerson } from './planted-person.ts';

let shopId: number;
let shopDomain: string;
const person = (customerId: number, marker: string, shop = { shopId, shopDomain }): PlantedPerson => ({ ...shop, customerId, orderId: customerId + 1_000_000, marker, email: `${marker.toLowerCase()}@example.com` });

beforeAll(async () => {
  shopId = await makeShop();
  shopDomain = await domainOf(shopId);
});

afterAll(async () => {
  await closeFactory();
  await closeJobQueue();
  await closePools();
});

async function domainOf(id: number): Promise<string> {
  const { rows } = await factoryPool().query<{ domain: string }>('SELECT domain FROM shops WHERE id = $1', [id]);
  return rows[0]?.domain ?? '';
}

const asked = (topic: string, body: unknown, shop = shopDomain) => ({ id: 1, shopDomain: shop, topic, eventId: `event-${topic}`, triggeredAt: new Date(), attempts: 0, body });

describe('the list of what is kept', () => {
  it('names every table of the database, and no other', async () => {
    const { rows } = await factoryPool().query<{ name: string }>("SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'm') ORDER BY 1");
    expect([...Object.keys(HELD_DATA), ...Object.keys(SYSTEM_DATA)].sort()).toEqual(rows.map((row) => row.name));
  });

  it('finds a person in every table that has a column for a customer or for free words about them', async () => {
    const { rows } = await factoryPool().query<{ name: string }>("SELECT DISTINCT table_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND column_name IN ('customer_id', 'order_id') ORDER BY 1");
    for (const { name } of rows) if (name !== 'redacted_orders') expect(HELD_DATA[name]?.of, name).not.toBeNull();
  });
});

describe('customers/redact', () => {
  it('leaves nothing of the person anywhere, their number only where it says that they may not come back, and everybody else untouched', async () => {
    const gone = person(7_000_000_050_001, 'Zzqxanna');
    const stays = person(7_000_000_050_777, 'Yywberta', { shopId, shopDomain });
    const planted = await plantPerson(gone);
    // One row a shop is the limit there.
    for (const table of ['shop_attention', 'forecast_fits', 'list_runs', 'metafield_writing', 'product_field_writing']) await factoryPool().query(`DELETE FROM ${table} WHERE shop_id = $1`, [shopId]);
    await plantPerson(stays);
    await factoryPool().query('UPDATE shop_attention SET attention = $2 WHERE shop_id = $1', [shopId, JSON.stringify({ customers: 1, spendLastYear: 1, latest: [{ customerId: gone.customerId, slippedOn: 1 }] })]);
    await factoryPool().query("INSERT INTO pgboss.job (name, data, state, output) SELECT 'write-tags', jsonb_build_object('shopId', $1::int), 'failed', jsonb_build_object('reason', $2::text)", [shopId, `Customer ${gone.customerId} was refused`]);
    // The net is fine enough: each table that was planted is found.
    const before = await findText(gone.marker);
    expect(planted.length).toBeGreaterThan(30);
    expect(before).toEqual(expect.arrayContaining(['public.customers', 'public.orders', 'public.exports', 'public.saved_views', 'public.import_rejects', 'public.tag_changes', 'public.wanted_tags', 'inbox payload']));
    const others = await findRows(stays.marker);

    const body = { shop_id: 1, shop_domain: shopDomain, customer: { id: gone.customerId, email: gone.email, phone: null }, orders_to_redact: [gone.orderId] };
    expect(await applyPrivacyEvent({ shopId, event: asked('customers/redact', body) })).toEqual({ outcome: 'applied' });

    expect(await findText(gone.marker)).toEqual([]);
    expect(await findText(`\\m${gone.customerId}\\M`)).toEqual(['public.privacy_requests', 'public.redactions']);
    expect(await findRows(stays.marker)).toEqual(others);
    // The order is still there for the numbers, with the file of the merchant still saying what it was.
    expect((await factoryPool().query('SELECT customer_id, total, tags FROM orders WHERE id = $1', [gone.orderId])).rows).toEqual([{ customer_id: null, total: 1, tags: [] }]);
    expect((await factoryPool().query('SELECT filter FROM exports WHERE shop_id = $1 AND id = $2', [shopId, gone.customerId % 100_000])).rows).toEqual([{ filter: { query: { search: '…', tiers: [], stages: [], tag: null, sort: 'name', direction: 'asc' }, ids: ['5'] } }]);
    // The same event once more, as after a crash, changes nothing.
    const after = await rowsOfShop(shopId);
    await applyPrivacyEvent({ shopId, event: asked('customers/redact', body) });
    expect({ ...(await rowsOfShop(shopId)), redacted_orders: [] }).toEqual({ ...after, redacted_orders: [] });
  });

  it('removes what other work was writing meanwhile, and comes back for it as long as such work may last', async () => {
    const late = person(7_000_000_050_001, 'Zzqxanna');
    await factoryPool().query("INSERT INTO profile_products (shop_id, customer_id, product_ids, orders, units, units_kept, last_days) VALUES ($1, $2, '{}', '{}', '{}', '{}', '{}')", [shopId, late.customerId]);
    await factoryPool().query('UPDATE orders SET customer_id = $2, tags = ARRAY[$3] WHERE id = $1', [late.orderId, late.customerId, late.marker]);
    await factoryPool().query("DELETE FROM pgboss.job WHERE name = 'erase-again'");
    await eraseAgain({ shopId, round: 0 });
    expect(await findText(late.marker)).toEqual([]);
    expect(await findText(`\\m${late.customerId}\\M`)).toEqual(['public.privacy_requests', 'public.redactions']);
    const again = () => factoryPool().query("SELECT FROM pgboss.job WHERE name = 'erase-again' AND data->>'shopId' = $1", [String(shopId)]);
    expect((await again()).rowCount).toBe(1);
    await factoryPool().query("UPDATE privacy_requests SET done_at = now() - interval '1 hour' WHERE shop_id = $1", [shopId]);
    await factoryPool().query("DELETE FROM pgboss.job WHERE name = 'erase-again'");
    await eraseAgain({ shopId, round: 0 });
    expect((await again()).rowCount).toBe(0);
  });

  it('of another form is refused, and says nothing of what it held', async () => {
    const error = await applyPrivacyEvent({ shopId, event: asked('customers/redact', { customer: { id: 'Zzsecret' } }) }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'form' });
    expect(String(error)).not.toContain('Zzsecret');
  });
});

/** Every row that has the text, by table. */
async function findRows(text: string): Promise<string[]> {
  const all: string[] = [];
  for (const table of [...Object.keys(HELD_DATA), 'inbox_events']) {
    const { rows } = await factoryPool().query<{ text: string }>(`SELECT t::text AS text FROM ${table} t WHERE t::text ILIKE $1 ORDER BY 1`, [`%${text}%`]);
    all.push(...rows.map((row) => `${table} ${row.text}`));
  }
  return all;
}

describe('shop/redact', () => {
  it('leaves no row of the shop, and of another shop every row as it was', async () => {
    const [mine, theirs] = [await makeShop(), await makeShop()];
    const [myDomain, theirDomain] = [await domainOf(mine), await domainOf(theirs)];
    for (const [id, domain] of [[mine, myDomain], [theirs, theirDomain]] as const) {
      await plantPerson(person(7_000_000_000_500, 'Zzqxcarla', { shopId: id, shopDomain: domain }));
      await factoryPool().query("INSERT INTO sessions (id, shop, state, access_token) VALUES ($1, $2, '', 'sealed')", [`offline_${domain}`, domain]);
      await factoryPool().query("INSERT INTO pgboss.job (name, data, state) SELECT 'write-tags', jsonb_build_object('shopId', $1::int), s::pgboss.job_state FROM unnest(ARRAY['created', 'completed', 'failed']) AS s", [id]);
    }
    const other = await rowsOfShop(theirs);
    const systemRows = async (id: number, domain: string): Promise<number> => Number((await factoryPool().query<{ count: string }>(
      `SELECT (SELECT count(*) FROM shops WHERE id = $1) + (SELECT count(*) FROM sessions WHERE shop = $2) + (SELECT count(*) FROM inbox_events WHERE shop_domain = $2)
            + (SELECT count(*) FROM pgboss.job WHERE data->>'shopId' = $1::text AND name <> 'erase-shop') AS count`, [id, domain])).rows[0]?.count);
    const otherSystemRows = await systemRows(theirs, theirDomain);
    expect(await systemRows(mine, myDomain)).toBe(otherSystemRows);

    expect(await applyPrivacyEvent({ shopId: mine, event: asked('shop/redact', { shop_domain: myDomain }, myDomain) })).toEqual({ outcome: 'applied' });
    expect(await eraseShop({ shopId: mine })).toEqual({ erased: true });

    for (const [table, left] of Object.entries(await rowsOfShop(mine))) expect(left, table).toEqual([]);
    expect(await systemRows(mine, myDomain)).toBe(0);
    expect(await findText(myDomain)).toEqual([]);
    expect(await rowsOfShop(theirs)).toEqual(other);
    expect(await systemRows(theirs, theirDomain)).toBe(otherSystemRows);
    expect(await eraseShop({ shopId: mine })).toEqual({ erased: false });
  });

  it('that was asked for before the present install is none of it', async () => {
    const id = await makeShop();
    const before = await rowsOfShop(id);
    expect(await applyPrivacyEvent({ shopId: id, event: { ...asked('shop/redact', {}), triggeredAt: new Date(Date.now() - 86_400_000) } })).toEqual({ outcome: 'ignored', reasonCode: 'before-install' });
    expect(await eraseShop({ shopId: id })).toEqual({ erased: false });
    expect(await rowsOfShop(id)).toEqual(before);
  });

  it('does not touch a shop that has installed the app again meanwhile', async () => {
    const id = await makeShop();
    await askForShopErasure({ shopId: id, at: new Date(Date.now() + 60_000) });
    await factoryPool().query('UPDATE shops SET uninstalled_at = NULL, redact_asked_at = NULL WHERE id = $1', [id]);
    expect(await eraseShop({ shopId: id })).toEqual({ erased: false });
    expect((await rowsOfShop(id))['shop_details']).toHaveLength(1);
  });

  it('waits for work of the shop that is under way, and then deletes what that wrote', async () => {
    const id = await makeShop();
    await factoryPool().query("INSERT INTO pgboss.job (name, data, state) VALUES ('write-tags', jsonb_build_object('shopId', $1::int), 'active')", [id]);
    await askForShopErasure({ shopId: id, at: new Date(Date.now() + 60_000) });
    await expect(eraseShop({ shopId: id })).rejects.toMatchObject({ code: 'shop-busy' });
    await factoryPool().query("INSERT INTO first_steps (shop_id, step, done_at) VALUES ($1, 'tiers', now())", [id]);
    await factoryPool().query("UPDATE pgboss.job SET state = 'completed' WHERE data->>'shopId' = $1", [String(id)]);
    expect(await eraseShop({ shopId: id })).toEqual({ erased: true });
    expect((await rowsOfShop(id))['first_steps']).toEqual([]);
  });
});
