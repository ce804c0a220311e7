import { z } from 'zod';
import { STANDINGS, type Standing } from './standing.ts';

export const tierMovesSchema = z.array(z.object({ from: z.enum(STANDINGS), to: z.enum(STANDINGS), customers: z.number().int().positive() }));

/** How many customers went from one standing to another; only those who moved. */
export type TierMoves = z.infer<typeof tierMovesSchema>;

/** What one tier gained and lost. */
export interface TierChange {
  standing: Standing;
  gained: number;
  lost: number;
}

/** Counts moves one customer at a time; those who stay are no move. */
export function createMoveTally(): { add(from: Standing, to: Standing): void; moves(): TierMoves } {
  const counts = new Map<string, { from: Standing; to: Standing; customers: number }>();
  return {
    add(from, to) {
      if (from === to) return;
      const key = `${from}>${to}`;
      const known = counts.get(key);
      if (known === undefined) counts.set(key, { from, to, customers: 1 });
      else known.customers += 1;
    },
    moves: () => sortedMoves([...counts.values()]),
  };
}

/** The largest first, then in the order that tiers are shown. */
export function sortedMoves(moves: TierMoves): TierMoves {
  const place = (standing: Standing) => STANDINGS.indexOf(standing);
  return [...moves].sort((a, b) => b.customers - a.customers || place(a.from) - place(b.from) || place(a.to) - place(b.to));
}

/** All customers who moved. */
export function movedCustomers(moves: TierMoves): number {
  return moves.reduce((sum, move) => sum + move.customers, 0);
}

/** Gains and losses of each standing that has any, in the order that tiers are shown. */
export function tierChanges(moves: TierMoves): TierChange[] {
  return STANDINGS.map((standing) => ({
    standing,
    gained: moves.reduce((sum, move) => sum + (move.to === standing ? move.customers : 0), 0),
    lost: moves.reduce((sum, move) => sum + (move.from === standing ? move.customers : 0), 0),
  })).filter((change) => change.gained + change.lost > 0);
}
