import { expect, it } from 'vitest';
import { catchUpAfter } from './after-absence.ts';

const DAY = 24 * 60 * 60 * 1000;

it('a shop that was away for a week at most is looked at for what changed, one that was away for longer is imported anew', () => {
  expect(catchUpAfter(0)).toBe('look');
  expect(catchUpAfter(7 * DAY)).toBe('look');
  expect(catchUpAfter(7 * DAY + 1)).toBe('import');
});
