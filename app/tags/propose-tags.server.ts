import { setImmediate as letOthersIn } from 'node:timers/promises';
import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { loadCurrentModel, type CurrentModel } from '../profiles/profile-store.server.ts';
import { scoredCustomers, walkProfiles, type ScoredCustomer } from '../profiles/walk-profiles.server.ts';
import { CollisionCount } from './collision-count.server.ts';
import { planCustomerTags } from './customer-tag-plan.ts';
import { ledgerWrites, loadLedger, lockTags, writeLedger, type LedgerWrite } from './ledger-store.server.ts';
import type { StoredPlan } from './plan-lines.ts';
import {
  countProposal, createProposal, dropProposal, loadBusyTags, loadMirrorTags, loadMirrorTagsBetween, openProposal, savePlans, type MirrorTags,
} from './proposal-store.server.ts';
import { tagNames, type TagNames, type TagSettings } from './tag-catalogue.ts';
import type { TagRule } from './tag-rule.ts';
import { loadTagSettings } from './tag-settings-store.server.ts';
import { wantedTags } from './wanted-tags.ts';

export interface ProposalResult {
  /** Null: nothing is to be changed, so that there is nothing to approve. */
  proposalId: number | null;
  revision: number;
  customers: number;
  wanted: number;
  adds: number;
  removes: number;
}

interface Choice {
  settings: TagSettings;
  /** Rules whose standing tags are adopted now: asked for once, and done by the next proposal for all. */
  adopt: ReadonlySet<TagRule>;
  names: TagNames;
}

/** Few enough that what was made for a batch is given back young: with 4,000 a third of the time was the garbage collector's. */
const CUSTOMERS_A_BATCH = 1_000;

/**
 * Works out for all customers which tags they should carry and what would have to change at Shopify, and stores that as
 * the shop's one open proposal, in place of the last. Writes nothing at Shopify. What the merchant did with tags of ours
 * since the last look is taken into the ledger on the way. One transaction: readers see the old proposal or the new one,
 * and the writer waits meanwhile. Memory is two batches of customers: while the database stores one, the next is planned.
 * @throws InvalidInputError on damaged settings; RangeError on a damaged model
 */
export async function proposeTags(options: { shopId: number }): Promise<ProposalResult> {
  return withTenant(options.shopId, async (tx) => {
    await lockTags(tx);
    const current = await loadCurrentModel(tx);
    await dropProposal(tx);
    const none: ProposalResult = { proposalId: null, revision: 0, customers: 0, wanted: 0, adds: 0, removes: 0 };
    // Provisional profiles rest on a part of the orders: no tag follows from them.
    if (current === null || current.provisional) return none;
    const choice = await loadChoice(tx);
    const proposal = await createProposal(tx);
    const result = { ...none, revision: proposal.revision };
    const collisions = new CollisionCount();
    let after = -1;
    let toSave: { plans: StoredPlan[]; from: number; to: number } | null = null;
    const save = async (): Promise<void> => {
      if (toSave === null) return;
      const { plans, ...range } = toSave;
      const counts = await savePlans(tx, plans, range, proposal);
      result.customers += plans.length;
      result.wanted += plans.reduce((sum, { plan }) => sum + plan.wanted.length, 0);
      result.adds += counts.adds;
      result.removes += counts.removes;
    };
    for await (const customers of walkProfiles(tx, current, CUSTOMERS_A_BATCH)) {
      const range = { from: after + 1, to: customers.at(-1)?.customerId ?? after };
      const known = await loadKnown(tx, customers, await loadMirrorTagsBetween(tx, range));
      const saving = save();
      // Awaited as soon as the next plans are there; until then a failure must not count as one that nobody handles.
      saving.catch(() => {});
      const { plans, writes } = await planBatch(customers, known, current, choice);
      await saving;
      await writeLedger(tx, writes);
      for (const { plan } of plans) collisions.add(plan.collisions);
      toSave = { plans, ...range };
      after = range.to;
    }
    await save();
    await tx.query('DELETE FROM wanted_tags WHERE shop_id = $1 AND customer_id > $2', [tx.shopId, after]);
    await collisions.save(tx, choice.names);
    // To adopt is an act: it covers what stands now, not what the merchant writes later. The ledger has it from here on.
    await tx.query("UPDATE tag_settings SET adopt = '{}' WHERE shop_id = $1 AND adopt <> '{}'", [tx.shopId]);
    const stays = await countProposal(tx, proposal.id, proposal.revision);
    return stays ? { ...result, proposalId: proposal.id } : result;
  });
}

/**
 * The same for one customer, at a cost that does not grow with the shop: the open proposal is changed in this customer's
 * lines only, under a new revision, so that whoever reads it meanwhile approves what they saw and no more.
 */
export async function proposeTagsForCustomer(options: { shopId: number; customerId: number }): Promise<void> {
  await withTenant(options.shopId, async (tx) => {
    await lockTags(tx);
    await proposeForCustomers(tx, [options.customerId]);
  });
}

/** The same for some customers, in the caller's transaction, which holds `lockTags`. A customer who is gone from the mirror wants nothing. */
export async function proposeForCustomers(tx: TenantTransaction, customerIds: readonly number[]): Promise<void> {
  const current = await loadCurrentModel(tx);
  if (current?.provisional === true) return;
  const plans: StoredPlan[] = [];
  const customers = current === null ? [] : await scoredCustomers(tx, current, customerIds);
  if (current !== null && customers.length > 0) {
    const choice = { ...(await loadChoice(tx)), adopt: NO_RULES };
    const planned = await planBatch(customers, await loadKnown(tx, customers, await loadMirrorTags(tx, customerIds)), current, choice);
    await writeLedger(tx, planned.writes);
    plans.push(...planned.plans);
  }
  const open = await openProposal(tx);
  if (open !== null) await tx.query('DELETE FROM tag_changes WHERE shop_id = $1 AND run_id = $2 AND customer_id = ANY ($3::bigint[])', [tx.shopId, open.id, customerIds]);
  if (open === null && plans.every(({ plan }) => plan.changes.length === 0)) {
    await savePlans(tx, plans, { customerIds }, null);
    return;
  }
  const { id, revision } = open === null ? await createProposal(tx) : { id: open.id, revision: open.revision + 1 };
  await savePlans(tx, plans, { customerIds }, { id, revision });
  await countProposal(tx, id, revision);
}

async function loadChoice(tx: TenantTransaction): Promise<Choice> {
  const { settings, adopt } = await loadTagSettings(tx);
  return { settings, adopt, names: tagNames(settings) };
}

/** What is known of some customers' tags: at Shopify, in the ledger, and in approved runs that are not through. */
interface KnownTags {
  mirror: ReadonlyMap<number, MirrorTags>;
  ledgers: Awaited<ReturnType<typeof loadLedger>>;
  busy: Awaited<ReturnType<typeof loadBusyTags>>;
}

async function loadKnown(tx: TenantTransaction, customers: readonly ScoredCustomer[], mirror: ReadonlyMap<number, MirrorTags>): Promise<KnownTags> {
  const ids = customers.map(({ customerId }) => customerId);
  return { mirror, ledgers: await loadLedger(tx, ids), busy: await loadBusyTags(tx, ids) };
}

/** Customers planned in one go before whatever else waits for this thread gets its turn: an answer of the database, say. */
const AT_A_TIME = 200;

/** Plans of some customers, and what their ledger is to say from now on. Customers who are gone from the mirror have none. */
async function planBatch(
  customers: readonly ScoredCustomer[], known: KnownTags, current: CurrentModel, choice: Choice,
): Promise<{ plans: StoredPlan[]; writes: LedgerWrite[] }> {
  const plans: StoredPlan[] = [];
  const writes: LedgerWrite[] = [];
  for (const [place, { customerId, facts, profile, day, windowStart }] of customers.entries()) {
    if (place % AT_A_TIME === 0) await letOthersIn();
    const row = known.mirror.get(customerId);
    if (row === undefined) continue;
    const ledger = known.ledgers.get(customerId) ?? [];
    const busy = known.busy.get(customerId);
    const plan = planCustomerTags({
      names: choice.names,
      wanted: wantedTags({ facts, profile, model: current.model, settings: choice.settings, nowDay: day, windowStart }),
      mirrorTags: row.tags, mirrorVersion: row.version, ledger, adopt: choice.adopt,
      planned: busy?.planned ?? NONE, sent: busy?.sent ?? NONE, nowDay: day,
    });
    plans.push({ customerId, plan });
    writes.push(...ledgerWrites(customerId, ledger, plan.ledger, row.version));
  }
  return { plans, writes };
}

const NONE: ReadonlySet<string> = new Set();
const NO_RULES: ReadonlySet<TagRule> = new Set();
