import { expect, it } from 'vitest';
import { createBasketLineReader } from './basket-lines.ts';

const LINES = 'B\t7\t100\t11\t20000\t2\t500\nB\t7\t101\t12\t20000\t1\t300\nB\t\\N\t102\t11\t20001\t1\t500\nB\t\\N\t103\t12\t20001\t1\t300\nR\t7\t11\t20005\t2\n';

it('reads baskets and what came back, wherever the bytes are cut', () => {
  const bytes = new TextEncoder().encode(LINES);
  for (const size of [1, 7, bytes.length]) {
    const reader = createBasketLineReader();
    for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size));
    const all = reader.end();
    expect({ customers: all.customers, ids: all.customerIds.length, codes: all.productCodes, days: [...all.basketDay] }).toEqual({ customers: 1, ids: 3, codes: ['11', '12'], days: [20000, 20001, 20001] });
    expect([...all.returned.quantity]).toEqual([2]);
  }
});

it.each(['B\t7\t100\t11\t20000\t2\n', 'B\t7\t100\t11\tx\t2\t5\n', 'X\t7\t100\t11\t20000\n', 'B\t7\t100'])('refuses what is no such line: %j', (text) => {
  const reader = createBasketLineReader();
  expect(() => {
    reader.push(new TextEncoder().encode(text));
    reader.end();
  }).toThrow(RangeError);
});
