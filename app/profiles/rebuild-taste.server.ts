import { to as copyTo } from 'pg-copy-streams';
import type { TenantTransaction } from '../database/tenant.server.ts';
import { commonBuyers, type BuyersByProduct } from './common-buyers.ts';
import { SAMPLED_CUSTOMERS, shopTasteOf, type CountedTaste, type ShopTaste } from './shop-taste.ts';

/**
 * Companions kept of a product; how many customers must have both; among how many of a customer's products companions are found; and how many
 * found of a product are counted over all that customers have, and ranked by that.
 */
const MOST_COMPANIONS = 5;
const BOTH_NEEDED = 3;
const PRODUCTS_PAIRED = 10;
const COMPANIONS_COUNTED = 15;

const PRODUCT_COLUMNS = ['picks', 'buyers', 'sampled_buyers', 'repeat_buyers', 'gaps', 'gap_median_doubled', 'paired_buyers', 'companion_ids', 'companion_both', 'companion_buyers'] as const;

/**
 * Counts what the shop's customers buy, inside a rebuild: needs its temporary tables `counted_orders`, `rebuilt_histories` and
 * `rebuilt_products`. Shares are over all customers; what needs single lines or pairs is over up to SAMPLED_CUSTOMERS of them, chosen by a
 * hash of their number, so that it costs no more in a shop of ten million and comes out the same each time.
 * Writes the figures of products (only rows that differ), and returns those of the shop.
 */
export async function rebuildTaste(tx: TenantTransaction): Promise<ShopTaste> {
  await tx.query(
    `CREATE TEMPORARY TABLE taste_picks ON COMMIT DROP AS
     SELECT r.customer_id, b.product_id, b.orders, b.units, coalesce(g.product_type, '') AS product_type
       FROM rebuilt_products r
       JOIN rebuilt_histories h ON h.customer_id = r.customer_id AND NOT h.excluded
       CROSS JOIN unnest(r.product_ids, r.orders, r.units) AS b (product_id, orders, units)
       LEFT JOIN products g ON g.shop_id = $1 AND g.id = b.product_id`,
    [tx.shopId],
  );
  await tx.query(
    `CREATE TEMPORARY TABLE taste_sample ON COMMIT DROP AS
     SELECT customer_id FROM rebuilt_histories WHERE NOT excluded AND orders > 0 ORDER BY hashint8(customer_id), customer_id LIMIT ${SAMPLED_CUSTOMERS}`,
  );
  await tx.query(
    `CREATE TEMPORARY TABLE taste_lines ON COMMIT DROP AS
     SELECT o.customer_id, l.product_id, o.day, o.in_currency, o.value, l.original_unit_price AS price
       FROM taste_sample s JOIN counted_orders o ON o.customer_id = s.customer_id
       JOIN order_lines l ON l.shop_id = $1 AND l.order_id = o.id AND NOT l.is_gift_card`,
    [tx.shopId],
  );
  await tx.query('ANALYZE taste_picks; ANALYZE taste_sample; ANALYZE taste_lines');
  await countPairs(tx);
  await writeProductFigures(tx);
  return shopTasteOf(await countTaste(tx));
}

async function countTaste(tx: TenantTransaction): Promise<CountedTaste> {
  const { rows: [totals] } = await tx.query<{ customers: number; picks: number; squared: number; typeSquares: number; productSquares: number }>(
    `WITH sizes AS (SELECT customer_id, sum(orders)::bigint AS n, sum(orders::bigint * orders)::bigint AS squares FROM taste_picks GROUP BY 1),
          by_type AS (SELECT customer_id, sum(orders)::bigint AS x FROM taste_picks GROUP BY customer_id, product_type)
     SELECT count(*) AS customers, coalesce(sum(n), 0)::bigint AS picks, coalesce(sum(n * n), 0)::bigint AS squared,
            coalesce(sum(squares * 1000 / n), 0)::bigint AS "productSquares",
            (SELECT coalesce(sum(x * x * 1000 / n), 0)::bigint FROM by_type JOIN sizes USING (customer_id)) AS "typeSquares"
       FROM sizes`,
  );
  const types = await tx.query<{ type: string; picks: number; buyers: number }>(
    `SELECT product_type AS type, sum(picks)::bigint AS picks, count(*) AS buyers
       FROM (SELECT customer_id, product_type, sum(orders) AS picks FROM taste_picks GROUP BY 1, 2) t GROUP BY 1 ORDER BY 2 DESC, 1`,
  );
  const products = await tx.query<{ picks: number }>('SELECT picks FROM product_figures WHERE shop_id = $1 ORDER BY product_id', [tx.shopId]);
  const { rows: [sample] } = await tx.query<{ customers: number; lines: number; quartiles: number[] | null }>(
    `SELECT (SELECT count(*) FROM taste_sample) AS customers, count(*) AS lines,
            percentile_disc(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY price) AS quartiles
       FROM taste_lines WHERE in_currency AND price > 0`,
  );
  const [lower, middle, upper] = sample?.quartiles ?? [];
  const squaredSizes = totals?.squared ?? 0;
  return {
    customers: totals?.customers ?? 0,
    picks: totals?.picks ?? 0,
    types: { squaredSizes, squaredShareThousandths: totals?.typeSquares ?? 0 },
    products: { squaredSizes, squaredShareThousandths: totals?.productSquares ?? 0 },
    typePicks: types.rows,
    productPicks: products.rows.map((row) => row.picks),
    sampledCustomers: sample?.customers ?? 0,
    prices: lower === undefined || middle === undefined || upper === undefined ? null : { lower: Number(lower), middle: Number(middle), upper: Number(upper), lines: sample?.lines ?? 0 },
  };
}

/**
 * Which customers looked at have what (`taste_held`), and of how many products two are had together (`taste_pairs`). Pairs are found among the few
 * products that each customer has most often, as customers with thousands of products have millions of pairs; the number who have both is then
 * counted over all products, for the pairs found alone: a sentence says it of buyers, not of what they bought most. It is counted in memory
 * (`commonBuyers`), as for 20,000 customers with a hundred products each the join of all pairs took SQL more than 40 seconds.
 */
async function countPairs(tx: TenantTransaction): Promise<void> {
  await tx.query(
    `CREATE TEMPORARY TABLE taste_held ON COMMIT DROP AS
     SELECT p.customer_id, p.product_id, row_number() OVER (PARTITION BY p.customer_id ORDER BY p.orders DESC, p.units DESC, p.product_id) <= ${PRODUCTS_PAIRED} AS often
       FROM taste_picks p JOIN taste_sample s ON s.customer_id = p.customer_id`,
  );
  await tx.query('CREATE TEMPORARY TABLE taste_buyers ON COMMIT DROP AS SELECT product_id, count(*)::integer AS buyers, count(*) FILTER (WHERE often)::integer AS often FROM taste_held GROUP BY 1');
  await tx.query('ANALYZE taste_held; ANALYZE taste_buyers');
  await tx.query(
    `CREATE TEMPORARY TABLE taste_found ON COMMIT DROP AS
     WITH found AS (
            SELECT a.product_id AS one, b.product_id AS other, count(*) AS together
              FROM taste_held a JOIN taste_held b ON b.customer_id = a.customer_id AND b.product_id > a.product_id
             WHERE a.often AND b.often GROUP BY 1, 2 HAVING count(*) >= ${BOTH_NEEDED}),
          ranked AS (
            SELECT f.product_id, f.companion, row_number() OVER (PARTITION BY f.product_id ORDER BY f.together * n.customers - own.often::bigint * b.often DESC, f.companion) AS place
              FROM (SELECT one AS product_id, other AS companion, together FROM found UNION ALL SELECT other, one, together FROM found) f
              JOIN taste_buyers own ON own.product_id = f.product_id JOIN taste_buyers b ON b.product_id = f.companion
              CROSS JOIN (SELECT count(*) AS customers FROM taste_sample) n)
     SELECT DISTINCT least(product_id, companion) AS one, greatest(product_id, companion) AS other FROM ranked WHERE place <= ${COMPANIONS_COUNTED}`,
  );
  const { rows: pairs } = await tx.query<{ one: string; other: string }>('SELECT one::text, other::text FROM taste_found ORDER BY one, other');
  const { buyers, customers } = await loadBuyers(tx);
  const counted = commonBuyers(pairs, buyers, customers);
  await tx.query('CREATE TEMPORARY TABLE taste_pairs (product_id bigint, companion bigint, together integer) ON COMMIT DROP');
  await tx.query(
    `INSERT INTO taste_pairs SELECT CASE WHEN swap THEN other ELSE one END, CASE WHEN swap THEN one ELSE other END, both_have
       FROM unnest($1::bigint[], $2::bigint[], $3::integer[]) AS c (one, other, both_have) CROSS JOIN (VALUES (false), (true)) AS v (swap)`,
    [counted.map((pair) => pair.one), counted.map((pair) => pair.other), counted.map((pair) => pair.both)],
  );
  await tx.query('ANALYZE taste_pairs');
}

/** Who has each product of a pair that was found: four bytes for each that a customer has, read as a stream. */
async function loadBuyers(tx: TenantTransaction): Promise<{ buyers: BuyersByProduct; customers: number }> {
  const { rows } = await tx.query<{ id: string; buyers: number }>('SELECT product_id::text AS id, buyers FROM taste_buyers WHERE product_id IN (SELECT one FROM taste_found UNION SELECT other FROM taste_found)');
  const buyers = new Map(rows.map((row) => [row.id, new Uint32Array(row.buyers)]));
  const filled = new Map<string, number>();
  const places = new Map<string, number>();
  let rest = '';
  const lines = tx.client.query(copyTo('COPY (SELECT product_id, customer_id FROM taste_held) TO STDOUT'));
  for await (const chunk of lines) {
    const cut = (rest + (chunk as Buffer).toString('latin1')).split('\n');
    rest = cut.pop() as string;
    for (const line of cut) {
      const [product, customer] = line.split('\t') as [string, string];
      const list = buyers.get(product);
      if (list === undefined) continue;
      const place = places.get(customer) ?? places.size;
      places.set(customer, place);
      const next = filled.get(product) ?? 0;
      list[next] = place;
      filled.set(product, next + 1);
    }
  }
  return { buyers, customers: places.size };
}

/**
 * Companions of a product are those that its buyers have beyond chance: by how many more have both than if the two had nothing to do with each other
 * (both - buyers x buyers / customers), as in item-to-item collaborative filtering (Linden, Smith and York 2003; Deshpande and Karypis 2004).
 */
async function writeProductFigures(tx: TenantTransaction): Promise<void> {
  await tx.query(
    `CREATE TEMPORARY TABLE taste_products ON COMMIT DROP AS
     WITH picked AS (SELECT product_id, sum(orders)::integer AS picks, count(*)::integer AS buyers FROM taste_picks GROUP BY 1),
          days AS (SELECT DISTINCT customer_id, product_id, day FROM taste_lines WHERE product_id IS NOT NULL AND value > 0),
          gaps AS (SELECT customer_id, product_id, day - lag(day) OVER (PARTITION BY customer_id, product_id ORDER BY day) AS gap FROM days),
          again AS (
            SELECT product_id, count(DISTINCT customer_id)::integer AS sampled_buyers, count(DISTINCT customer_id) FILTER (WHERE gap IS NOT NULL)::integer AS repeat_buyers,
                   count(gap)::integer AS gaps, round(2 * percentile_cont(0.5) WITHIN GROUP (ORDER BY gap))::integer AS gap_median_doubled
              FROM gaps GROUP BY 1),
          ranked AS (
            SELECT p.product_id, p.companion, p.together, h.buyers,
                   row_number() OVER (PARTITION BY p.product_id ORDER BY p.together::bigint * n.customers - own.buyers::bigint * h.buyers DESC, p.companion) AS place
              FROM taste_pairs p JOIN taste_buyers h ON h.product_id = p.companion JOIN taste_buyers own ON own.product_id = p.product_id
              CROSS JOIN (SELECT count(*) AS customers FROM taste_sample) n
             WHERE p.together::bigint * n.customers > own.buyers::bigint * h.buyers),
          companions AS (
            SELECT product_id, array_agg(companion ORDER BY place) AS ids, array_agg(together ORDER BY place) AS together, array_agg(buyers ORDER BY place) AS buyers
              FROM ranked WHERE place <= ${MOST_COMPANIONS} GROUP BY 1)
     SELECT p.product_id, p.picks, p.buyers, coalesce(a.sampled_buyers, 0) AS sampled_buyers, coalesce(a.repeat_buyers, 0) AS repeat_buyers, coalesce(a.gaps, 0) AS gaps,
            a.gap_median_doubled, coalesce(h.buyers, 0) AS paired_buyers, coalesce(c.ids, '{}') AS companion_ids, coalesce(c.together, '{}') AS companion_both,
            coalesce(c.buyers, '{}') AS companion_buyers
       FROM picked p LEFT JOIN again a USING (product_id) LEFT JOIN taste_buyers h USING (product_id) LEFT JOIN companions c USING (product_id)`,
  );
  await tx.query('DELETE FROM product_figures f WHERE f.shop_id = $1 AND NOT EXISTS (SELECT FROM taste_products n WHERE n.product_id = f.product_id)', [tx.shopId]);
  const of = (prefix: string): string => PRODUCT_COLUMNS.map((name) => `${prefix}.${name}`).join(', ');
  await tx.query(
    `UPDATE product_figures f SET ${PRODUCT_COLUMNS.map((name) => `${name} = n.${name}`).join(', ')} FROM taste_products n
      WHERE f.shop_id = $1 AND f.product_id = n.product_id AND (${of('f')}) IS DISTINCT FROM (${of('n')})`,
    [tx.shopId],
  );
  await tx.query(
    `INSERT INTO product_figures (shop_id, product_id, ${PRODUCT_COLUMNS.join(', ')}) SELECT $1::integer, n.product_id, ${of('n')} FROM taste_products n
      WHERE NOT EXISTS (SELECT FROM product_figures f WHERE f.shop_id = $1 AND f.product_id = n.product_id) ORDER BY n.product_id`,
    [tx.shopId],
  );
}
