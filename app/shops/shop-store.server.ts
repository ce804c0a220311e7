import type { TenantTransaction } from '../database/tenant.server.ts';
import { systemPool } from '../database/pools.server.ts';
import { now } from '../runtime/clock.server.ts';
import { TerminalError } from '../runtime/errors.ts';

export interface Shop {
  id: number;
  domain: string;
  /** The last moment of which it is known that Shopify had the app installed. */
  installedAt: Date;
  uninstalledAt: Date | null;
  /** What follows from the install has not begun yet. */
  catchUpDue: boolean;
  /** Since when the app was uninstalled, while `catchUpDue`; null: it was not, as far as is known. */
  awaySince: Date | null;
}

const COLUMNS = 'id, domain, installed_at AS "installedAt", uninstalled_at AS "uninstalledAt", catch_up_due AS "catchUpDue", away_since AS "awaySince"';

/** The shop of a domain, or null when it never installed the app. */
export async function findShop(domain: string): Promise<Shop | null> {
  const { rows } = await systemPool().query<Shop>(`SELECT ${COLUMNS} FROM shops WHERE domain = $1`, [domain]);
  return rows[0] ?? null;
}

/** @throws TerminalError when there is no such shop, or it uninstalled the app: a job for it must not go on. */
export async function installedShop(shopId: number): Promise<Shop> {
  const { rows } = await systemPool().query<Shop>(`SELECT ${COLUMNS} FROM shops WHERE id = $1`, [shopId]);
  const shop = rows[0];
  if (shop === undefined || shop.uninstalledAt !== null) throw new TerminalError('not-installed', `Shop ${shopId} no longer has the app installed.`);
  return shop;
}

/**
 * Records an install (again), whenever Shopify grants a token, which it does for an app that is installed: so an uninstall or a request to forget the shop of before that moment is over, also where the app never
 * heard of it. Two seconds are left for clocks that are apart.
 * @param options.catchUp notes that something is to follow from it (settleCatchUp takes that back)
 */
export async function recordInstall(domain: string, options: { catchUp?: boolean } = {}): Promise<Shop> {
  const { rows } = await systemPool().query<Shop>(
    `INSERT INTO shops (domain, installed_at, catch_up_due) VALUES ($1, $2, $3)
     ON CONFLICT (domain) DO UPDATE
       SET installed_at = greatest(shops.installed_at, EXCLUDED.installed_at - CASE WHEN shops.uninstalled_at IS NULL THEN interval '2 seconds' ELSE interval '0' END),
           uninstalled_at = NULL, redact_asked_at = NULL, catch_up_due = shops.catch_up_due OR $3,
           away_since = CASE WHEN $3 THEN coalesce(shops.away_since, shops.uninstalled_at) ELSE shops.away_since END
     RETURNING ${COLUMNS}`,
    [domain, new Date(now()), options.catchUp ?? false],
  );
  const shop = rows[0];
  if (shop === undefined) throw new TerminalError('shop', `The install of ${domain} could not be recorded.`);
  return shop;
}

/** What follows from this install has begun. One of after it, which another request may have noted meanwhile, has its own to follow. */
export async function settleCatchUp(install: Shop): Promise<void> {
  await systemPool().query('UPDATE shops SET catch_up_due = false, away_since = NULL WHERE id = $1 AND installed_at = $2', [install.id, install.installedAt]);
}

/** What Shopify says of the shop itself, as the last import or install read it. */
export interface ShopDetails {
  domain: string;
  name: string;
  email: string | null;
  currencyCode: string;
  ianaTimezone: string;
  countryCode: string | null;
  taxesIncluded: boolean;
  planName: string | null;
  grantedScopes: string[];
  /** False: Shopify shows the last 60 days of orders only. */
  readsAllOrders: boolean;
}

export async function saveShopDetails(tx: TenantTransaction, details: ShopDetails): Promise<void> {
  await tx.query(
    `INSERT INTO shop_details (shop_id, domain, name, email, currency_code, iana_timezone, country_code, taxes_included, plan_name, granted_scopes, reads_all_orders, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     ON CONFLICT (shop_id) DO UPDATE SET (domain, name, email, currency_code, iana_timezone, country_code, taxes_included, plan_name, granted_scopes, reads_all_orders, updated_at)
       = ROW (EXCLUDED.domain, EXCLUDED.name, EXCLUDED.email, EXCLUDED.currency_code, EXCLUDED.iana_timezone, EXCLUDED.country_code, EXCLUDED.taxes_included, EXCLUDED.plan_name, EXCLUDED.granted_scopes, EXCLUDED.reads_all_orders, EXCLUDED.updated_at)`,
    [tx.shopId, details.domain, details.name, details.email, details.currencyCode, details.ianaTimezone, details.countryCode, details.taxesIncluded, details.planName, details.grantedScopes, details.readsAllOrders, new Date(now())],
  );
}

/** Null until the first import has read them. */
export async function loadShopDetails(tx: TenantTransaction): Promise<ShopDetails | null> {
  const { rows } = await tx.query<ShopDetails>(
    `SELECT domain, name, email, currency_code AS "currencyCode", iana_timezone AS "ianaTimezone", country_code AS "countryCode",
            taxes_included AS "taxesIncluded", plan_name AS "planName", granted_scopes AS "grantedScopes", reads_all_orders AS "readsAllOrders"
       FROM shop_details WHERE shop_id = $1`,
    [tx.shopId],
  );
  return rows[0] ?? null;
}

/** What the merchant chose. `scoring` is raw: app/profiles/settings.ts gives it its form and its defaults. */
export interface ShopSettings {
  scoring: unknown;
  firstApprovalAt: Date | null;
  firstApprovalBy: string | null;
}

export async function loadShopSettings(tx: TenantTransaction): Promise<ShopSettings> {
  const { rows } = await tx.query<ShopSettings>(
    'SELECT scoring, first_approval_at AS "firstApprovalAt", first_approval_by AS "firstApprovalBy" FROM shop_settings WHERE shop_id = $1',
    [tx.shopId],
  );
  return rows[0] ?? { scoring: {}, firstApprovalAt: null, firstApprovalBy: null };
}

/** Replaces the scoring settings; the caller has validated them. */
export async function saveScoringSettings(tx: TenantTransaction, scoring: unknown): Promise<void> {
  await tx.query(
    `INSERT INTO shop_settings (shop_id, scoring, updated_at) VALUES ($1, $2, $3)
     ON CONFLICT (shop_id) DO UPDATE SET scoring = EXCLUDED.scoring, updated_at = EXCLUDED.updated_at`,
    [tx.shopId, JSON.stringify(scoring), new Date(now())],
  );
}

/** The time of day of the nightly run, in minutes after midnight in the shop's zone; midnight where nothing was chosen. */
export async function loadNightlyMinute(tx: TenantTransaction): Promise<number> {
  const { rows } = await tx.query<{ minute: number }>('SELECT nightly_minute AS minute FROM shop_settings WHERE shop_id = $1', [tx.shopId]);
  return rows[0]?.minute ?? 0;
}

export async function saveNightlyMinute(tx: TenantTransaction, minute: number): Promise<void> {
  await tx.query(
    `INSERT INTO shop_settings (shop_id, nightly_minute, updated_at) VALUES ($1, $2, $3)
     ON CONFLICT (shop_id) DO UPDATE SET nightly_minute = EXCLUDED.nightly_minute, updated_at = EXCLUDED.updated_at`,
    [tx.shopId, minute, new Date(now())],
  );
}

/** The churn risk, in percent, past which a customer is an event; null where nothing was chosen. */
export async function loadRiskLine(tx: TenantTransaction): Promise<number | null> {
  const { rows } = await tx.query<{ line: number }>('SELECT risk_line AS line FROM shop_settings WHERE shop_id = $1', [tx.shopId]);
  return rows[0]?.line ?? null;
}

export async function saveRiskLine(tx: TenantTransaction, line: number): Promise<void> {
  await tx.query(
    `INSERT INTO shop_settings (shop_id, risk_line, updated_at) VALUES ($1, $2, $3)
     ON CONFLICT (shop_id) DO UPDATE SET risk_line = EXCLUDED.risk_line, updated_at = EXCLUDED.updated_at`,
    [tx.shopId, line, new Date(now())],
  );
}

/** Gross margin (percent), costs of a purchase (thousandths of the currency) and discount a year (percent); null where nothing was chosen. */
export async function loadWorth(tx: TenantTransaction): Promise<{ grossMargin: number; purchaseCost: number; discountRate: number } | null> {
  const { rows } = await tx.query<{ grossMargin: number; purchaseCost: number; discountRate: number }>(
    'SELECT gross_margin AS "grossMargin", purchase_cost AS "purchaseCost", discount_rate AS "discountRate" FROM shop_settings WHERE shop_id = $1', [tx.shopId],
  );
  return rows[0] ?? null;
}

export async function saveWorth(tx: TenantTransaction, worth: { grossMargin: number; purchaseCost: number; discountRate: number }): Promise<void> {
  await tx.query(
    `INSERT INTO shop_settings (shop_id, gross_margin, purchase_cost, discount_rate, updated_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (shop_id) DO UPDATE SET gross_margin = EXCLUDED.gross_margin, purchase_cost = EXCLUDED.purchase_cost, discount_rate = EXCLUDED.discount_rate, updated_at = EXCLUDED.updated_at`,
    [tx.shopId, worth.grossMargin, worth.purchaseCost, worth.discountRate, new Date(now())],
  );
}

/** Records that the merchant approved writing to Shopify; the first approval stays. @param by the session token's `sub` */
export async function recordFirstApproval(tx: TenantTransaction, by: string): Promise<void> {
  await tx.query(
    `INSERT INTO shop_settings (shop_id, first_approval_at, first_approval_by, updated_at) VALUES ($1, $2, $3, $2)
     ON CONFLICT (shop_id) DO UPDATE
       SET first_approval_at = coalesce(shop_settings.first_approval_at, EXCLUDED.first_approval_at),
           first_approval_by = coalesce(shop_settings.first_approval_by, EXCLUDED.first_approval_by)`,
    [tx.shopId, new Date(now()), by],
  );
}
