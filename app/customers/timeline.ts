import type { RiskCause } from '../forecast/risk-event.ts';
import type { Stage } from '../profiles/stage.ts';
import type { TierChangeCause } from '../profiles/tier-change.ts';
import type { Tier } from '../profiles/tier.ts';
import type { ChangeCause } from '../tags/diff-view.ts';
import type { Source } from '../reviews/source.ts';
import type { TagRule } from '../tags/tag-rule.ts';
import type { TagReason } from '../tags/wanted-tags.ts';
import type { OrderView } from './order-view.ts';

/** What a customer's timeline can be narrowed to. */
export const TIMELINE_CHOICES = ['all', 'orders', 'changes'] as const;
export type TimelineChoice = (typeof TIMELINE_CHOICES)[number];

/** Kinds of events. Their places decide between two of the same instant, so a kind keeps its place for ever: cursors hold it. */
export const TIMELINE_KINDS = ['order', 'refund', 'tag', 'merchant-tag', 'tier', 'merge', 'risk', 'answers'] as const;
export type TimelineKind = (typeof TIMELINE_KINDS)[number];

/** What each choice shows. */
export const KINDS_OF_CHOICE: Readonly<Record<TimelineChoice, readonly TimelineKind[]>> = {
  all: TIMELINE_KINDS, orders: ['order', 'refund', 'answers'], changes: ['tag', 'merchant-tag', 'tier', 'merge', 'risk'],
};

export interface RefundEvent {
  kind: 'refund';
  orderName: string;
  amount: number;
  currencyCode: string;
}

/** A tag that a run of ours added or took off. */
export interface TagEvent {
  kind: 'tag';
  action: 'add' | 'remove';
  name: string;
  rule: TagRule;
  cause: ChangeCause;
  reason: TagReason | null;
  run: { id: number; undoOf: number | null; automatic: boolean; approvedBy: string; approvedByName: string | null };
  /** An undo has taken it back since. */
  undone: boolean;
}

/** What the merchant did with a tag that we had written, as far as it was noticed. */
export interface MerchantTagEvent {
  kind: 'merchant-tag';
  name: string;
  action: 'add' | 'remove';
}

export interface TierEvent {
  kind: 'tier';
  fromTier: Tier | null;
  toTier: Tier | null;
  fromStage: Stage | null;
  toStage: Stage | null;
  cause: TierChangeCause;
  /** The customer whom it happened to, before they were merged into this one. */
  mergedFrom: string | null;
}

/** Another customer was merged into this one. */
export interface MergeEvent {
  kind: 'merge';
  goneId: string;
}

/** Their churn risk rose past the merchant's line. */
export interface RiskTimelineEvent {
  kind: 'risk';
  /** Chances that they do not buy within the horizon, 0 to 1. */
  riskBefore: number;
  riskAfter: number;
  /** 0 to 1. */
  line: number;
  cause: RiskCause;
  mergedFrom: string | null;
}

/** What they answered about an order: stars and words on its lines, how likely they are to recommend the shop, how they found it. */
export interface AnswersEvent {
  kind: 'answers';
  orderName: string;
  lines: { title: string; stars: number; words: string | null }[];
  nps: number | null;
  npsWords: string | null;
  source: Source | null;
  sourceWords: string | null;
}

/** One line of the timeline; `at` is an ISO text, `key` tells it from all others. */
export type TimelineEvent = { key: string; at: string } & ({ kind: 'order'; order: OrderView } | RefundEvent | TagEvent | MerchantTagEvent | TierEvent | MergeEvent | RiskTimelineEvent | AnswersEvent);

export interface TimelinePage {
  events: TimelineEvent[];
  choice: TimelineChoice;
  /** Cursors of the pages beside this one; null where there is none. */
  previous: string | null;
  next: string | null;
}

/** Where an event stands among all: by instant, then by kind, then by id. */
export interface TimelinePlace {
  atMs: number;
  kind: number;
  id: number;
}

export function writePlace({ atMs, kind, id }: TimelinePlace): string {
  return `${atMs}.${kind}.${id}`;
}

/** Null for a word that is none: the timeline then begins at its newest event. */
export function readPlace(word: string | undefined): TimelinePlace | null {
  const match = /^(-?\d{1,15})\.(\d)\.(\d{1,16})$/.exec(word ?? '');
  if (match === null) return null;
  const [atMs, kind, id] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return kind < TIMELINE_KINDS.length && Number.isSafeInteger(id) && !Number.isNaN(new Date(atMs).getTime()) ? { atMs, kind, id } : null;
}

/** What an address asks for; anything unknown is everything. */
export function readChoice(word: string | null): TimelineChoice {
  return TIMELINE_CHOICES.find((choice) => choice === word) ?? 'all';
}
