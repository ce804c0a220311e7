import type { TenantTransaction } from '../database/tenant.server.ts';
import { tagKey } from '../profiles/tag-key.ts';

/** Customers who carry a tag of this name. */
export interface TaggedCustomers {
  /** As our ledger knows it: we wrote it, or they put ours back. */
  ours: number;
  /** By the mirror alone: the merchant's own tag, in any case. */
  own: number;
}

interface CountedRow extends Record<string, unknown>, TaggedCustomers {
  tag: string | null;
}

/**
 * How many customers carry these tags, ours and the merchant's own: for each tag alone, and for a pair together, where
 * one own tag makes a customer one of those. One pass over an index of the shop's customers.
 */
export async function countTaggedCustomers(tx: TenantTransaction, names: readonly string[], pair: readonly [string, string]): Promise<{ alone: Map<string, TaggedCustomers>; both: TaggedCustomers }> {
  const { rows } = await tx.query<CountedRow>(
    `WITH asked AS (SELECT * FROM unnest($2::text[], $3::text[]) AS t (name, key)),
     texts AS (
       SELECT c.id, c.search_text AS text FROM customers c WHERE c.shop_id = $1 AND strpos(c.search_text, E'\\t') > 0
       UNION ALL
       SELECT c.id, customer_search_text(c.first_name, c.last_name, c.email, c.tags) FROM customers c WHERE c.shop_id = $1 AND c.search_text IS NULL
     ), carried AS MATERIALIZED (
       SELECT customer_id, key, true AS ours FROM tag_ledger l JOIN asked a ON a.key = l.tag_key WHERE l.shop_id = $1 AND l.state IN ('written', 'merchants')
       UNION ALL
       SELECT t.id, a.key, false FROM texts t JOIN asked a ON strpos(t.text, E'\\t' || lower(a.name) || E'\\t') > 0
     ), each AS MATERIALIZED (SELECT customer_id, key, bool_or(ours) AS ours FROM carried GROUP BY customer_id, key)
     SELECT key AS tag, count(*) FILTER (WHERE ours)::int AS ours, count(*) FILTER (WHERE NOT ours)::int AS own FROM each GROUP BY key
     UNION ALL
     SELECT NULL, count(*) FILTER (WHERE a.ours AND b.ours)::int, count(*) FILTER (WHERE NOT (a.ours AND b.ours))::int
       FROM each a JOIN each b ON b.customer_id = a.customer_id AND b.key = $5 WHERE a.key = $4`,
    [tx.shopId, names, names.map(tagKey), ...pair.map(tagKey)],
  );
  const of = (tag: string | null): TaggedCustomers => {
    const { ours = 0, own = 0 } = rows.find((row) => row.tag === tag) ?? {};
    return { ours, own };
  };
  return { alone: new Map(names.map((name) => [name, of(tagKey(name))])), both: of(null) };
}
