import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { currencyDecimals } from '../math/minor-units.ts';
import type { MoneyWords } from '../profiles/sentences.ts';
import { loadShopDetails, loadShopSettings } from '../shops/shop-store.server.ts';
import { changeSentence } from './change-sentence.ts';
import type { ChangeCause, DiffPage, NamedCustomer, TagDiff } from './diff-view.ts';
import { idPage } from './id-page.ts';
import { TAG_RULES, type TagRule } from './tag-rule.ts';
import { loadTagSettings } from './tag-settings-store.server.ts';
import type { TagReason } from './wanted-tags.ts';

/** The open proposal with its figures by tag; the lines come page by page from `loadDiffRows`. */
export async function loadTagDiff(options: { shopId: number }): Promise<TagDiff> {
  return withTenant(options.shopId, async (tx) => {
    const { rows: proposals } = await tx.query<{ id: number; revision: number; createdAt: Date; adds: number; removes: number; customers: number }>(
      `SELECT r.id, r.revision, r.created_at AS "createdAt", r.adds, r.removes,
              (SELECT count(DISTINCT customer_id)::int FROM tag_changes c WHERE c.shop_id = r.shop_id AND c.run_id = r.id) AS customers
         FROM tag_runs r WHERE r.shop_id = $1 AND r.state = 'proposed'`,
      [tx.shopId],
    );
    const proposal = proposals[0] ?? null;
    const { rows: wanted } = await tx.query<{ rule: string; standing: string; count: number }>(
      'SELECT rule, standing, count(*)::int AS count FROM wanted_tags WHERE shop_id = $1 GROUP BY rule, standing', [tx.shopId],
    );
    const { rows: changes } = await tx.query<{ rule: string; action: string; count: number }>(
      'SELECT rule, action, count(*)::int AS count FROM tag_changes WHERE shop_id = $1 AND run_id = $2 GROUP BY rule, action', [tx.shopId, proposal?.id ?? 0],
    );
    const { rows: leaving } = await tx.query<{ rule: string; count: number }>(
      `SELECT rule, count(*)::int AS count FROM tag_ledger l WHERE shop_id = $1 AND state = 'written' AND unwanted_since_day IS NOT NULL
          AND NOT EXISTS (SELECT FROM tag_changes c WHERE c.shop_id = $1 AND c.run_id = $2 AND c.customer_id = l.customer_id AND c.tag_key = l.tag_key)
        GROUP BY rule`,
      [tx.shopId, proposal?.id ?? 0],
    );
    const samples = await loadSamples(tx, proposal?.id ?? 0, changes.map((row) => row.rule));
    const { settings } = await loadTagSettings(tx);
    const { firstApprovalAt } = await loadShopSettings(tx);
    return {
      proposal: proposal === null ? null : { ...proposal, createdAt: proposal.createdAt.toISOString() },
      firstApprovalAt: firstApprovalAt?.toISOString() ?? null,
      tags: TAG_RULES.map((rule) => {
        const standing = (which: string): number => wanted.find((row) => row.rule === rule && row.standing === which)?.count ?? 0;
        const action = (which: string): number => changes.find((row) => row.rule === rule && row.action === which)?.count ?? 0;
        const counts = { stands: standing('stands'), merchants: standing('merchants'), heldOff: standing('held-off') };
        return {
          rule, name: settings[rule].name, on: settings[rule].on, wanted: counts.stands + counts.merchants + counts.heldOff + standing('to-add'), ...counts,
          leaving: leaving.find((row) => row.rule === rule)?.count ?? 0, adds: action('add'), removes: action('remove'), sample: samples.get(rule) ?? [],
        };
      }),
    };
  });
}

const SAMPLE = 3;

/** A few customers of each tag, by its own short walk over the run's index, however large the proposal is. */
async function loadSamples(tx: TenantTransaction, runId: number, rules: readonly string[]): Promise<Map<string, NamedCustomer[]>> {
  const { rows } = await tx.query<NamedCustomer & { rule: string }>(
    `SELECT r.rule, s.customer_id AS "customerId", nullif(trim(concat_ws(' ', m.first_name, m.last_name)), '') AS "customerName"
       FROM unnest($3::text[]) AS r (rule)
       CROSS JOIN LATERAL (SELECT customer_id FROM tag_changes c WHERE c.shop_id = $1 AND c.run_id = $2 AND c.rule = r.rule ORDER BY customer_id LIMIT ${SAMPLE}) s
       LEFT JOIN customers m ON m.shop_id = $1 AND m.id = s.customer_id`,
    [tx.shopId, runId, [...new Set(rules)]],
  );
  const samples = new Map<string, NamedCustomer[]>();
  for (const { rule, ...customer } of rows) samples.set(rule, [...(samples.get(rule) ?? []), customer]);
  return samples;
}

/**
 * Lines of the open proposal in the order of customers' ids: who, tags before, tags after, why. Each customer stands on
 * one line with all their changes.
 * @param options.rule only customers with a change of this tag
 * @param options.after `next` of the page before
 * @param options.before `previous` of the page after
 */
export async function loadDiffRows(options: { shopId: number; rule?: TagRule; action?: 'add' | 'remove'; after?: number; before?: number; limit?: number }): Promise<DiffPage> {
  const { shopId, rule = null, action = null, after = -1, before, limit = 50 } = options;
  const backwards = before !== undefined;
  return withTenant(shopId, async (tx) => {
    const { rows } = await tx.query<{
      customer_id: number; name: string | null; before_tags: string[] | null; id: number; action: 'add' | 'remove'; rule: string; tag: string; why: ChangeCause; reason: TagReason | null;
    }>(
      `SELECT c.customer_id, nullif(trim(concat_ws(' ', m.first_name, m.last_name)), '') AS name, c.before_tags, c.id, c.action, c.rule, c.name AS tag, c.why, c.reason
         FROM tag_changes c LEFT JOIN customers m ON m.shop_id = c.shop_id AND m.id = c.customer_id
        WHERE c.shop_id = $1 AND c.run_id = (SELECT id FROM tag_runs WHERE shop_id = $1 AND state = 'proposed') AND c.customer_id IN (
          SELECT DISTINCT d.customer_id FROM tag_changes d
           WHERE d.shop_id = $1 AND d.run_id = (SELECT id FROM tag_runs WHERE shop_id = $1 AND state = 'proposed') AND d.customer_id ${backwards ? '<' : '>'} $2
             AND ($3::text IS NULL OR d.rule = $3) AND ($4::text IS NULL OR d.action = $4)
           ORDER BY d.customer_id ${backwards ? 'DESC' : ''} LIMIT $5)
        ORDER BY c.customer_id ${backwards ? 'DESC' : ''}, c.id`,
      [shopId, before ?? after, rule, action, limit + 1],
    );
    const money = await moneyWords(tx);
    const page = idPage([...Map.groupBy(rows, (row) => row.customer_id)], limit, { after, before }, ([customerId]) => customerId);
    return {
      ...page,
      rows: page.rows.map(([customerId, changes]) => {
        const tagsBefore = changes[0]?.before_tags ?? [];
        const removed = new Set(changes.filter((change) => change.action === 'remove').map((change) => change.tag));
        return {
          customerId,
          customerName: changes[0]?.name ?? null,
          before: tagsBefore,
          after: [...tagsBefore.filter((tag) => !removed.has(tag)), ...changes.filter((change) => change.action === 'add').map((change) => change.tag)],
          changes: changes.map((change) => ({ id: change.id, action: change.action, rule: change.rule as TagRule, name: change.tag, cause: change.why, reason: change.reason, why: changeSentence(change, money) })),
        };
      }),
    };
  });
}

/** Customers who carry a tag of the same name that is the merchant's: left alone, whoever they are. */
export async function loadCollisions(options: { shopId: number; rule: TagRule; after?: number; limit?: number }): Promise<{ rows: { customerId: number; customerName: string | null; standsAs: string }[]; next: number | null }> {
  const { shopId, rule, after = -1, limit = 50 } = options;
  return withTenant(shopId, async (tx) => {
    const { rows } = await tx.query<{ customerId: number; customerName: string | null; standsAs: string }>(
      `SELECT w.customer_id AS "customerId", nullif(trim(concat_ws(' ', m.first_name, m.last_name)), '') AS "customerName", coalesce(w.stands_as, w.name) AS "standsAs"
         FROM wanted_tags w LEFT JOIN customers m ON m.shop_id = w.shop_id AND m.id = w.customer_id
        WHERE w.shop_id = $1 AND w.rule = $2 AND w.standing = 'merchants' AND w.customer_id > $3 ORDER BY w.customer_id LIMIT $4`,
      [shopId, rule, after, limit + 1],
    );
    return { rows: rows.slice(0, limit), next: rows.length > limit ? rows[limit - 1]?.customerId ?? null : null };
  });
}

/** How money is written in a reason. */
export async function moneyWords(tx: TenantTransaction): Promise<MoneyWords> {
  const currencyCode = (await loadShopDetails(tx))?.currencyCode ?? 'XXX';
  return { currencyCode, decimals: currencyDecimals(currencyCode) ?? 2 };
}
