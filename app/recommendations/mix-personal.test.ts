import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mixPersonal } from './mix-personal.ts';
import type { ListItem } from './work-out-lists.ts';

const items = (prefix: string, scores: readonly number[]): ListItem[] => [...scores].sort((a, b) => b - a).map((score, at) => ({ product: `${prefix}${at}`, score, reason: { kind: 'you-bought', lastDaysAgo: 3 } }));

it('the likeliest comes first, and one of each kind is in any three', () => {
  expect(mixPersonal(items('r', [0.9, 0.8, 0.7, 0.6]), items('d', [0.1, 0.05])).map(({ product }) => product)).toEqual(['r0', 'r1', 'd0', 'r2', 'r3', 'd1']);
  expect(mixPersonal(items('r', [0.2]), items('d', [0.5, 0.4, 0.3])).map(({ product }) => product)).toEqual(['d0', 'd1', 'r0', 'd2']);
  expect(mixPersonal([], items('d', [0.5])).map(({ product }) => product)).toEqual(['d0']);
});

it('keeps everything, each list in its own order, with scores that fall', () => {
  const scores = fc.array(fc.double({ min: 0, max: 2, noNaN: true }), { maxLength: 20 });
  fc.assert(fc.property(scores, scores, (r, d) => {
    const mixed = mixPersonal(items('r', r), items('d', d));
    expect(mixed.map(({ product }) => product).filter((one) => one.startsWith('r'))).toEqual(r.map((_, at) => `r${at}`));
    expect(mixed.map(({ product }) => product).filter((one) => one.startsWith('d'))).toEqual(d.map((_, at) => `d${at}`));
    for (let at = 1; at < mixed.length; at += 1) expect(mixed[at]?.score).toBeLessThanOrEqual(mixed[at - 1]?.score ?? 0);
  }));
});
