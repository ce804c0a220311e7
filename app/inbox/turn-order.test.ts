import { describe, expect, it } from 'vitest';
import { TurnOrder } from './turn-order.ts';

const NONE = new Set<string>();

describe('the order of turns', () => {
  it('gives a shop that floods one turn a round, as every other', () => {
    const order = new TurnOrder();
    for (const shop of ['flood', 'a', 'b']) order.add(shop);
    const served: string[] = [];
    for (let turn = 0; turn < 9; turn += 1) {
      const shop = order.next(NONE) as string;
      served.push(shop);
      order.add(shop);
    }
    expect(served).toEqual(['flood', 'a', 'b', 'flood', 'a', 'b', 'flood', 'a', 'b']);
  });

  it('lets a shop that was never served go before all that were, and the one served longest ago next', () => {
    const order = new TurnOrder();
    for (const shop of ['a', 'b']) order.add(shop);
    order.next(NONE);
    order.next(NONE);
    for (const shop of ['b', 'a', 'new']) order.add(shop);
    expect([order.next(NONE), order.next(NONE), order.next(NONE), order.next(NONE)]).toEqual(['new', 'a', 'b', null]);
  });

  it('passes over a shop that cannot have a turn, which keeps its place', () => {
    const order = new TurnOrder();
    for (const shop of ['a', 'b']) order.add(shop);
    expect(order.next(new Set(['a']))).toBe('b');
    expect(order.next(new Set(['a']))).toBeNull();
    expect(order.size).toBe(1);
    expect(order.next(NONE)).toBe('a');
  });

  it('has a shop once, however often it is told of', () => {
    const order = new TurnOrder();
    order.add('a');
    order.add('a');
    expect([order.next(NONE), order.next(NONE)]).toEqual(['a', null]);
  });
});
