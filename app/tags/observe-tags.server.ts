import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { loadLedger, loadOutdatedLedger, lockTags, writeLedger, type LedgerWrite } from './ledger-store.server.ts';
import { loadBusyTags, loadMirrorTags } from './proposal-store.server.ts';
import type { VersionedEntry } from './standing-tags.ts';
import type { TagRule } from './tag-rule.ts';
import { decideTag } from './tag-diff.ts';
import { tagKey } from '../profiles/tag-key.ts';

const CUSTOMERS_A_BATCH = 1_000;

/**
 * Takes note of what the merchant did with tags that we wrote, as the mirror now shows it: one they removed stays off
 * until its rule has lapsed, one they put back is theirs. Called after an import. Only customers of whom the mirror has
 * a newer version than the ledger are looked at: an older one shows what stood before our own last write, and tells
 * nothing about the merchant. Tags that a run has sent and not settled are left for the run.
 * @returns how many entries say something else now
 */
export async function observeTags(options: { shopId: number }): Promise<number> {
  let observed = 0;
  for (let afterCustomer = -1; ;) {
    const batch = await withTenant(options.shopId, async (tx) => {
      await lockTags(tx);
      const ledger = await loadOutdatedLedger(tx, { afterCustomer, customers: CUSTOMERS_A_BATCH });
      return { changed: await observe(tx, ledger), last: [...ledger.keys()].at(-1) };
    });
    observed += batch.changed;
    if (batch.last === undefined) return observed;
    afterCustomer = batch.last;
  }
}

/** The same for one customer, after the mirror has taken a change of theirs in. */
export async function observeCustomerTags(options: { shopId: number; customerId: number }): Promise<number> {
  return withTenant(options.shopId, async (tx) => {
    await lockTags(tx);
    return observe(tx, await loadLedger(tx, [options.customerId]));
  });
}

async function observe(tx: TenantTransaction, ledger: ReadonlyMap<number, readonly VersionedEntry[]>): Promise<number> {
  const ids = [...ledger.keys()];
  if (ids.length === 0) return 0;
  const mirror = await loadMirrorTags(tx, ids);
  const busy = await loadBusyTags(tx, ids);
  const wanted = await loadWantedRules(tx, ids);
  const writes: LedgerWrite[] = [];
  let changed = 0;
  for (const [customerId, entries] of ledger) {
    const row = mirror.get(customerId);
    if (row === undefined) continue;
    const keys = new Set(row.tags.map(tagKey));
    for (const { entry, version } of entries) {
      if (version !== null && version >= row.version) continue;
      if (busy.get(customerId)?.sent.has(entry.nameKey)) continue;
      const seen = seenEntry(entry, keys.has(entry.nameKey), wanted.get(customerId)?.has(entry.rule) ?? false);
      if (seen !== entry) changed += 1;
      writes.push({ customerId, nameKey: entry.nameKey, entry: seen, version: row.version });
    }
  }
  await writeLedger(tx, writes);
  return changed;
}

/** What the ledger says after a look; the same object where nothing happened. The days of grace are the proposal's to count. */
function seenEntry(entry: VersionedEntry['entry'], standing: boolean, wanted: boolean): VersionedEntry['entry'] | null {
  if (entry.state === 'written' && standing) return entry;
  if (entry.state === 'merchants' && standing) return entry;
  if ((entry.state === 'undone' || entry.state === 'removed-by-merchant') && !standing) return entry;
  return decideTag({ name: entry.name, rule: entry.rule, wanted, standing, entry, adopt: false, nowDay: 0, runId: null }).ledger;
}

/** The rules that the last proposal found to hold. */
async function loadWantedRules(tx: TenantTransaction, customerIds: readonly number[]): Promise<Map<number, Set<TagRule>>> {
  const { rows } = await tx.query<{ customer_id: number; rule: string }>('SELECT customer_id, rule FROM wanted_tags WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[])', [tx.shopId, customerIds]);
  const wanted = new Map<number, Set<TagRule>>();
  for (const row of rows) {
    const rules = wanted.get(row.customer_id) ?? new Set();
    rules.add(row.rule as TagRule);
    wanted.set(row.customer_id, rules);
  }
  return wanted;
}
