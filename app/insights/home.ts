import type { ShopOutlook } from '../forecast/outlook.ts';
import type { FloorProgress } from '../profiles/floor.ts';
import type { ScoringModel } from '../profiles/scoring-model.ts';
import type { ShopGap } from '../profiles/shop-gap.ts';
import type { ShopFigures } from '../profiles/shop-summary.ts';
import type { Stage } from '../profiles/stage.ts';
import type { TierMap } from '../profiles/tier.ts';
import type { Fault } from '../runtime/errors.ts';
import type { TagWritingView } from '../tags/writing-view.ts';

/** Months in Home's charts: two years, so that a season can be held against the last. */
export const MONTHS_SHOWN = 24;

/** What Home shows, as plain JSON: instants are ISO texts, money minor units, days day numbers. */
export interface HomeView {
  /** False: Shopify shows the last 60 days of orders only. Null before the first import has asked. */
  readsAllOrders: boolean | null;
  /** The import asked for last, whatever became of it. */
  latestImport: ImportView | null;
  /** The last one that went through; its figures are those of sync health. */
  lastFullImport: ImportView | null;
  /** Customers are being sorted, or wait for it. */
  sorting: boolean;
  /** Null before customers have been sorted for the first time. */
  figures: HomeFigures | null;
  tags: TagsWaiting;
  /** Whether tags are written, by whose word, and what holds it up. */
  writing: TagWritingView;
  /** Null before it was worked out for the first time. */
  attention: AttentionView | null;
  /** What is expected of the customers, or why nothing is said. */
  outlook: ShopOutlook;
  /** The forecast is being fitted, or waits for it. */
  forecasting: boolean;
  firstSteps: FirstStepsView;
  /** The day and instant that it is here, where the clock stands still. */
  standingClock: number | null;
}

export interface ImportView {
  id: number;
  status: 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';
  cancelRequested: boolean;
  /** Running by its row, but with no sign of life: starting it again takes it up. */
  stalled: boolean;
  requestedAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  objectsDone: number;
  objectsExpected: number | null;
  rowsPerSecond: number | null;
  secondsLeft: number | null;
  /** What stopped it, or its last try. */
  fault: Fault | null;
  parts: ImportPartView[];
  /** Why rows were rejected, the most frequent first; a few. */
  rejections: { reason: string; rows: number }[];
}

export interface ImportPartView {
  kind: string;
  status: 'waiting' | 'running' | 'reading' | 'done';
  done: number;
  expected: number | null;
  read: number;
  inserted: number;
  updated: number;
  stale: number;
  rejected: number;
}

export interface HomeFigures {
  /** The months are the last ones, at most MONTHS_SHOWN. */
  shop: ShopFigures;
  /** From a part of the store, while its first import runs (or after it broke off). */
  provisional: boolean;
  computedForDay: number;
  computedAt: string;
  floor: FloorProgress;
  rules: ScoringModel['rules'];
  spendRanked: number;
  medianOrderValueDoubled: number | null;
  gap: ShopGap;
  tierMap: TierMap;
}

/** VIPs who are slipping away: the tag is wanted for them, and their stage is At risk or Lapsed. */
export interface AttentionView {
  /** The tag's name; null where it is off, so that nobody is looked for. */
  vipTag: string | null;
  customers: number;
  /** What they spent in the last year, minor units. */
  spendLastYear: number;
  /** A few, the latest slip first. */
  people: { id: string; name: string | null; email: string | null; stage: Stage; lastPurchaseDay: number; spendLastYear: number; slippedOn: number }[];
}

/** The list of first steps: each ticked by what really happened. */
export interface FirstStepsView {
  dismissed: boolean;
  done: Record<FirstStep, boolean>;
}

export const FIRST_STEPS = ['import', 'tiers', 'tag-changes', 'approval', 'automatic', 'settings'] as const;
export type FirstStep = (typeof FIRST_STEPS)[number];

/** What is to be decided, or is being done, about tags. */
export interface TagsWaiting {
  /** Null: nothing waits for approval. */
  proposal: { adds: number; removes: number } | null;
  /** A run that is being written now. */
  writing: { runId: number; done: number; total: number } | null;
  /** Changes are being worked out, so that "nothing waits" would be said too early. */
  proposing: boolean;
  /** Nothing was ever approved, so nothing was ever written. */
  neverApproved: boolean;
}
