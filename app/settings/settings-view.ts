import type { FloorProgress } from '../profiles/floor.ts';
import type { RebuildProgress } from '../profiles/rebuild-progress.ts';
import type { ScoringModel } from '../profiles/scoring-model.ts';
import type { TierMoves } from '../profiles/tier-moves.ts';
import type { ChoicePart, ShopChoice } from './shop-choice.ts';

/** What the Settings screen shows, as plain JSON: instants are ISO texts. */
export interface SettingsView {
  choice: ShopChoice;
  /** To be given back when the form is saved. */
  revision: string;
  defaults: ShopChoice;
  /** The rules in force by the last rebuild; null before the first. */
  inForce: { rules: ScoringModel['rules']; floor: FloorProgress; medianOrderValueDoubled: number | null } | null;
  /** The shop's currency; null before the first rebuild. */
  currencyCode: string | null;
  /** The shop's zone; null before the shop was read. */
  timeZone: string | null;
  /** When customers are next sorted by themselves; null before the first time. */
  nextNight: string | null;
  /** A clock that stands still: no night comes by itself. */
  clockStands: boolean;
  /** Customers are being sorted anew, or wait for it. */
  sorting: RebuildProgress | null;
  /** Tag changes are being worked out anew. */
  proposing: boolean;
  /** Something was approved once: tags of ours may stand at Shopify. */
  approved: boolean;
  /** Proposals are approved by themselves: what a change of the settings moves is written without another word. */
  automatic: boolean;
  /** What the last change of the settings moved, once its rebuild is through; null when there was none. */
  lastMoves: { finishedAt: string; moved: number; moves: TierMoves } | null;
  history: SettingsChangeView[];
}

/** A change of the settings, the newest first in the list. */
export interface SettingsChangeView {
  id: number;
  changedAt: string;
  /** The session token's sub; '' where it was changed elsewhere in the app. */
  changedBy: string;
  /** Their name, where Shopify has told it. */
  name: string | null;
  parts: ChoicePart[];
  /** What stood before. */
  before: ShopChoice;
}
