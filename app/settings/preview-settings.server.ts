import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { countPastLine } from '../forecast/risk-event-store.server.ts';
import { shopCalendar } from '../profiles/calendar.ts';
import type { CustomerHistories } from '../profiles/customer-histories.ts';
import { factDays, modelInSteps } from '../profiles/model-of-histories.ts';
import { firstGuestOrderDay, loadCurrentModel, loadScoringContext, type CurrentModel } from '../profiles/profile-store.server.ts';
import { factsOfHistory, type FactDays } from '../profiles/purchase-history.ts';
import { scoreCustomer } from '../profiles/score-customer.ts';
import type { ScoringModel } from '../profiles/scoring-model.ts';
import { customersWithTags, excludingCustomers, loadStoredHistories } from '../profiles/stored-histories.server.ts';
import { standingOf } from '../profiles/standing.ts';
import { createMoveTally, movedCustomers } from '../profiles/tier-moves.ts';
import { createSlices, type Slices } from '../runtime/work-slices.server.ts';
import { planCustomerTags } from '../tags/customer-tag-plan.ts';
import { loadLedger } from '../tags/ledger-store.server.ts';
import { loadBusyTags, loadMirrorTags } from '../tags/proposal-store.server.ts';
import { tagNames } from '../tags/tag-catalogue.ts';
import { loadTagSettings } from '../tags/tag-settings-store.server.ts';
import { wantedTags, type WantedTag } from '../tags/wanted-tags.ts';
import { createTagTally, emptyPreview, type RiskPreview, type SettingsPreview } from './settings-preview.ts';
import { loadChoice } from './settings-store.server.ts';
import { changedParts, changesWorth, consequenceOf, type ShopChoice } from './shop-choice.ts';

const BATCH = 4_000;

/** How the work is shared out: reading, two models, and the walk over all customers. */
const SHARE = { read: 0.2, models: 0.2, walk: 0.6 };

/** One side of the comparison: the settings, and what follows from them. */
interface Side {
  choice: ShopChoice;
  histories: CustomerHistories;
  model: ScoringModel;
  days: FactDays;
}

/**
 * What saving these settings would do, worked out by the rules that would then do it, over the facts that the profiles
 * hold: who would change their tier, which tags would be wanted, what would be proposed for Shopify. Both sides are worked
 * out for the same day, so that what is counted is the settings' doing and not the calendar's. Nothing is written. The
 * work is cut into slices of some milliseconds, so that the process answers others meanwhile.
 * @param options.signal ends it at the next slice
 * @param options.onProgress the share done, 0 to 1
 * @throws the signal's reason; InvalidInputError on damaged settings
 */
export async function previewSettings(
  options: { shopId: number; choice: ShopChoice; now: number; signal?: AbortSignal; onProgress?: (share: number) => void },
): Promise<SettingsPreview> {
  const { shopId, choice } = options;
  return withTenant(shopId, async (tx) => {
    const before = await loadChoice(tx);
    const current = await loadCurrentModel(tx);
    if (current === null) return emptyPreview(before, choice);
    const slices = createSlices(options.signal);
    const progress = options.onProgress ?? (() => {});
    const customers = current.figures.customers + current.figures.excluded.customers;
    const stored = await loadStoredHistories(tx, { signal: options.signal, onCustomers: (read) => progress((SHARE.read * read) / Math.max(read, customers)) });
    const { timeZone } = await loadScoringContext(tx);
    // A rebuild would be for today; but a shop whose clock stands before what is stored is shown as it is.
    const nowDay = Math.max(shopCalendar(timeZone).dayOf(options.now), current.computedForDay);
    const { now, then } = await bothSides(tx, { before, after: choice, stored, nowDay, current, slices });
    progress(SHARE.read + SHARE.models);
    return compare(tx, { now, then, nowDay, slices, onShare: (share) => progress(SHARE.read + SHARE.models + SHARE.walk * share) });
  });
}

async function bothSides(
  tx: TenantTransaction,
  work: { before: ShopChoice; after: ShopChoice; stored: CustomerHistories; nowDay: number; current: CurrentModel; slices: Slices },
): Promise<{ now: Side; then: Side }> {
  const { before, after, stored, nowDay, current, slices } = work;
  const guestFirstOrderDay = firstGuestOrderDay(current);
  const side = async (choice: ShopChoice): Promise<Side> => {
    const histories = excludingCustomers(stored, await customersWithTags(tx, choice.scoring.excludedTags));
    const model = await slices.drain(modelInSteps(histories, { nowDay, settings: choice.scoring, guestFirstOrderDay }));
    return { choice, histories, model, days: factDays(nowDay, model.settings, model.gap) };
  };
  const now = await side(before);
  const sameScores = consequenceOf(changedParts(before, after)) !== 'rebuild';
  return { now, then: sameScores ? { ...now, choice: after } : await side(after) };
}

async function compare(
  tx: TenantTransaction, work: { now: Side; then: Side; nowDay: number; slices: Slices; onShare: (share: number) => void },
): Promise<SettingsPreview> {
  const { now, then, nowDay, slices } = work;
  const moves = createMoveTally();
  const tally = createTagTally(now.choice, then.choice);
  const { adopt } = await loadTagSettings(tx);
  const names = tagNames(then.choice.tags);
  const sameScores = now.model === then.model;
  const count = then.histories.count;
  for (let from = 0; from < count; from += BATCH) {
    const to = Math.min(from + BATCH, count);
    const ids = Array.from({ length: to - from }, (_, index) => Number(then.histories.at(from + index).customerId));
    const mirror = await loadMirrorTags(tx, ids);
    const ledgers = await loadLedger(tx, ids);
    const busy = await loadBusyTags(tx, ids);
    for (let place = from; place < to; place += 1) {
      await slices.turn();
      const one = scored(now, place, nowDay);
      const other = sameScores && now.choice === then.choice ? one : scored(then, place, nowDay);
      moves.add(standingOf(one.profile), standingOf(other.profile));
      const id = ids[place - from] as number;
      const row = mirror.get(id);
      const changes = row === undefined ? [] : planCustomerTags({
        names, wanted: other.wanted, mirrorTags: row.tags, mirrorVersion: row.version, ledger: ledgers.get(id) ?? [], adopt,
        planned: busy.get(id)?.planned ?? NONE, sent: busy.get(id)?.sent ?? NONE, nowDay,
      }).changes;
      tally.add(rulesOf(one.wanted), rulesOf(other.wanted), changes);
    }
    work.onShare(to / count);
    slices.check();
  }
  const tags = tally.tags();
  const moved = moves.moves();
  return {
    risk: await riskPreview(tx, now.choice.riskLine, then.choice.riskLine),
    worth: changesWorth(changedParts(now.choice, then.choice)),
    customers: count, moves: moved, moved: movedCustomers(moved),
    rules: { now: now.model.rules, then: then.model.rules, floor: then.model.floor },
    tags,
    proposal: { adds: tags.reduce((sum, tag) => sum + tag.adds, 0), removes: tags.reduce((sum, tag) => sum + tag.removes, 0) },
  };
}

async function riskPreview(tx: TenantTransaction, lineNow: number, lineThen: number): Promise<RiskPreview> {
  const past = await countPastLine(tx, [lineNow, lineThen]);
  return { lineNow, lineThen, past: past === null ? null : { now: past[0] ?? 0, then: past[1] ?? 0 } };
}

const NONE: ReadonlySet<string> = new Set();

function rulesOf(wanted: readonly WantedTag[]): Set<WantedTag['rule']> {
  return new Set(wanted.map(({ rule }) => rule));
}

function scored({ choice, histories, model, days }: Side, place: number, nowDay: number) {
  const facts = factsOfHistory(histories.at(place), days);
  const profile = scoreCustomer(facts, model, nowDay);
  return { profile, wanted: wantedTags({ facts, profile, model, settings: choice.tags, nowDay, windowStart: days.windowStartDay }) };
}
