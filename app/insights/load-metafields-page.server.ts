import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { currencyDecimals } from '../math/minor-units.ts';
import { countWithValues, loadFieldLedger } from '../metafields/ledger-store.server.ts';
import { loadForecasts } from '../metafields/plan-writes.server.ts';
import { wantedFields } from '../metafields/wanted-fields.ts';
import { loadMetafieldWriting } from '../metafields/writing-store.server.ts';
import { scoredCustomer } from '../profiles/walk-profiles.server.ts';
import { loadCurrentModel } from '../profiles/profile-store.server.ts';
import { loadStaffNames } from '../shops/staff-store.server.ts';
import { loadWriting } from '../tags/writing-store.server.ts';
import type { MetafieldsExample, MetafieldsPage, MetafieldsProgress, MetafieldsRun } from './metafields-page.ts';

const RUNS = 5;

type RunRow = Omit<MetafieldsRun, 'at' | 'by' | 'state'> & { state: 'waiting' | 'running' | 'done' | 'cancelled'; at: Date; by: string; customers: number };

/** All that the screen of customer metafields shows. Counts over the shop's customers, and no other work that grows with it. */
export async function loadMetafieldsPage(options: { shopId: number }): Promise<MetafieldsPage> {
  return withTenant(options.shopId, async (tx) => {
    const writing = await loadMetafieldWriting(tx);
    const model = await loadCurrentModel(tx);
    const { rows } = await tx.query<RunRow & Record<string, unknown>>(
      `SELECT id, kind, cause, state, coalesce(finished_at, started_at, requested_at) AS at, requested_by AS by, customers, looked, written, failed FROM metafield_runs WHERE shop_id = $1 ORDER BY id DESC LIMIT 20`, [tx.shopId],
    );
    const names = await loadStaffNames(tx, [...new Set([writing?.by, writing?.pausedBy, ...rows.map((run) => run.by)].filter((id) => typeof id === 'string'))]);
    const person = (id: string) => ({ id, name: names.get(id) ?? null });
    const current = rows.filter((run) => run.state === 'waiting' || run.state === 'running').at(-1);
    const ended = rows.filter((run): run is RunRow & { state: 'done' | 'cancelled' } => run.state === 'done' || run.state === 'cancelled').slice(0, RUNS);
    const refused = await refusals(tx);
    return {
      state: writing?.state ?? 'off',
      switched: writing === null ? null : { at: writing.since.toISOString(), by: person(writing.by) },
      paused: writing === null || writing.pausedAt === null ? null : { at: writing.pausedAt.toISOString(), by: person(writing.pausedBy ?? '') },
      allPaused: (await loadWriting(tx)).paused !== null,
      sorted: model !== null && !model.provisional,
      would: await countWould(tx),
      standing: writing === null ? 0 : await countWithValues(tx),
      refused,
      definitionsLeft: writing?.state === 'off' && writing.definedAt !== null,
      example: await loadExample(tx),
      running: current === undefined ? null : await progressOf(tx, current),
      runs: ended.map(({ customers: _, at, by, ...run }) => ({ ...run, at: at.toISOString(), by: person(by) })),
      followed: writing === null || writing.followedAt === null ? null : { customers: writing.followed, at: writing.followedAt.toISOString() },
      stopped: writing === null || writing.errorMessage === null ? null : { code: writing.errorCode ?? '', message: writing.errorMessage },
    };
  });
}

async function countWould(tx: TenantTransaction): Promise<MetafieldsPage['would']> {
  const { rows } = await tx.query<MetafieldsPage['would'] & Record<string, unknown>>(
    `SELECT (SELECT count(*)::integer FROM profiles WHERE shop_id = $1 AND purchases > 0 AND NOT excluded) AS customers, count(*)::integer AS forecast, count(next_order_day)::integer AS "nextOrder"
       FROM customer_forecasts WHERE shop_id = $1`, [tx.shopId],
  );
  return rows[0] ?? { customers: 0, forecast: 0, nextOrder: 0 };
}

async function refusals(tx: TenantTransaction): Promise<MetafieldsPage['refused']> {
  const { rows } = await tx.query<MetafieldsPage['refused'] & Record<string, unknown>>('SELECT count(*)::integer AS customers, min(refusal) AS words FROM metafield_ledger WHERE shop_id = $1 AND refused IS NOT NULL', [tx.shopId]);
  return rows[0] ?? { customers: 0, words: null };
}

/** How many customers a run is through with: what is on its way counts by the lines that Shopify has worked through. */
async function progressOf(tx: TenantTransaction, run: RunRow): Promise<MetafieldsProgress> {
  const { rows: [under] } = await tx.query<{ way: number; worked: number | null } & Record<string, unknown>>(
    `SELECT (SELECT count(*)::integer FROM metafield_ledger WHERE shop_id = $1 AND intended IS NOT NULL AND run_id = $2) AS way,
            (SELECT progress::double precision / greatest(lines, 1) FROM metafield_batches WHERE shop_id = $1 AND state <> 'done' ORDER BY number DESC LIMIT 1) AS worked`, [tx.shopId, run.id],
  );
  const left = Math.round((under?.way ?? 0) * (1 - Math.min(1, under?.worked ?? 0)));
  return { kind: run.kind, cause: run.cause, waiting: run.state === 'waiting', done: Math.max(0, Math.min(run.looked, run.customers) - left), of: Math.max(1, run.customers) };
}

/** One of the customers of whom most is expected, or who spent most: what their fields say, and what stands. */
async function loadExample(tx: TenantTransaction): Promise<MetafieldsExample | null> {
  const { rows: [someone] } = await tx.query<{ id: number; name: string | null }>(
    `SELECT c.id, coalesce(nullif(concat_ws(' ', c.first_name, c.last_name), ''), c.email) AS name
       FROM (SELECT coalesce((SELECT customer_id FROM customer_forecasts WHERE shop_id = $1 ORDER BY clv_12m DESC, customer_id DESC LIMIT 1),
                             (SELECT customer_id FROM profiles WHERE shop_id = $1 AND purchases > 0 AND NOT excluded ORDER BY net_spend DESC, customer_id LIMIT 1)) AS id) one
       JOIN customers c ON c.shop_id = $1 AND c.id = one.id`, [tx.shopId],
  );
  const scored = someone === undefined ? null : await scoredCustomer(tx, someone.id);
  if (someone === undefined || scored === null || scored.current.provisional) return null;
  const { customer, current } = scored;
  const forecast = (await loadForecasts(tx, [someone.id])).get(someone.id) ?? null;
  const { values } = wantedFields(customer, forecast, { model: current.model, decimals: currencyDecimals(current.figures.currencyCode) ?? 2 });
  return { customerId: String(someone.id), name: someone.name, wanted: values, stands: (await loadFieldLedger(tx, [someone.id])).get(someone.id)?.stands ?? {} };
}
