import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { writeCursor } from '#app/customers/customer-cursor.ts';
import { withTenant } from '#app/database/tenant.server.ts';

/** A screen as it is asked for: the route whose loader answers, and the address. */
export interface MeasuredScreen {
  name: string;
  route: string;
  path: string;
}

/**
 * Every screen that the app has: those whose address has no id are found among the routes, so that a new one is measured
 * from its first day; the list of customers also as merchants use it, and one customer and one run of this shop.
 */
export async function screensOf(shopId: number): Promise<MeasuredScreen[]> {
  const [customer, run, deep] = await withTenant(shopId, async (tx) => {
    const first = async <Row extends Record<string, unknown>>(sql: string): Promise<Row | undefined> => (await tx.query<Row>(sql)).rows[0];
    return [
      // Someone with a long history: the dearest page of its kind.
      await first<{ id: number }>('SELECT customer_id AS id FROM profiles ORDER BY orders DESC LIMIT 1'),
      await first<{ id: number }>('SELECT id FROM tag_runs WHERE state <> \'proposed\' ORDER BY id DESC LIMIT 1'),
      await first<{ value: number; id: number }>('SELECT sort_last_day AS value, customer_id AS id FROM profiles ORDER BY sort_last_day DESC, customer_id DESC OFFSET (SELECT count(*) / 2 FROM profiles) LIMIT 1'),
    ] as const;
  });
  const list = (name: string, query: Record<string, string>): MeasuredScreen => ({ name: `customers-${name}`, route: 'routes/app.customers._index', path: `/app/customers?index&${new URLSearchParams(query).toString()}` });
  return [
    ...plainScreens(),
    list('sorted-by-spend', { sort: 'net-spend', direction: 'desc' }),
    list('sorted-by-name', { sort: 'name', direction: 'asc' }),
    list('of-a-tier', { tier: 'At risk' }),
    list('of-a-tag', { tag: 'vip' }),
    list('searched', { search: 'maker77' }),
    ...(deep === undefined ? [] : [list('deep-page', { after: writeCursor('last-order', 'desc', deep) })]),
    ...(customer === undefined ? [] : [{ name: 'customer', route: 'routes/app.customers.$customerId', path: `/app/customers/${customer.id}` }]),
    ...(run === undefined ? [] : [{ name: 'tag-run', route: 'routes/app.tags.$runId', path: `/app/tags/${run.id}` }]),
  ];
}

/** Routes that draw a screen, have a loader, and need no id: app._index.tsx, app.tags._index.tsx, app.settings.tsx ... */
function plainScreens(): MeasuredScreen[] {
  const folder = fileURLToPath(new URL('../../../../app/routes/', import.meta.url));
  return readdirSync(folder)
    .filter((file) => /^app(\.[a-z_-]+)+\.tsx$/.test(file))
    .filter((file) => {
      const text = readFileSync(`${folder}${file}`, 'utf8');
      return /export (async function|const) loader/.test(text) && /export default/.test(text);
    })
    .map((file) => {
      const id = file.slice(0, -'.tsx'.length);
      const isIndex = id.endsWith('._index');
      const address = id.replace(/\._index$/, '').replaceAll('.', '/');
      return { name: address === 'app' ? 'home' : address.slice('app/'.length).replaceAll('/', '-'), route: `routes/${id}`, path: `/${address}${isIndex ? '?index' : ''}` };
    });
}
