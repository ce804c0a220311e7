import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { withTenant, type TenantTransaction } from '#app/database/tenant.server.ts';
import { exportProfiles } from '#app/profiles/export-profiles.server.ts';
import { findShop } from '#app/shops/shop-store.server.ts';
import type { StandInState } from '../../shopify-standin/control-api.ts';
import type { DemoArguments } from './arguments.ts';
import type { House } from './house.ts';
import type { Merchant } from './merchant.ts';
import { writeCsv } from './profiles-csv.ts';
import { readHeldOff, readShopState, readTagRuns, readWantedCounts, readWantedTags, type ShopState } from './shop-state.ts';

const PROFILE_COLUMNS = ['customer_id', 'first_purchase', 'last_purchase', 'orders', 'purchases', 'net_spend', 'recency_days', 'r', 'f', 'm', 'tier', 'stage', 'tags', 'reason'] as const;

/**
 * The whole job without a person: import, scores, and where asked the approval, the undo and the files.
 * @throws {Error} saying which step did not come to its end.
 */
export async function runOnce(house: House, merchant: Merchant, args: DemoArguments, say: (line: string) => void): Promise<void> {
  const startedAt = Date.now();
  const shop = await findShop(house.addresses.shopDomain);
  if (shop === null) throw new Error('The app has not recorded the install.');
  const shopId = shop.id;
  const wait = (until: (state: ShopState) => boolean): Promise<ShopState> => waitFor(house, shopId, until, say);

  const first = await readShopState(shopId);
  const runBefore = first.importRun === null || first.importRun.active ? null : first.importRun.id;
  const begunHere = first.importRun !== null && first.importRun.requestedAt.getTime() >= house.openedAt;
  if (!begunHere) await merchant.submit('/app/import', { intent: 'start' });
  const scored = await wait((state) => state.unfinished.length === 0 && state.importRun !== null && !state.importRun.active && (begunHere || state.importRun.id !== runBefore));
  const { importRun, summary } = scored;
  if (importRun === null || importRun.status !== 'succeeded') throw new Error(`The import did not succeed: ${importRun?.errorMessage ?? importRun?.phase ?? 'it never began'}`);
  if (summary === null) throw new Error(`The profiles were not built: see app.log in ${args.data}.`);
  say(`Imported ${importRun.read} rows and scored ${summary.figures.customers} customers.`);

  const runsBefore = new Set((await readTagRuns(shopId)).map((run) => run.id));
  if (args.writeTags && scored.proposal !== null) {
    say('Approving the proposed tag changes ...');
    await merchant.submit('/app/tags/approve', { proposalId: String(scored.proposal.id), revision: String(scored.proposal.revision) });
    await wait((state) => state.unfinished.length === 0);
  }
  const applied = (await readTagRuns(shopId)).filter((run) => !runsBefore.has(run.id) && run.kind === 'apply');
  const stuck = applied.find((run) => run.state !== 'done');
  if (stuck !== undefined) throw new Error(`Writing tags stopped (${stuck.state}): ${stuck.errorMessage ?? `see app.log in ${args.data}`}`);
  const added = sum(applied.map((run) => run.added));
  const removed = sum(applied.map((run) => run.removed));
  if (args.writeTags) say(`Wrote ${added} tags and removed ${removed}.`);
  const heldOff = await readHeldOff(shopId);
  if (args.writeTags && heldOff > 0) say(`${heldOff} tags that an undo or the merchant took off stay off until their rule has lapsed and holds again (or "Propose again" on the page of the undo).`);

  const standIn = await standInState(house);
  const ours = await oursStanding(shopId);
  let undone: { removed: number; putBack: number } | undefined;
  const wanted = await readWantedCounts(shopId);
  if (args.profiles !== undefined) {
    const { profiles } = args;
    // The file may have written an id as 12346.0; Shopify's is 12346.
    const spelling = (await control(house, 'GET', 'source-ids')) as Record<string, string>;
    const rows = await withTenant(shopId, (tx) => writeCsv(profiles, PROFILE_COLUMNS, profileRows(tx, spelling)));
    say(`Wrote ${rows} profiles to ${args.profiles}.`);
  }
  if (args.undo) undone = await undoAll(house, merchant, shopId, say);
  if (args.dump !== undefined) {
    await control(house, 'POST', 'dump', { dir: args.dump });
    say(`The local Shopify's customers, orders and requests are in ${args.dump}.`);
  }
  if (args.report !== undefined) {
    const { figures } = summary;
    await writeWhole(args.report, `${JSON.stringify({
      shop: { ...standIn.shop, now: house.addresses.now },
      store: standIn.store,
      import: {
        seconds: seconds((importRun.finishedAt ?? new Date()).getTime() - (importRun.startedAt ?? importRun.requestedAt).getTime()),
        read: importRun.read, inserted: importRun.inserted, updated: importRun.updated, stale: importRun.stale, rejected: importRun.rejected,
      },
      tiers: counts(figures.tiers),
      stages: counts(figures.stages),
      tags: { wanted, added, removed, foreignTouched: standIn.tags.gone + Math.max(0, standIn.tags.new - ours), ...(undone === undefined ? {} : { undone }) },
      seconds: seconds(Date.now() - startedAt),
    }, null, 2)}\n`);
    say(`The report is in ${args.report}.`);
  }
}

async function* profileRows(tx: TenantTransaction, spelling: Readonly<Record<string, string>>): AsyncGenerator<(string | number | null)[]> {
  const wanted = await readWantedTags(tx.shopId);
  for await (const row of exportProfiles(tx)) {
    const id = String(row.customerId);
    yield [
      spelling[id] ?? id, row.firstPurchase, row.lastPurchase, row.orders, row.purchases, row.netSpend, row.recencyDays,
      row.r, row.f, row.m, row.tier, row.stage, (wanted.get(id) ?? []).join('|'), row.reason,
    ];
  }
}

/** Undoes every run that wrote, the newest first, each by the merchant's own button. */
async function undoAll(house: House, merchant: Merchant, shopId: number, say: (line: string) => void): Promise<{ removed: number; putBack: number }> {
  const runs = await readTagRuns(shopId);
  const undoneBefore = new Set(runs.map((run) => run.undoOf));
  const toUndo = runs.filter((run) => run.kind === 'apply' && !undoneBefore.has(run.id) && run.added + run.removed > 0).reverse();
  for (const run of toUndo) {
    say(`Undoing run ${run.id} ...`);
    await merchant.submit('/app/tags/undo', { runId: String(run.id) });
    await waitFor(house, shopId, (state) => state.unfinished.length === 0, say);
  }
  const undos = (await readTagRuns(shopId)).filter((run) => run.kind === 'undo' && !runs.some((before) => before.id === run.id));
  const stuck = undos.find((run) => run.state !== 'done');
  if (stuck !== undefined) throw new Error(`Undoing stopped (${stuck.state}): ${stuck.errorMessage ?? 'see app.log'}`);
  const result = { removed: sum(undos.map((run) => run.removed)), putBack: sum(undos.map((run) => run.added)) };
  say(`Undid ${toUndo.length} runs: removed ${result.removed} tags, put ${result.putBack} back.`);
  return result;
}

/** Polls the app's own books; says how an import stands every few seconds. @throws {Error} when a process of the app ends */
async function waitFor(house: House, shopId: number, until: (state: ShopState) => boolean, say: (line: string) => void): Promise<ShopState> {
  let broken: string | undefined;
  void house.broken.then((message) => (broken = message));
  let saidAt = Date.now();
  for (;;) {
    const state = await readShopState(shopId);
    if (until(state)) return state;
    if (broken !== undefined) throw new Error(broken);
    if (Date.now() - saidAt > 5_000) {
      saidAt = Date.now();
      const run = state.importRun;
      if (run?.active === true) say(`  ${run.phase}: ${run.objectsDone} of ${run.objectsExpected ?? '?'}${run.secondsLeft === null ? '' : `, ${run.secondsLeft} s left`}`);
      else say(`  working: ${state.unfinished.join(', ')}`);
    }
    await sleep(250);
  }
}

/** Tags that the ledger holds as written by us and standing. */
async function oursStanding(shopId: number): Promise<number> {
  return withTenant(shopId, async (tx) => {
    const { rows } = await tx.query<{ count: number }>("SELECT count(*) AS count FROM tag_ledger WHERE shop_id = $1 AND state = 'written'", [shopId]);
    return rows[0]?.count ?? 0;
  });
}

async function standInState(house: House): Promise<StandInState> {
  return (await control(house, 'GET', 'state')) as StandInState;
}

async function control(house: House, method: 'GET' | 'POST', name: string, fields?: Record<string, unknown>): Promise<unknown> {
  const response = await fetch(`${house.addresses.apiUrl}/__standin/${name}`, {
    method,
    ...(fields === undefined ? {} : { body: JSON.stringify(fields), headers: { 'content-type': 'application/json' } }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`The local Shopify refused ${name}: HTTP ${response.status} ${text.slice(0, 300)}`);
  return JSON.parse(text);
}

/** All of a file or nothing: a reader never meets half a report. */
async function writeWhole(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.part`, text);
  await rename(`${file}.part`, file);
}

function counts(groups: Record<string, { customers: number }>): Record<string, number> {
  return Object.fromEntries(Object.entries(groups).map(([name, group]) => [name, group.customers]));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function seconds(milliseconds: number): number {
  return Math.round(milliseconds / 100) / 10;
}
