import { describe, expect, it } from 'vitest';
import { parseInstant } from './instant.ts';

describe('an instant on the command line', () => {
  it('is a date, or a date and time with an offset', () => {
    expect(parseInstant('2011-12-10')).toBe(Date.UTC(2011, 11, 10));
    expect(parseInstant('2011-12-10T00:00:00Z')).toBe(Date.UTC(2011, 11, 10));
    expect(parseInstant('2011-12-10T01:30+01:30')).toBe(Date.UTC(2011, 11, 10));
    expect(parseInstant('2012-02-29')).toBe(Date.UTC(2012, 1, 29));
  });

  it.each(['', 'yesterday', '2011-12-10T00:00:00', '2011-02-31', '2011-02-29T10:00:00Z', '2011-13-01', '2011-00-10', '2011-12-10T25:00:00Z', '10.12.2011'])('is not "%s"', (text) => {
    expect(parseInstant(text)).toBeNull();
  });
});
