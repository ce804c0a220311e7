import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { tagKey } from '../profiles/tag-key.ts';
import { loadLedger } from './ledger-store.server.ts';
import { moneyWords } from './load-tag-diff.server.ts';
import { scoredCustomer } from '../profiles/walk-profiles.server.ts';
import { loadBusyTags, loadMirrorTags } from './proposal-store.server.ts';
import { standingTags } from './standing-tags.ts';
import { type TagSettings } from './tag-catalogue.ts';
import { TAG_RULES, type TagRule } from './tag-rule.ts';
import { loadTagSettings } from './tag-settings-store.server.ts';
import type { CustomerTag } from './customer-tag.ts';
import { REMOVAL_DELAY_DAYS, type TagWhy } from './tag-diff.ts';
import { tagSentence } from './tag-sentences.ts';
import { wantedTags, type TagReason, type WantedTag } from './wanted-tags.ts';

/** All that can be said of one customer's tags; null when the mirror does not know the customer. */
export async function loadCustomerTags(options: { shopId: number; customerId: number }): Promise<CustomerTag[] | null> {
  const { shopId, customerId } = options;
  return withTenant(shopId, async (tx) => {
    const mirror = (await loadMirrorTags(tx, [customerId])).get(customerId);
    if (mirror === undefined) return null;
    const ledger = (await loadLedger(tx, [customerId])).get(customerId) ?? [];
    const { rows: wanted } = await tx.query<{ rule: string; tag_key: string; name: string; reason: TagReason; standing: string; why: TagWhy }>(
      'SELECT rule, tag_key, name, reason, standing, why FROM wanted_tags WHERE shop_id = $1 AND customer_id = $2', [shopId, customerId],
    );
    const { rows: proposed } = await tx.query<{ tag_key: string; action: string; why: TagWhy }>(
      `SELECT c.tag_key, c.action, c.why FROM tag_changes c JOIN tag_runs r ON r.shop_id = c.shop_id AND r.id = c.run_id
        WHERE c.shop_id = $1 AND c.customer_id = $2 AND r.state = 'proposed'`,
      [shopId, customerId],
    );
    const money = await moneyWords(tx);
    const wantedOf = new Map(wanted.map((row) => [row.tag_key, row]));
    const entryOf = new Map(ledger.map(({ entry }) => [entry.nameKey, entry]));
    const removing = new Map(proposed.filter((row) => row.action === 'remove').map((row) => [row.tag_key, row.why]));
    const tags: CustomerTag[] = standingTags(mirror.tags, mirror.version, ledger).map((name) => {
      const key = tagKey(name);
      const entry = entryOf.get(key);
      const want = wantedOf.get(key);
      const ours = entry?.state === 'written';
      const since = ours ? entry.unwantedSinceDay : null;
      return {
        name, owner: ours ? 'ours' : 'merchants', rule: (want?.rule ?? entry?.rule ?? null) as TagRule | null,
        reason: want?.reason ?? null,
        why: want === undefined ? null : tagSentence({ rule: want.rule as TagRule, name: want.name, reason: want.reason }, money),
        outlook: removing.has(key) ? 'to-remove' : since === null ? 'stays' : 'leaving',
        removedFor: removing.get(key) ?? null, heldOffBy: null, removalDay: since === null ? null : since + REMOVAL_DELAY_DAYS,
      };
    });
    const standing = new Set(tags.map((tag) => tagKey(tag.name)));
    const busy = (await loadBusyTags(tx, [customerId])).get(customerId);
    for (const want of wanted) {
      if (standing.has(want.tag_key)) continue;
      const heldOff = want.standing === 'held-off';
      const onItsWay = busy?.planned.has(want.tag_key) === true || busy?.sent.has(want.tag_key) === true;
      tags.push({
        name: want.name, owner: 'absent', rule: want.rule as TagRule, reason: want.reason, why: tagSentence({ rule: want.rule as TagRule, name: want.name, reason: want.reason }, money),
        outlook: heldOff ? 'held-off' : onItsWay ? 'writing' : 'to-add', removedFor: null, heldOffBy: heldOff ? want.why : null, removalDay: null,
      });
    }
    const shown = new Set([...standing, ...wanted.map((want) => want.tag_key)]);
    for (const { rule, name, reason } of await tagsSwitchedOff(tx, customerId)) {
      if (shown.has(tagKey(name))) continue;
      tags.push({ name, owner: 'absent', rule, reason, why: tagSentence({ rule, name, reason }, money), outlook: 'off', removedFor: null, heldOffBy: null, removalDay: null });
    }
    return tags;
  });
}

/** Tags that would be wanted if their rules were not switched off. */
async function tagsSwitchedOff(tx: TenantTransaction, customerId: number): Promise<WantedTag[]> {
  const scored = await scoredCustomer(tx, customerId);
  if (scored === null) return [];
  const { settings } = await loadTagSettings(tx);
  const turned = Object.fromEntries(TAG_RULES.map((rule) => [rule, { ...settings[rule], on: !settings[rule].on }])) as TagSettings;
  const { facts, profile, day, windowStart } = scored.customer;
  return wantedTags({ facts, profile, model: scored.current.model, settings: turned, nowDay: day, windowStart });
}
