import type { TenantTransaction } from '../database/tenant.server.ts';
import { loadStaffNames } from '../shops/staff-store.server.ts';
import { loadOrders } from './load-orders.server.ts';
import {
  KINDS_OF_CHOICE, readPlace, TIMELINE_KINDS, writePlace, type AnswersEvent, type MergeEvent, type MerchantTagEvent, type RefundEvent, type RiskTimelineEvent, type TagEvent, type TierEvent, type TimelineChoice,
  type TimelineEvent, type TimelineKind, type TimelinePage, type TimelinePlace,
} from './timeline.ts';

export const EVENTS_A_PAGE = 25;

/** What each kind is read from: its instant, its id, and what is said of it. Orders are read by themselves, with their lines. */
const SOURCES: Readonly<Record<TimelineKind, { from: string; at: string; id: string; told: string }>> = {
  order: { from: 'orders o WHERE o.shop_id = $1 AND o.customer_id = $2', at: 'o.processed_at', id: 'o.id', told: 'NULL::json' },
  refund: {
    from: 'orders o JOIN refunds r ON r.shop_id = o.shop_id AND r.order_id = o.id WHERE o.shop_id = $1 AND o.customer_id = $2 AND o.total_refunded > 0',
    at: 'coalesce(r.processed_at, r.created_at, o.processed_at)', id: 'r.id',
    told: "json_build_object('orderName', o.name, 'amount', r.total_refunded, 'currencyCode', o.currency_code)",
  },
  tag: {
    from: `tag_changes c JOIN tag_runs g ON g.shop_id = c.shop_id AND g.id = c.run_id
            WHERE c.shop_id = $1 AND c.customer_id = $2 AND c.state = 'done' AND c.settled_at IS NOT NULL`,
    at: 'c.settled_at', id: 'c.id',
    told: `json_build_object('action', c.action, 'name', c.name, 'rule', c.rule, 'cause', c.why, 'reason', c.reason, 'undone', c.undone_by IS NOT NULL,
            'run', json_build_object('id', g.id, 'undoOf', g.undo_of, 'automatic', g.automatic, 'approvedBy', g.approved_by))`,
  },
  'merchant-tag': {
    from: "tag_ledger l WHERE l.shop_id = $1 AND l.customer_id = $2 AND l.state IN ('removed-by-merchant', 'merchants') AND l.state_since IS NOT NULL",
    at: 'l.state_since', id: 'hashtext(l.tag_key)::bigint + 2147483648',
    told: "json_build_object('name', l.name, 'action', CASE l.state WHEN 'merchants' THEN 'add' ELSE 'remove' END)",
  },
  tier: {
    from: 'tier_changes t WHERE t.shop_id = $1 AND t.customer_id = $2', at: 't.changed_at', id: 't.id',
    told: `json_build_object('fromTier', t.from_tier, 'toTier', t.to_tier, 'fromStage', t.from_stage, 'toStage', t.to_stage, 'cause', t.cause, 'mergedFrom', t.merged_from::text)`,
  },
  merge: {
    from: 'customer_merges m WHERE m.shop_id = $1 AND m.kept_id = $2', at: 'm.merged_at', id: 'm.gone_id', told: "json_build_object('goneId', m.gone_id::text)",
  },
  risk: {
    from: 'risk_events k WHERE k.shop_id = $1 AND k.customer_id = $2', at: 'k.happened_at', id: 'k.id',
    told: "json_build_object('riskBefore', k.risk_before, 'riskAfter', k.risk_after, 'line', k.line / 100.0, 'cause', k.cause, 'mergedFrom', k.merged_from::text)",
  },
  answers: {
    from: `order_answers a JOIN orders o ON o.shop_id = a.shop_id AND o.id = a.order_id WHERE a.shop_id = $1 AND o.customer_id = $2 AND (a.answered_at IS NOT NULL OR a.source_at IS NOT NULL)`,
    at: 'coalesce(a.answered_at, a.source_at)', id: 'a.order_id',
    told: `json_build_object('orderName', o.name, 'nps', a.nps, 'npsWords', a.nps_words, 'source', a.source, 'sourceWords', a.source_words,
            'lines', (SELECT coalesce(json_agg(json_build_object('title', l.title, 'stars', l.stars, 'words', l.words) ORDER BY l.line_id), '[]') FROM line_answers l WHERE l.shop_id = a.shop_id AND l.order_id = a.order_id))`,
  },
};

interface Row {
  atMs: number;
  kind: number;
  id: number;
  told: unknown;
}

/**
 * A page of what happened to a customer, the newest first: orders, refunds, tags, moves between tiers, merges, risks that rose, answers. Each kind
 * gives a page's worth at most, and the page is the newest of them, so that it costs the same for two orders and for
 * thousands. Paged by instant, kind and id, as much can happen in the same millisecond.
 * @param options.after,options.before a cursor of a page; `after` wins; one that is none is ignored
 */
export async function loadTimeline(
  tx: TenantTransaction, options: { customerId: number; now: number; choice: TimelineChoice; after?: string; before?: string },
): Promise<TimelinePage> {
  const { choice } = options;
  const after = readPlace(options.after);
  const before = after === null ? readPlace(options.before) : null;
  const found = await loadPlaces(tx, { customerId: options.customerId, kinds: KINDS_OF_CHOICE[choice], from: after ?? before, backwards: before !== null });
  const shown = found.slice(0, EVENTS_A_PAGE);
  const more = found.length > EVENTS_A_PAGE;
  if (before !== null) shown.reverse();
  const cursor = (row: Row | undefined): string | null => (row === undefined ? null : writePlace(row));
  return {
    events: await tellEvents(tx, shown, options.now),
    choice,
    previous: (before === null ? after !== null : more) ? cursor(shown[0]) : null,
    next: (before === null ? more : true) ? cursor(shown.at(-1)) : null,
  };
}

async function loadPlaces(tx: TenantTransaction, page: { customerId: number; kinds: readonly TimelineKind[]; from: TimelinePlace | null; backwards: boolean }): Promise<Row[]> {
  const { customerId, from, backwards } = page;
  const way = backwards ? 'ASC' : 'DESC';
  const parts = page.kinds.map((kind) => {
    const { from: source, at, id, told } = SOURCES[kind];
    const place = TIMELINE_KINDS.indexOf(kind);
    // The instant by itself lets an index begin where the page does.
    const bound = from === null ? '' : ` AND ${at} ${backwards ? '>=' : '<='} $4 AND (${at}, ${place}, ${id}) ${backwards ? '>' : '<'} ($4, $5, $6)`;
    return `(SELECT ${at} AS at, ${place} AS kind, ${id} AS id, ${told} AS told FROM ${source}${bound} ORDER BY 1 ${way}, 3 ${way} LIMIT $3)`;
  });
  const { rows } = await tx.query<Row & Record<string, unknown>>(
    `SELECT (extract(epoch FROM at) * 1000)::bigint AS "atMs", kind, id, told FROM (${parts.join(' UNION ALL ')}) e
      ORDER BY at ${way}, kind ${way}, id ${way} LIMIT $3`,
    [tx.shopId, customerId, EVENTS_A_PAGE + 1, ...(from === null ? [] : [new Date(from.atMs), from.kind, from.id])],
  );
  return rows;
}

async function tellEvents(tx: TenantTransaction, rows: readonly Row[], now: number): Promise<TimelineEvent[]> {
  const kindOf = (row: Row): TimelineKind => TIMELINE_KINDS[row.kind] as TimelineKind;
  const orders = await loadOrders(tx, { orderIds: rows.filter((row) => kindOf(row) === 'order').map((row) => row.id), now });
  const approvers = rows.flatMap((row) => (kindOf(row) === 'tag' ? [(row.told as TagEvent).run.approvedBy] : []));
  const names = await loadStaffNames(tx, [...new Set(approvers)]);
  return rows.flatMap((row): TimelineEvent[] => {
    const event = { key: `${kindOf(row)}-${row.id}`, at: new Date(row.atMs).toISOString() };
    switch (kindOf(row)) {
      case 'order': {
        const order = orders.get(row.id);
        return order === undefined ? [] : [{ ...event, kind: 'order', order }];
      }
      case 'refund':
        return [{ ...event, kind: 'refund', ...(row.told as Omit<RefundEvent, 'kind'>) }];
      case 'tag': {
        const told = row.told as Omit<TagEvent, 'kind'>;
        return [{ ...event, kind: 'tag', ...told, run: { ...told.run, approvedByName: names.get(told.run.approvedBy) ?? null } }];
      }
      case 'merchant-tag':
        return [{ ...event, kind: 'merchant-tag', ...(row.told as Omit<MerchantTagEvent, 'kind'>) }];
      case 'tier':
        return [{ ...event, kind: 'tier', ...(row.told as Omit<TierEvent, 'kind'>) }];
      case 'merge':
        return [{ ...event, kind: 'merge', ...(row.told as Omit<MergeEvent, 'kind'>) }];
      case 'answers':
        return [{ ...event, kind: 'answers', ...(row.told as Omit<AnswersEvent, 'kind'>) }];
      case 'risk':
        return [{ ...event, kind: 'risk', ...(row.told as Omit<RiskTimelineEvent, 'kind'>) }];
    }
  });
}
