import type { TenantTransaction } from '../database/tenant.server.ts';
import { now } from '../runtime/clock.server.ts';

/** How the merchant wants tags to be written. */
export interface TagWriting {
  /** Since when proposals are approved by themselves, and who switched that on; null: each waits for a person. */
  automatic: { at: Date; by: string } | null;
  /** Nothing is written meanwhile. */
  paused: { at: Date; by: string } | null;
  /** Additions a day at most; null: all at once. */
  dailyAdditions: number | null;
  /** The shop's day that additions were let through on last, and how many then. */
  releasedDay: number | null;
  releasedAdditions: number;
  /** Automatic changes on more than this share of customers, and on more than so many, wait for a person. */
  brakePercent: number;
  brakeCustomers: number;
  /** The brake holds, since when, and what it saw. */
  brake: { at: Date; touched: number; of: number } | null;
}

interface WritingRow {
  automatic_at: Date | null;
  automatic_by: string | null;
  paused_at: Date | null;
  paused_by: string | null;
  daily_additions: number | null;
  released_day: number | null;
  released_additions: number;
  brake_percent: number;
  brake_customers: number;
  braked_at: Date | null;
  braked_touched: number | null;
  braked_of: number | null;
}

const BEFORE_ANY_CHOICE: TagWriting = {
  automatic: null, paused: null, dailyAdditions: null, releasedDay: null, releasedAdditions: 0, brakePercent: 20, brakeCustomers: 100, brake: null,
};

export async function loadWriting(tx: TenantTransaction): Promise<TagWriting> {
  const { rows } = await tx.query<WritingRow>('SELECT * FROM tag_writing WHERE shop_id = $1', [tx.shopId]);
  const row = rows[0];
  if (row === undefined) return BEFORE_ANY_CHOICE;
  return {
    automatic: row.automatic_at === null ? null : { at: row.automatic_at, by: row.automatic_by ?? '' },
    paused: row.paused_at === null ? null : { at: row.paused_at, by: row.paused_by ?? '' },
    dailyAdditions: row.daily_additions,
    releasedDay: row.released_day,
    releasedAdditions: row.released_additions,
    brakePercent: row.brake_percent,
    brakeCustomers: row.brake_customers,
    brake: row.braked_at === null ? null : { at: row.braked_at, touched: row.braked_touched ?? 0, of: row.braked_of ?? 0 },
  };
}

/** Changes what is given and leaves the rest. The caller holds `lockTags`. */
export async function saveWriting(tx: TenantTransaction, changed: Partial<TagWriting>): Promise<void> {
  const next = { ...(await loadWriting(tx)), ...changed };
  await tx.query(
    `INSERT INTO tag_writing (shop_id, automatic_at, automatic_by, paused_at, paused_by, daily_additions, released_day, released_additions, brake_percent, brake_customers, braked_at, braked_touched, braked_of, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
     ON CONFLICT (shop_id) DO UPDATE SET (automatic_at, automatic_by, paused_at, paused_by, daily_additions, released_day, released_additions, brake_percent, brake_customers, braked_at, braked_touched, braked_of, updated_at)
       = ROW (EXCLUDED.automatic_at, EXCLUDED.automatic_by, EXCLUDED.paused_at, EXCLUDED.paused_by, EXCLUDED.daily_additions, EXCLUDED.released_day, EXCLUDED.released_additions,
              EXCLUDED.brake_percent, EXCLUDED.brake_customers, EXCLUDED.braked_at, EXCLUDED.braked_touched, EXCLUDED.braked_of, EXCLUDED.updated_at)`,
    [
      tx.shopId, next.automatic?.at ?? null, next.automatic?.by ?? null, next.paused?.at ?? null, next.paused?.by ?? null, next.dailyAdditions, next.releasedDay,
      next.releasedAdditions, next.brakePercent, next.brakeCustomers, next.brake?.at ?? null, next.brake?.touched ?? null, next.brake?.of ?? null, new Date(now()),
    ],
  );
}
