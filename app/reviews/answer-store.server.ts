import type { TenantTransaction } from '../database/tenant.server.ts';
import type { AskedOrder, OrderedLine } from './ask-due.ts';
import type { Source } from './source.ts';

/** An order as the room of reviews needs it. Instants in milliseconds, ids digits. */
export interface OrderToAsk extends AskedOrder {
  customerId: number | null;
  createdAt: number;
  /** Its customer was redacted: nothing is asked, and nothing taken. */
  redacted: boolean;
}

export interface LineToAsk extends OrderedLine {
  line: string;
  title: string;
  variant: string | null;
  stars: number | null;
  words: string | null;
}

export interface OrderAnswers {
  customerId: number | null;
  askedAt: Date | null;
  answeredAt: Date | null;
  nps: number | null;
  npsWords: string | null;
  source: Source | null;
  sourceWords: string | null;
  sourceAt: Date | null;
}

const ms = (column: string): string => `(extract(epoch FROM ${column}) * 1000)::bigint`;

/** @param options.lock holds a redaction of the order, and other answers to it, until the transaction ends */
export async function loadOrderToAsk(tx: TenantTransaction, orderId: number, options: { lock: boolean }): Promise<OrderToAsk | null> {
  const { rows } = await tx.query<OrderToAsk & Record<string, unknown>>(
    `SELECT o.customer_id AS "customerId", ${ms('o.created_at')} AS "createdAt", ${ms('o.processed_at')} AS "processedAt", ${ms('o.fulfilled_at')} AS "fulfilledAt", ${ms('o.delivered_at')} AS "deliveredAt",
            ${ms('o.cancelled_at')} AS "cancelledAt", o.fulfillment_status AS "fulfillmentStatus",
            EXISTS (SELECT FROM redacted_orders r WHERE r.shop_id = $1 AND r.order_id = o.id) AS redacted
       FROM orders o WHERE o.shop_id = $1 AND o.id = $2${options.lock ? ' FOR NO KEY UPDATE OF o' : ''}`,
    [tx.shopId, orderId],
  );
  return rows[0] ?? null;
}

/** Lines of an order with what was answered, in the order of their numbers, as the buyer put them in. */
export async function loadLinesToAsk(tx: TenantTransaction, orderId: number): Promise<LineToAsk[]> {
  const { rows } = await tx.query<LineToAsk & Record<string, unknown>>(
    `SELECT l.id::text AS line, l.product_id::text AS "productId", l.title, l.variant_title AS variant, l.is_gift_card AS "isGiftCard", l.current_quantity AS "currentQuantity",
            coalesce((SELECT sum(greatest(b.quantity - b.refunded_quantity, 0)) FROM return_lines b JOIN returns r ON r.shop_id = b.shop_id AND r.order_id = b.order_id AND r.id = b.return_id
                       WHERE b.shop_id = $1 AND b.order_id = l.order_id AND b.line_id = l.id AND r.status NOT IN ('CANCELED', 'DECLINED')), 0)::integer AS returning,
            a.stars, a.words
       FROM order_lines l LEFT JOIN line_answers a ON a.shop_id = l.shop_id AND a.order_id = l.order_id AND a.line_id = l.id
      WHERE l.shop_id = $1 AND l.order_id = $2 ORDER BY l.id`,
    [tx.shopId, orderId],
  );
  return rows;
}

export async function loadOrderAnswers(tx: TenantTransaction, orderId: number): Promise<OrderAnswers | null> {
  const { rows } = await tx.query<OrderAnswers & Record<string, unknown>>(
    `SELECT customer_id AS "customerId", asked_at AS "askedAt", answered_at AS "answeredAt", nps, nps_words AS "npsWords", source, source_words AS "sourceWords", source_at AS "sourceAt"
       FROM order_answers WHERE shop_id = $1 AND order_id = $2`,
    [tx.shopId, orderId],
  );
  return rows[0] ?? null;
}

/** Writes down that the buyer was shown the questions, the first time. */
export async function noteAsked(tx: TenantTransaction, ask: { orderId: number; customerId: number; dueFrom: string; at: Date }): Promise<void> {
  await tx.query(
    `INSERT INTO order_answers AS mine (shop_id, order_id, customer_id, asked_at, due_from) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (shop_id, order_id) DO UPDATE SET customer_id = EXCLUDED.customer_id, asked_at = EXCLUDED.asked_at, due_from = EXCLUDED.due_from WHERE mine.asked_at IS NULL`,
    [tx.shopId, ask.orderId, ask.customerId, ask.at, ask.dueFrom],
  );
}

/** @returns whether it changed anything */
export async function saveSource(tx: TenantTransaction, answer: { orderId: number; customerId: number | null; source: Source; words: string | null; at: Date }): Promise<boolean> {
  const { rowCount } = await tx.query(
    `INSERT INTO order_answers AS mine (shop_id, order_id, customer_id, source, source_words, source_at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (shop_id, order_id) DO UPDATE SET customer_id = coalesce(EXCLUDED.customer_id, mine.customer_id), source = EXCLUDED.source, source_words = EXCLUDED.source_words, source_at = EXCLUDED.source_at
      WHERE (mine.source, mine.source_words) IS DISTINCT FROM (EXCLUDED.source, EXCLUDED.source_words)`,
    [tx.shopId, answer.orderId, answer.customerId, answer.source, answer.words, answer.at],
  );
  return (rowCount ?? 0) > 0;
}

/** @returns whether it changed anything */
export async function saveScore(tx: TenantTransaction, answer: { orderId: number; score: number; words: string | null }): Promise<boolean> {
  const { rowCount } = await tx.query(
    'UPDATE order_answers SET nps = $3, nps_words = $4 WHERE shop_id = $1 AND order_id = $2 AND (nps, nps_words) IS DISTINCT FROM ($3::smallint, $4::text)',
    [tx.shopId, answer.orderId, answer.score, answer.words],
  );
  return (rowCount ?? 0) > 0;
}

export interface LineAnswerRow {
  line: string;
  product: string;
  title: string;
  stars: number;
  words: string | null;
}

/** @returns whether it changed anything */
export async function saveLines(tx: TenantTransaction, answer: { orderId: number; customerId: number; lines: readonly LineAnswerRow[]; at: Date }): Promise<boolean> {
  const { orderId, customerId, lines, at } = answer;
  const { rowCount } = await tx.query(
    `INSERT INTO line_answers AS mine (shop_id, order_id, line_id, customer_id, product_id, title, stars, words, answered_at)
     SELECT $1, $2, a.line, $3, a.product, a.title, a.stars, a.words, $4 FROM unnest($5::bigint[], $6::bigint[], $7::text[], $8::smallint[], $9::text[]) AS a(line, product, title, stars, words)
     ON CONFLICT (shop_id, order_id, line_id) DO UPDATE SET customer_id = EXCLUDED.customer_id, stars = EXCLUDED.stars, words = EXCLUDED.words, answered_at = EXCLUDED.answered_at
      WHERE (mine.stars, mine.words) IS DISTINCT FROM (EXCLUDED.stars, EXCLUDED.words)`,
    [tx.shopId, orderId, customerId, at, lines.map((one) => one.line), lines.map((one) => one.product), lines.map((one) => one.title), lines.map((one) => one.stars), lines.map((one) => one.words)],
  );
  return (rowCount ?? 0) > 0;
}

export async function noteAnswered(tx: TenantTransaction, orderId: number, at: Date): Promise<void> {
  await tx.query('UPDATE order_answers SET answered_at = $3 WHERE shop_id = $1 AND order_id = $2', [tx.shopId, orderId, at]);
}
