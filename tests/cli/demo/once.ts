import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { withTenant, type TenantTransaction } from '#app/database/tenant.server.ts';
import type { ForecastRow } from '#app/forecast/forecast-row.ts';
import type { AccuracyView } from '#app/forecast/accuracy.ts';
import { loadAccuracy } from '#app/forecast/load-accuracy.server.ts';
import { loadActionForecasts } from '#app/forecast/load-action-forecasts.server.ts';
import { walkForecasts } from '#app/forecast/walk-forecasts.server.ts';
import { formatDay } from '#app/profiles/calendar.ts';
import { exportProfiles } from '#app/profiles/export-profiles.server.ts';
import { findShop } from '#app/shops/shop-store.server.ts';
import type { DemoArguments } from './arguments.ts';
import { control, standInState } from './control.ts';
import { faultsInWords, type FaultCounts } from './faults.ts';
import { countForeignRows, type ForeignRows } from './foreign-rows.ts';
import type { House } from './house.ts';
import { untilEventsAreIn } from './late-events.ts';
import { Merchant } from './merchant.ts';
import { writeCsv } from './profiles-csv.ts';
import { readHeldOff, readShopState, readTagRuns, readWantedCounts, readWantedTags, type ShopState } from './shop-state.ts';
import { fileOfShop } from './stores.ts';

/** Of a customer without a forecast all of them are empty. */
const FORECAST_CELLS = ['clv_12m', 'clv_low', 'clv_high', 'p_alive', 'p_buy', 'p_buy_90d', 'next_order_date', 'churn_band'] as const;
const PROFILE_COLUMNS = ['customer_id', 'first_purchase', 'last_purchase', 'orders', 'purchases', 'net_spend', 'recency_days', 'r', 'f', 'm', 'tier', 'stage', 'tags', 'reason', ...FORECAST_CELLS,
  'refunded_share', 'discount_share', 'top_product_type', 'suggestion'] as const;

/** What a run of one shop came to, as --report has it. */
type ShopReport = Record<string, unknown>;

interface ShopRun {
  house: House;
  /** The shop's place among them, from 1. */
  place: number;
  name: string;
  domain: string;
  shopId: number;
  merchant: Merchant;
  args: DemoArguments;
  say: (line: string) => void;
}

/**
 * The whole job without a person, of all shops at the same time: import, scores, and where asked the approval, the undo and
 * the files.
 * @throws {Error} saying which step did not come to its end, that a shop saw another's rows, or that no fault was met.
 */
export async function runOnce(house: House, args: DemoArguments, say: (line: string) => void): Promise<void> {
  const { shops } = house.addresses;
  const runs: ShopRun[] = [];
  for (const [index, { domain, name }] of shops.entries()) {
    const shop = await findShop(domain);
    if (shop === null) throw new Error(`The app has not recorded the install of ${domain}.`);
    const saySo = shops.length === 1 ? say : (line: string): void => say(`${name}: ${line}`);
    runs.push({ house, place: index + 1, name, domain, shopId: shop.id, merchant: new Merchant(house, domain), args, say: saySo });
  }
  const reports = await Promise.all(runs.map(runShop));
  const foreign = runs.length === 1 ? null : await noForeignRows(runs);
  if (args.faults !== undefined) {
    for (const [index, run] of runs.entries()) Object.assign(reports[index] ?? {}, { faults: await faultsMet(run, args.faults) });
  }
  if (args.report !== undefined) {
    const [first] = reports;
    const shopReports = foreign === null ? {} : { shops: reports.map((report, index) => ({ ...report, foreignRows: foreign[index]?.foreign })) };
    await writeWhole(args.report, `${JSON.stringify({ ...first, ...shopReports }, null, 2)}\n`);
    say(`The report is in ${args.report}.`);
  }
}

/** @throws {Error} when there is one */
async function noForeignRows(runs: readonly ShopRun[]): Promise<ForeignRows[]> {
  const found: ForeignRows[] = [];
  for (const run of runs) {
    const rows = await countForeignRows(run.house, { id: run.shopId, domain: run.domain });
    run.say(`${rows.foreign} rows of another shop among the ${rows.looked} that it sees.`);
    found.push(rows);
  }
  const foreign = sum(found.map((rows) => rows.foreign));
  if (foreign > 0) throw new Error(`${foreign} rows stand in a shop that they are not of.`);
  return found;
}

/** @throws {Error} when nothing went wrong, for such a run has shown nothing */
async function faultsMet(run: ShopRun, seed: number): Promise<FaultCounts> {
  const { struck } = (await standInState(run.house, run.domain)).faults;
  run.say(`Came through ${faultsInWords(struck)}.`);
  if (Object.keys(struck).length === 0) throw new Error(`Seed ${seed} had nothing go wrong at ${run.name} in this run: choose another seed, or more customers.`);
  return struck;
}

async function runShop({ house, place, domain, shopId, merchant, args, say }: ShopRun): Promise<ShopReport> {
  const startedAt = Date.now();
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

  if (args.faults !== undefined) await untilEventsAreIn(house, domain, () => wait((state) => state.unfinished.length === 0));
  const standIn = await standInState(house, domain);
  const ours = await oursStanding(shopId);
  let undone: { removed: number; putBack: number } | undefined;
  const wanted = await readWantedCounts(shopId);
  if (args.profiles !== undefined) {
    const profiles = fileOfShop(args.profiles, place);
    // The file may have written an id as 12346.0; Shopify's is 12346.
    const spelling = (await control(house, domain, 'GET', 'source-ids')) as Record<string, string>;
    const rows = await withTenant(shopId, (tx) => writeCsv(profiles, PROFILE_COLUMNS, profileRows(tx, spelling)));
    say(`Wrote ${rows} profiles to ${profiles}.`);
  }
  if (args.accuracy !== undefined) {
    const accuracy = fileOfShop(args.accuracy, place);
    const held = await withTenant(shopId, loadAccuracy);
    const rows = held.rows.map(({ cutOff, metric, model, naive, shown }) => ({ cutoff: formatDay(cutOff), metric, model, naive, shown }));
    await writeWhole(accuracy, `${JSON.stringify(rows, null, 2)}\n`);
    say(`${rows.length === 0 ? `${accuracy} holds an empty list` : `How the forecast held on the store's own past is in ${accuracy}`}. ${forecastStanding(held)}`);
  }
  if (args.undo) undone = await undoAll(house, merchant, shopId, say);
  if (args.dump !== undefined) {
    const dir = place === 1 ? args.dump : `${args.dump}.${place}`;
    await control(house, domain, 'POST', 'dump', { dir });
    say(`The local Shopify's customers, orders and requests are in ${dir}.`);
  }
  const { figures } = summary;
  return {
    shop: { ...standIn.shop, now: house.now },
    store: standIn.store,
    import: {
      seconds: seconds((importRun.finishedAt ?? new Date()).getTime() - (importRun.startedAt ?? importRun.requestedAt).getTime()),
      read: importRun.read, inserted: importRun.inserted, updated: importRun.updated, stale: importRun.stale, rejected: importRun.rejected,
    },
    tiers: counts(figures.tiers),
    stages: counts(figures.stages),
    tags: { wanted, added, removed, foreignTouched: standIn.tags.gone + Math.max(0, standIn.tags.new - ours), ...(undone === undefined ? {} : { undone }) },
    seconds: seconds(Date.now() - startedAt),
  };
}

/** Whether the store's forecast is shown, and if not, why. */
function forecastStanding({ state, progress }: AccuracyView): string {
  switch (state) {
    case 'shown': return 'The forecast is shown.';
    case 'loses': return 'The forecast is not shown: on this past a naive one ranked or counted better.';
    case 'unproven': return 'The forecast is not shown: the past is too short to test it on.';
    case 'no-model': return 'There is no forecast: hardly anybody has bought twice, so that there is no rhythm to learn.';
    case 'below-floor': return `There is no forecast below ${progress?.buyersNeeded} buyers and ${progress?.daysNeeded} days of orders; the store has ${progress?.buyers} and ${progress?.days}.`;
    default: return 'There is no forecast yet.';
  }
}

async function* profileRows(tx: TenantTransaction, spelling: Readonly<Record<string, string>>): AsyncGenerator<(string | number | null)[]> {
  const wanted = await readWantedTags(tx.shopId);
  // Both come in the order of ids, and nobody has a forecast without a profile.
  const forecasts = walkForecasts(tx);
  let next = await forecasts.next();
  for await (const row of exportProfiles(tx, { tastes: true, forecasts: loadActionForecasts })) {
    const id = String(row.customerId);
    while (next.done !== true && next.value.customerId < row.customerId) next = await forecasts.next();
    const forecast = next.done !== true && next.value.customerId === row.customerId ? next.value : null;
    yield [
      spelling[id] ?? id, row.firstPurchase, row.lastPurchase, row.orders, row.purchases, row.netSpend, row.recencyDays,
      row.r, row.f, row.m, row.tier, row.stage, (wanted.get(id) ?? []).join('|'), row.reason, ...forecastCells(forecast),
      row.refundedShare, row.discountShare, row.taste?.topProductType ?? null, row.taste?.suggestion ?? null,
    ];
  }
}

function forecastCells(forecast: ForecastRow | null): (string | number | null)[] {
  if (forecast === null) return FORECAST_CELLS.map(() => null);
  const { clv12m, clvLow, clvHigh, pAlive, pBuy, pBuy90d, nextOrderDay, churnBand } = forecast;
  return [clv12m, clvLow, clvHigh, pAlive, pBuy, pBuy90d, nextOrderDay === null ? null : formatDay(nextOrderDay), churnBand];
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
