import pg from 'pg';

/** An installed shop that has been read, in the bench's database (`context.database()` before). @returns its id */
export async function makeBenchShop(name: string, shop: { currencyCode?: string; timeZone?: string } = {}): Promise<number> {
  const { recordInstall } = await import('#app/shops/shop-store.server.ts');
  const { withTenant } = await import('#app/database/tenant.server.ts');
  const domain = `${name}-bench.myshopify.com`;
  const { id } = await recordInstall(domain);
  await withTenant(id, (tx) =>
    tx.query(
      `INSERT INTO shop_details (shop_id, domain, name, currency_code, iana_timezone, taxes_included, granted_scopes, reads_all_orders, updated_at)
       VALUES ($1, $2, $3, $4, $5, false, '{}', true, now())`,
      [id, domain, `The ${name} bench`, shop.currencyCode ?? 'GBP', shop.timeZone ?? 'Europe/London'],
    ),
  );
  return id;
}

/** One connection past row-level security, for baselines and for looking; closed afterwards. */
export async function asRole<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
