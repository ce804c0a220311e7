import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { now as businessNow } from '../runtime/clock.server.ts';
import { sortedSources, type AnswersPage, type AnswersQuery, type ProductStars, type WordsLine } from './answers-page.ts';
import type { DueFrom } from './ask-due.ts';
import { netPromoterScore, type RecommendCounts } from './nps.ts';
import type { Source } from './source.ts';

export const WORDS_A_PAGE = 20;
const PRODUCTS = 20;

/** Answers to test orders are listed, and said to be such, but count in no figure. */
const NO_TEST = 'NOT EXISTS (SELECT FROM orders o WHERE o.shop_id = a.shop_id AND o.id = a.order_id AND o.test)';

/**
 * What buyers answered: figures of a period, and the newest words, paged by their instant and key.
 * @param options.now ms since the epoch, the business clock unless given
 */
export async function loadAnswersPage(options: { shopId: number; query: AnswersQuery; now?: number }): Promise<AnswersPage> {
  const { shopId, query, now = businessNow() } = options;
  const since = query.period === 'all' ? new Date(0) : new Date(now - Number(query.period) * 86_400_000);
  return withTenant(shopId, async (tx) => {
    const words = await loadWords(tx, query);
    return { query, empty: !(await anyAnswers(tx)), ...(await loadFigures(tx, since)), products: await loadProducts(tx, since), ...words };
  });
}

async function anyAnswers(tx: TenantTransaction): Promise<boolean> {
  const { rows } = await tx.query<{ any: boolean }>('SELECT EXISTS (SELECT FROM order_answers WHERE shop_id = $1 AND (answered_at IS NOT NULL OR source IS NOT NULL)) AS any', [tx.shopId]);
  return rows[0]?.any === true;
}

interface Figures extends RecommendCounts {
  asked: number;
  askedAnswered: number;
  dueFrom: Record<DueFrom, number>;
  sources: Partial<Record<Source, number>>;
  stars: number[];
}

async function loadFigures(tx: TenantTransaction, since: Date): Promise<Pick<AnswersPage, 'asked' | 'askedAnswered' | 'dueFrom' | 'nps' | 'sources' | 'stars'>> {
  const { rows } = await tx.query<Figures & Record<string, unknown>>(
    `WITH a AS (SELECT * FROM order_answers a WHERE a.shop_id = $1 AND ${NO_TEST}),
          l AS (SELECT stars FROM line_answers a WHERE a.shop_id = $1 AND a.answered_at >= $2 AND ${NO_TEST})
     SELECT count(*) FILTER (WHERE asked_at >= $2)::integer AS asked, count(*) FILTER (WHERE asked_at >= $2 AND answered_at IS NOT NULL)::integer AS "askedAnswered",
            json_build_object('delivered', count(*) FILTER (WHERE asked_at >= $2 AND due_from = 'delivered'), 'shipped', count(*) FILTER (WHERE asked_at >= $2 AND due_from = 'shipped'),
              'ordered', count(*) FILTER (WHERE asked_at >= $2 AND due_from = 'ordered')) AS "dueFrom",
            count(*) FILTER (WHERE answered_at >= $2 AND nps >= 9)::integer AS promoters, count(*) FILTER (WHERE answered_at >= $2 AND nps BETWEEN 7 AND 8)::integer AS passives,
            count(*) FILTER (WHERE answered_at >= $2 AND nps <= 6)::integer AS detractors,
            (SELECT coalesce(json_object_agg(source, answers), '{}') FROM (SELECT source, count(*) AS answers FROM a WHERE source_at >= $2 GROUP BY source) s) AS sources,
            (SELECT json_agg((SELECT count(*) FROM l WHERE l.stars = n) ORDER BY n) FROM generate_series(1, 5) AS n) AS stars
       FROM a`,
    [tx.shopId, since],
  );
  const { promoters = 0, passives = 0, detractors = 0, asked = 0, askedAnswered = 0, dueFrom = { delivered: 0, shipped: 0, ordered: 0 }, sources = {}, stars = [0, 0, 0, 0, 0] } = rows[0] ?? {};
  return { asked, askedAnswered, dueFrom, nps: netPromoterScore({ promoters, passives, detractors }), sources: sortedSources(sources), stars };
}

/** By their present title where the product still is. */
async function loadProducts(tx: TenantTransaction, since: Date): Promise<ProductStars[]> {
  const { rows } = await tx.query<ProductStars & Record<string, unknown>>(
    `SELECT a.product_id::text AS id, coalesce((SELECT p.title FROM products p WHERE p.shop_id = $1 AND p.id = a.product_id), max(a.title)) AS title,
            count(*)::integer AS answers, avg(a.stars)::float8 AS mean, count(*) FILTER (WHERE a.stars <= 3)::integer AS low
       FROM line_answers a WHERE a.shop_id = $1 AND a.answered_at >= $2 AND ${NO_TEST} GROUP BY a.product_id ORDER BY answers DESC, mean, a.product_id LIMIT $3`,
    [tx.shopId, since, PRODUCTS],
  );
  return rows;
}

const COLUMNS = 'at, key, about, words, stars, product_id, title, nps, source, order_id';

/** The three places where somebody can write a few words. */
const SOURCES_OF_WORDS = {
  product: `SELECT a.answered_at AS at, 'line-' || a.order_id || '-' || a.line_id AS key, 'product' AS about, a.words, a.stars, a.product_id, a.title, NULL::smallint AS nps, NULL AS source, a.order_id
              FROM line_answers a WHERE a.shop_id = $1 AND a.words IS NOT NULL`,
  shop: `SELECT a.answered_at, 'shop-' || a.order_id, 'shop', a.nps_words, NULL::smallint, NULL::bigint, NULL, a.nps, NULL, a.order_id FROM order_answers a WHERE a.shop_id = $1 AND a.nps_words IS NOT NULL`,
  source: `SELECT a.source_at, 'source-' || a.order_id, 'source', a.source_words, NULL::smallint, NULL::bigint, NULL, NULL::smallint, a.source, a.order_id FROM order_answers a WHERE a.shop_id = $1 AND a.source_words IS NOT NULL`,
} as const;

interface WordsRow {
  atMs: number;
  key: string;
  about: WordsLine['about'];
  words: string;
  stars: number | null;
  productId: number | null;
  title: string | null;
  nps: number | null;
  source: Source | null;
  order: string | null;
  customerId: number | null;
  name: string | null;
  test: boolean;
}

async function loadWords(tx: TenantTransaction, query: AnswersQuery): Promise<Pick<AnswersPage, 'words' | 'next'>> {
  const ofProducts = query.words === 'products' || query.product !== null || query.stars !== null;
  const kinds = ofProducts ? ['product'] as const : query.words === 'shop' ? ['shop'] as const : query.words === 'source' ? ['source'] as const : ['product', 'shop', 'source'] as const;
  const [afterMs, afterKey] = query.after === null ? [null, null] : [Number(query.after.split('.')[0]), query.after.slice(query.after.indexOf('.') + 1)];
  const { rows } = await tx.query<WordsRow & Record<string, unknown>>(
    `WITH said (${COLUMNS}) AS (${kinds.map((kind) => SOURCES_OF_WORDS[kind]).join(' UNION ALL ')}),
          page AS (SELECT * FROM said WHERE ($2::timestamptz IS NULL OR (at, key COLLATE "C") < ($2, $3::text COLLATE "C")) AND ($5::bigint IS NULL OR product_id = $5) AND ($6::smallint IS NULL OR stars = $6) ORDER BY at DESC, key COLLATE "C" DESC LIMIT $4)
     SELECT (extract(epoch FROM s.at) * 1000)::bigint AS "atMs", s.key, s.about, s.words, s.stars, s.product_id AS "productId", s.title, s.nps, s.source, o.name AS order, o.customer_id AS "customerId",
            nullif(concat_ws(' ', c.first_name, c.last_name), '') AS name, coalesce(o.test, false) AS test
       FROM page s LEFT JOIN orders o ON o.shop_id = $1 AND o.id = s.order_id LEFT JOIN customers c ON c.shop_id = $1 AND c.id = o.customer_id
      ORDER BY s.at DESC, s.key COLLATE "C" DESC`,
    [tx.shopId, afterMs === null ? null : new Date(afterMs), afterKey, WORDS_A_PAGE + 1, query.product, query.stars],
  );
  const shown = rows.slice(0, WORDS_A_PAGE);
  const last = shown.at(-1);
  return {
    words: shown.map(({ atMs, key, about, words, stars, productId, title, nps, source, order, customerId, name, test }) => ({
      key, at: new Date(atMs).toISOString(), about, words, stars, product: productId === null ? null : { id: String(productId), title: title ?? '' }, nps, source, order,
      customer: customerId === null ? null : { id: String(customerId), name }, test,
    })),
    next: rows.length > WORDS_A_PAGE && last !== undefined ? `${last.atMs}.${last.key}` : null,
  };
}
