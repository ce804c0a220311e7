import type { TenantTransaction } from '../database/tenant.server.ts';

/** A member of staff as Shopify named them, and when it was asked. */
export interface StaffMember {
  name: string;
  askedAt: Date;
}

/** The names of members of staff by the session token's `sub`; who is not known is not in the map. */
export async function loadStaffNames(tx: TenantTransaction, userIds: readonly string[]): Promise<Map<string, string>> {
  if (userIds.length === 0) return new Map();
  const { rows } = await tx.query<{ user_id: string; name: string }>('SELECT user_id, name FROM staff_members WHERE shop_id = $1 AND user_id = ANY ($2)', [tx.shopId, userIds]);
  return new Map(rows.map((row) => [row.user_id, row.name]));
}

export async function findStaffMember(tx: TenantTransaction, userId: string): Promise<StaffMember | null> {
  const { rows } = await tx.query<StaffMember>('SELECT name, asked_at AS "askedAt" FROM staff_members WHERE shop_id = $1 AND user_id = $2', [tx.shopId, userId]);
  return rows[0] ?? null;
}

export async function saveStaffMember(tx: TenantTransaction, member: StaffMember & { userId: string }): Promise<void> {
  await tx.query(
    `INSERT INTO staff_members (shop_id, user_id, name, asked_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (shop_id, user_id) DO UPDATE SET name = EXCLUDED.name, asked_at = EXCLUDED.asked_at`,
    [tx.shopId, member.userId, member.name, member.askedAt],
  );
}
