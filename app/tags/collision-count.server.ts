import type { TenantTransaction } from '../database/tenant.server.ts';
import type { CustomerTagPlan } from './customer-tag-plan.ts';
import type { TagNames } from './tag-catalogue.ts';
import type { TagRule } from './tag-rule.ts';

const SPELLINGS = 5;

/** Counts customers whose own tags have the names of ours, while a proposal walks over them. */
export class CollisionCount {
  private readonly counts = new Map<TagRule, { fitting: number; unfitting: number; spellings: Set<string> }>();

  add(collisions: CustomerTagPlan['collisions']): void {
    for (const { rule, fits, spelling } of collisions) {
      const one = this.counts.get(rule) ?? { fitting: 0, unfitting: 0, spellings: new Set<string>() };
      if (fits) one.fitting += 1;
      else one.unfitting += 1;
      if (one.spellings.size < SPELLINGS) one.spellings.add(spelling);
      this.counts.set(rule, one);
    }
  }

  /** In place of what the last proposal counted. */
  async save(tx: TenantTransaction, names: TagNames): Promise<void> {
    await tx.query('DELETE FROM tag_collisions WHERE shop_id = $1', [tx.shopId]);
    for (const [rule, { fitting, unfitting, spellings }] of this.counts) {
      await tx.query('INSERT INTO tag_collisions (shop_id, rule, tag_key, fitting, unfitting, spellings) VALUES ($1, $2, $3, $4, $5, $6)', [tx.shopId, rule, names.key[rule], fitting, unfitting, [...spellings].sort()]);
    }
  }
}
