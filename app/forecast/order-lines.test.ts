import { describe, expect, it } from 'vitest';
import { createOrderLineReader } from './order-lines.ts';

const LINES = '7\t100\t1000\t300\t1\t{110,120}\t{100,200}\n7\t130\t500\t0\t0\t\\N\t\\N\n9\t90\t0\t0\t2\t\\N\t\\N\n';

function read(lines: string, size: number) {
  const reader = createOrderLineReader();
  const bytes = new TextEncoder().encode(lines);
  for (let from = 0; from < bytes.length; from += size) reader.push(bytes.subarray(from, from + size));
  return reader.end();
}

describe('lines of orders', () => {
  it('become histories, wherever the bytes are cut', () => {
    const whole = read(LINES, 10_000);
    expect([...whole.customerIds]).toEqual([7, 9]);
    expect([...whole.histories.starts]).toEqual([0, 2, 3]);
    expect([...whole.histories.refundDays]).toEqual([110, 120]);
    expect([...whole.histories.refundValues]).toEqual([100, 200]);
    for (const size of [1, 2, 7]) expect(read(LINES, size)).toEqual(whole);
  });

  it('put what no refund of a known day explains on the order’s day, and never more than was given back', () => {
    const { histories } = read('7\t100\t1000\t300\t0\t{110}\t{100}\n8\t100\t1000\t300\t0\t{110}\t{900}\n', 100);
    expect([...histories.refundDays]).toEqual([110, 100, 110]);
    expect([...histories.refundValues]).toEqual([100, 200, 300]);
  });

  it('of another form are refused', () => {
    expect(() => read('7\t100\t1000\n', 100)).toThrow('fields');
    expect(() => read('7\t100', 100)).toThrow('cut off');
  });

  it('none at all are a shop without customers', () => {
    expect(read('', 1).histories.customers).toBe(0);
  });
});
