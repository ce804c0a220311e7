import { describe, expect, it } from 'vitest';
import { standingOf } from './standing.ts';
import { createMoveTally, movedCustomers, tierChanges } from './tier-moves.ts';

describe('moves between tiers', () => {
  it('count who moved and leave out who stayed, the largest first', () => {
    const tally = createMoveTally();
    tally.add('New', 'Promising');
    tally.add('Loyal', 'Loyal');
    tally.add('Active', 'At risk');
    tally.add('Active', 'At risk');
    tally.add('absent', 'New');
    expect(tally.moves()).toEqual([
      { from: 'Active', to: 'At risk', customers: 2 }, { from: 'New', to: 'Promising', customers: 1 }, { from: 'absent', to: 'New', customers: 1 },
    ]);
    expect(movedCustomers(tally.moves())).toBe(4);
    expect(tierChanges(tally.moves())).toEqual([
      { standing: 'Active', gained: 0, lost: 2 }, { standing: 'Promising', gained: 1, lost: 0 }, { standing: 'New', gained: 1, lost: 1 },
      { standing: 'At risk', gained: 2, lost: 0 }, { standing: 'absent', gained: 0, lost: 1 },
    ]);
  });

  it('tell a customer without a score from one who is not there', () => {
    expect(standingOf(null)).toBe('absent');
    expect(standingOf({ tier: null })).toBe('excluded');
    expect(standingOf({ tier: 'Loyal' })).toBe('Loyal');
  });
});
