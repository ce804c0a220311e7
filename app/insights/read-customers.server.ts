import type { TenantTransaction } from '../database/tenant.server.ts';
import type { CurrentForecast } from '../forecast/forecast-store.server.ts';
import type { CustomerHistories } from '../profiles/customer-histories.ts';
import { firstPurchasesSql } from './first-purchases-sql.server.ts';
import { historiesThrough } from '../profiles/histories-through.ts';
import { firstGuestOrderDay, type CurrentModel } from '../profiles/profile-store.server.ts';
import { customersWithTags, excludingCustomers, loadStoredHistories } from '../profiles/stored-histories.server.ts';
import type { InsightCustomers } from './work-out-figures.ts';

/** Rows in memory at a time. */
const ROWS_A_FETCH = 5_000;

/** What tiers at a day follow from. */
export interface StandingInputs {
  /** Customers' ids by place, ascending. */
  ids: Float64Array;
  histories: CustomerHistories;
  firstSeen: Int32Array;
  guestFirstOrderDay: number | null;
}

/** The purchases of all customers up to the day of the last sorting, whom its settings exclude, and since when each is a customer. */
export async function readStandingInputs(tx: TenantTransaction, current: CurrentModel, signal: AbortSignal | undefined): Promise<StandingInputs> {
  const stored = await loadStoredHistories(tx, { signal });
  const excluded = await customersWithTags(tx, current.model.settings.excludedTags);
  // An event of today may have come after the sorting of yesterday.
  const histories = historiesThrough(excludingCustomers(stored, excluded), current.computedForDay);
  const ids = new Float64Array(histories.count);
  const firstSeen = new Int32Array(histories.count);
  for (let place = 0; place < histories.count; place += 1) {
    const { customerId, firstOrderDay } = histories.at(place);
    ids[place] = Number(customerId);
    firstSeen[place] = firstOrderDay ?? current.computedForDay;
  }
  const created = `SELECT id, (created_at AT TIME ZONE $2)::date - DATE '1970-01-01' AS day FROM customers WHERE shop_id = $1 ORDER BY id`;
  await alongside<{ id: number; day: number }>(tx, ids, { text: created, values: [tx.shopId, current.figures.timeZone] }, signal, (place, { day }) => {
    firstSeen[place] = Math.min(firstSeen[place] as number, day);
  });
  return { ids, histories, firstSeen, guestFirstOrderDay: firstGuestOrderDay(current) };
}

/** The same with what buyers are put into groups by, and what is expected of them. */
export async function readInsightCustomers(
  tx: TenantTransaction, current: CurrentModel, forecast: Pick<CurrentForecast, 'state' | 'forDay'> | null, signal: AbortSignal | undefined,
): Promise<InsightCustomers & StandingInputs> {
  const inputs = await readStandingInputs(tx, current, signal);
  const { ids } = inputs;
  const [channel, source] = [textColumn(ids.length), textColumn(ids.length)];
  const product = new Float64Array(ids.length).fill(Number.NaN);
  const expected = forecast?.state === 'shown' ? new Float64Array(ids.length).fill(Number.NaN) : null;
  // As in a rebuild: joins of whole tables, for which there may be no statistics yet.
  await tx.query("SET LOCAL work_mem = '128MB'; SET LOCAL jit = off; SET LOCAL enable_nestloop = off");
  await alongside<{ id: number; channel: string | null; source: string | null; product: number | null }>(tx, ids, firstPurchasesSql(tx.shopId, current.figures), signal, (place, row) => {
    channel.set(place, row.channel);
    source.set(place, row.source);
    product[place] = row.product ?? Number.NaN;
  });
  if (expected !== null) {
    await alongside<{ id: number; clv: number }>(tx, ids, { text: 'SELECT customer_id AS id, clv_12m AS clv FROM customer_forecasts WHERE shop_id = $1 ORDER BY customer_id', values: [tx.shopId] }, signal, (place, { clv }) => {
      expected[place] = clv;
    });
  }
  return {
    ...inputs, channelOf: channel.get, sourceOf: source.get,
    productOf: (place) => (Number.isNaN(product[place]) ? null : (product[place] as number)),
    expected: expected === null || forecast === null ? null : { day: forecast.forDay, of: expected },
  };
}

/** Goes over the rows of a query beside the histories; both are in the order of customers' ids, and a row of nobody there is passed over. */
async function alongside<Row extends { id: number }>(
  tx: TenantTransaction, ids: Float64Array, query: { text: string; values: unknown[] }, signal: AbortSignal | undefined, take: (place: number, row: Row) => void,
): Promise<void> {
  // All rows are wanted: a plan for the first few would walk an index and fetch each row from its own place.
  await tx.query('SET LOCAL cursor_tuple_fraction = 1');
  await tx.query(`DECLARE beside_histories NO SCROLL CURSOR FOR ${query.text}`, query.values);
  let place = 0;
  for (;;) {
    signal?.throwIfAborted();
    const { rows } = await tx.query<Row>(`FETCH ${ROWS_A_FETCH} FROM beside_histories`);
    if (rows.length === 0) break;
    for (const row of rows) {
      while (place < ids.length && (ids[place] as number) < row.id) place += 1;
      if (ids[place] === row.id) take(place, row);
    }
  }
  await tx.query('CLOSE beside_histories');
}

/** Texts by place, each kept once: a million customers share a few channels. */
function textColumn(count: number): { set: (place: number, text: string | null) => void; get: (place: number) => string | null } {
  const places = new Map<string, number>();
  const texts: string[] = [];
  const codes = new Int32Array(count).fill(-1);
  return {
    set(place, text) {
      if (text === null) return;
      let code = places.get(text);
      if (code === undefined) {
        code = texts.push(text) - 1;
        places.set(text, code);
      }
      codes[place] = code;
    },
    get: (place) => texts[codes[place] as number] ?? null,
  };
}
