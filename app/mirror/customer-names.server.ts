import type { TenantTransaction } from '../database/tenant.server.ts';

/** How one customer is called and reached; all null where Shopify does not say. */
export interface CustomerNames {
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  phone: string | null;
}

/** Null when the mirror has no such customer. */
export async function loadNames(tx: TenantTransaction, customerId: number): Promise<CustomerNames | null> {
  const { rows } = await tx.query<CustomerNames & Record<string, unknown>>(
    'SELECT first_name AS "firstName", last_name AS "lastName", email, phone FROM customers WHERE shop_id = $1 AND id = $2', [tx.shopId, customerId],
  );
  return rows[0] ?? null;
}
