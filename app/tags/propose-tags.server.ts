import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { loadCurrentModel, type CurrentModel } from '../profiles/profile-store.server.ts';
import { scoredCustomer, walkProfiles, type ScoredCustomer } from '../profiles/walk-profiles.server.ts';
import { CollisionCount } from './collision-count.server.ts';
import { planCustomerTags } from './customer-tag-plan.ts';
import { ledgerWrites, loadLedger, lockTags, writeLedger } from './ledger-store.server.ts';
import {
  countProposal, createProposal, dropProposal, insertChanges, loadBusyTags, loadMirrorTags, openProposal, saveWanted, type StoredPlan,
} from './proposal-store.server.ts';
import { tagNames, type TagNames, type TagRule, type TagSettings } from './tag-catalogue.ts';
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

/**
 * Works out for all customers which tags they should carry and what would have to change at Shopify, and stores that as
 * the shop's one open proposal, in place of the last. Writes nothing at Shopify. What the merchant did with tags of ours
 * since the last look is taken into the ledger on the way. One transaction: readers see the old proposal or the new one,
 * and the writer waits meanwhile (about a minute for a million customers). Memory is a batch of customers.
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
    for await (const customers of walkProfiles(tx, current)) {
      const plans = await planBatch(tx, customers, current, choice);
      const last = customers.at(-1)?.customerId ?? after;
      await saveWanted(tx, plans, { from: after + 1, to: last });
      const counts = await insertChanges(tx, proposal.id, proposal.revision, plans);
      for (const { plan } of plans) collisions.add(plan.collisions);
      after = last;
      result.customers += plans.length;
      result.wanted += plans.reduce((sum, { plan }) => sum + plan.wanted.length, 0);
      result.adds += counts.adds;
      result.removes += counts.removes;
    }
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
    await proposeForCustomer(tx, options.customerId);
  });
}

/** The same in the caller's transaction, which holds `lockTags`. A customer who is gone from the mirror wants nothing. */
export async function proposeForCustomer(tx: TenantTransaction, customerId: number): Promise<void> {
  const scored = await scoredCustomer(tx, customerId);
  if (scored?.current.provisional === true) return;
  const plans = scored === null ? [] : await planBatch(tx, [scored.customer], scored.current, { ...(await loadChoice(tx)), adopt: NO_RULES });
  await saveWanted(tx, plans, { from: customerId, to: customerId });
  const open = await openProposal(tx);
  if (open !== null) await tx.query('DELETE FROM tag_changes WHERE shop_id = $1 AND run_id = $2 AND customer_id = $3', [tx.shopId, open.id, customerId]);
  if (open === null && plans.every(({ plan }) => plan.changes.length === 0)) return;
  const proposal = open ?? await createProposal(tx);
  const revision = proposal.revision + (open === null ? 0 : 1);
  await insertChanges(tx, proposal.id, revision, plans);
  await countProposal(tx, proposal.id, revision);
}

async function loadChoice(tx: TenantTransaction): Promise<Choice> {
  const { settings, adopt } = await loadTagSettings(tx);
  return { settings, adopt, names: tagNames(settings) };
}

/** Plans of a batch of customers, with their ledger brought up to date. Customers who are gone from the mirror have none. */
async function planBatch(tx: TenantTransaction, customers: readonly ScoredCustomer[], current: CurrentModel, choice: Choice): Promise<StoredPlan[]> {
  const ids = customers.map(({ customerId }) => customerId);
  const mirror = await loadMirrorTags(tx, ids);
  const ledgers = await loadLedger(tx, ids);
  const busy = await loadBusyTags(tx, ids);
  const plans: StoredPlan[] = [];
  const writes = [];
  for (const { customerId, facts, profile, day, windowStart } of customers) {
    const row = mirror.get(customerId);
    if (row === undefined) continue;
    const ledger = ledgers.get(customerId) ?? [];
    const plan = planCustomerTags({
      names: choice.names,
      wanted: wantedTags({ facts, profile, model: current.model, settings: choice.settings, nowDay: day, windowStart }),
      mirrorTags: row.tags, mirrorVersion: row.version, ledger, adopt: choice.adopt,
      planned: busy.get(customerId)?.planned ?? NONE, sent: busy.get(customerId)?.sent ?? NONE, nowDay: day,
    });
    plans.push({ customerId, plan });
    writes.push(...ledgerWrites(customerId, ledger, plan.ledger, row.version));
  }
  await writeLedger(tx, writes);
  return plans;
}

const NONE: ReadonlySet<string> = new Set();
const NO_RULES: ReadonlySet<TagRule> = new Set();
