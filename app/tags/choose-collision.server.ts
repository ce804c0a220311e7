import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { enqueue } from '../jobs/queue.server.ts';
import { tagKey } from '../profiles/tag-key.ts';
import { now } from '../runtime/clock.server.ts';
import { InvalidInputError } from '../runtime/errors.ts';
import type { CollisionChoice, RenameEffect, TagCollision } from './collision-view.ts';
import { lockTags } from './ledger-store.server.ts';
import { proposeTagsJob } from './propose-tags.job.server.ts';
import { TAG_CATALOGUE, type TagSettings } from './tag-catalogue.ts';
import { TAG_RULES, type TagRule } from './tag-rule.ts';
import { tagNameProblem } from './tag-name.ts';
import { loadTagSettings, saveTagSettings } from './tag-settings-store.server.ts';
import { handBackAdopted } from './undo-tag.server.ts';

/** Tags of ours that meet one that stood before, or once did and were decided on. */
export async function loadTagCollisions(options: { shopId: number }): Promise<TagCollision[]> {
  return withTenant(options.shopId, async (tx) => {
    const { settings, adopt } = await loadTagSettings(tx);
    const { rows: found } = await tx.query<{ rule: string; fitting: number; unfitting: number; spellings: string[] }>('SELECT rule, fitting, unfitting, spellings FROM tag_collisions WHERE shop_id = $1', [tx.shopId]);
    const { rows: chosen } = await tx.query<{ rule: string; choice: CollisionChoice }>('SELECT rule, choice FROM tag_choices WHERE shop_id = $1', [tx.shopId]);
    const { rows: ledger } = await tx.query<{ rule: string; written: number; adopted: number }>(
      `SELECT rule, count(*) FILTER (WHERE NOT adopted)::int AS written, count(*) FILTER (WHERE adopted)::int AS adopted FROM tag_ledger WHERE shop_id = $1 AND state = 'written' GROUP BY rule`, [tx.shopId],
    );
    return TAG_RULES.flatMap((rule) => {
      const collision = found.find((row) => row.rule === rule);
      const choice = chosen.find((row) => row.rule === rule)?.choice ?? 'leave';
      const ours = ledger.find((row) => row.rule === rule);
      if (!settings[rule].on || (collision === undefined && choice === 'leave')) return [];
      return [{
        rule, name: settings[rule].name, spellings: collision?.spellings ?? [], fitting: collision?.fitting ?? 0, unfitting: collision?.unfitting ?? 0,
        adopted: ours?.adopted ?? 0, written: ours?.written ?? 0, choice, pending: adopt.has(rule),
      }];
    });
  });
}

/** What another name for a tag of ours would come to. Looks at every customer's tags, and changes nothing. */
export async function previewRename(options: { shopId: number; rule: TagRule; name: string }): Promise<RenameEffect> {
  const { shopId, rule } = options;
  const name = options.name.trim();
  return withTenant(shopId, async (tx) => {
    const { settings } = await loadTagSettings(tx);
    const problem = renameProblem(settings, rule, name);
    if (problem !== null) return { name, problem, carriers: 0 };
    // Each spelling once: the key that tags are compared by is TypeScript's.
    const { rows } = await tx.query<{ tag: string; customers: number }>('SELECT tag, count(*)::int AS customers FROM customers, unnest(tags) AS tag WHERE shop_id = $1 GROUP BY tag', [shopId]);
    const carriers = rows.filter((row) => tagKey(row.tag) === tagKey(name)).reduce((sum, row) => sum + row.customers, 0);
    return { name, problem: null, carriers };
  });
}

/**
 * Decides on a collision. Adopt: the tags that stand now become ours with the next proposal, and the rules may remove
 * them. Rename: ours gets another name, and is proposed anew under it. Leave: what stood before stays the merchant's, and
 * what was adopted is theirs again. Any choice may be made again or changed; nothing is written at Shopify.
 * @param options.by the session token's `sub`
 * @throws InvalidInputError for a name that cannot be used
 */
export async function chooseForCollision(options: { shopId: number; rule: TagRule; choice: CollisionChoice; name?: string; by: string }): Promise<void> {
  const { shopId, rule, choice, by } = options;
  if (by.trim() === '') throw new InvalidInputError('approval', 'A choice about tags needs to say who made it.');
  await withTenant(shopId, async (tx) => {
    await lockTags(tx);
    const { settings, adopt } = await loadTagSettings(tx);
    const next = { ...settings };
    const adopting = new Set(adopt);
    if (choice === 'adopt') adopting.add(rule);
    else {
      adopting.delete(rule);
      await handBackAdopted(tx, rule);
    }
    if (choice === 'rename') {
      const name = options.name?.trim() ?? '';
      const problem = renameProblem(settings, rule, name);
      if (problem !== null) throw new InvalidInputError('tag-name', problem);
      next[rule] = { ...settings[rule], name };
    }
    await saveTagSettings(tx, { settings: next, adopt: [...adopting], by });
    await keepChoice(tx, { rule, choice, by });
    await enqueue(proposeTagsJob, { shopId }, { tx });
  });
}

async function keepChoice(tx: TenantTransaction, { rule, choice, by }: { rule: TagRule; choice: CollisionChoice; by: string }): Promise<void> {
  await tx.query(
    `INSERT INTO tag_choices (shop_id, rule, choice, chosen_at, chosen_by) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (shop_id, rule) DO UPDATE SET choice = EXCLUDED.choice, chosen_at = EXCLUDED.chosen_at, chosen_by = EXCLUDED.chosen_by`,
    [tx.shopId, rule, choice, new Date(now()), by],
  );
}

/** Why a tag of ours cannot have this name, by Shopify's rules and the other tags; null: it can. */
function renameProblem(settings: TagSettings, rule: TagRule, name: string): string | null {
  const other = TAG_RULES.find((one) => one !== rule && tagKey(settings[one].name) === tagKey(name));
  if (other !== undefined) return `"${name}" is already the tag for ${TAG_CATALOGUE[other].defaultName}: Shopify does not tell capitals from small letters. Choose another name.`;
  if (tagKey(settings[rule].name) === tagKey(name)) return `The tag is called "${settings[rule].name}" now, and Shopify does not tell capitals from small letters. Choose another name, or leave yours as it is.`;
  return tagNameProblem(name);
}
