import { describe, expect, it } from 'vitest';
import { columns, crowdRows, CUT_OFF, madeRows } from './made-shops.test-data.ts';
import type { MethodChoice } from './method-choice.ts';
import { methodTest } from './method-test.ts';
import { trainRecommender } from './recommender.ts';

const served = ({ kinds }: MethodChoice): string[] => [kinds.reorder.serves, kinds.discover.serves, kinds.together.serves, kinds.also.serves];

describe('which method serves a shop', () => {
  it('is a plain one where the past is too short to test on, and the choice says so', () => {
    const recommender = trainRecommender(columns(madeRows(7, 20)), CUT_OFF);
    const { choice } = recommender;
    expect(served(choice)).toEqual(['personal-frequency', 'co-occurrence', 'conditional', 'conditional']);
    expect(Object.values(choice.kinds).map(({ why, figures }) => [why, figures])).toEqual(Array(4).fill(['too-few-orders', []]));
    const lists = recommender.lists(0, 10);
    expect(lists?.items.map(({ repeat }) => repeat)).toEqual([...(lists?.items ?? [])].map(({ repeat }) => repeat).sort((a, b) => Number(b) - Number(a)));
  });

  it('is what sells, where nobody has a taste of their own: nothing richer is better by more than chance', () => {
    const all = columns(crowdRows(3, 900));
    const recommender = trainRecommender(all, CUT_OFF);
    const { choice: { kinds } } = recommender;
    expect([kinds.discover.serves, kinds.together.serves, kinds.also.serves]).toEqual(['bestsellers', 'bestsellers', 'bestsellers']);
    expect(kinds.discover).toMatchObject({ why: 'richer-no-better' });
    expect(kinds.discover.figures.map(({ method }) => method)).toEqual(['bestsellers', 'co-occurrence', 'trending-ease', 'ranker']);
    const { bestsellers } = recommender.knowledge;
    const had = new Set(recommender.history(0)?.products);
    expect(recommender.lists(0, 5)?.novel.map(({ product }) => product)).toEqual([...bestsellers].filter((product) => !had.has(product)).slice(0, 5));
    expect(recommender.partners('together', 0, 3)).toEqual([...bestsellers].filter((product) => product !== 0).slice(0, 3).map((product) => ({ product, score: recommender.knowledge.selling[product], by: null })));
  });

  it('is what knows of habits and tastes, where there are any, with figures beside the plain ones', () => {
    const { choice: { kinds, backTest } } = trainRecommender(columns(madeRows(7, 900)), CUT_OFF);
    expect(backTest).toEqual({ asOf: CUT_OFF - 45, days: 45 });
    expect(kinds.discover).toMatchObject({ serves: 'ranker', why: 'better' });
    for (const { serves, figures } of Object.values(kinds)) {
      expect(serves).not.toBe('bestsellers');
      expect(figures.find(({ method }) => method === serves)?.ndcg).toBeGreaterThan(figures[0]?.ndcg ?? 1);
    }
  });
});

describe('methods against each other', () => {
  const demand = { salesEver: Float64Array.of(1, 1, 1, 1) } as Parameters<typeof methodTest>[1]['demand'];

  /** Of `customers` one in `every` is told right by the richer method, and all others by neither. */
  function choose(customers: number, every: number): ReturnType<ReturnType<typeof methodTest>['choose']> {
    const test = methodTest(['bestsellers', 'ranker'], { demand });
    for (let customer = 0; customer < customers; customer += 1) test.add(customer, new Set([1]), (method) => (method === 'ranker' && customer % every === 0 ? [1, 2] : [2, 3]));
    return test.choose('bestsellers');
  }

  it('leave it to the simpler one where the other is better by no more than chance', () => {
    expect(choose(100, 60).choice).toMatchObject({ serves: 'bestsellers', why: 'richer-no-better', lists: 100 });
    expect(choose(100, 10).choice).toMatchObject({ serves: 'ranker', why: 'better' });
    expect(choose(49, 1).choice).toEqual({ serves: 'bestsellers', why: 'too-few-orders', lists: 49, figures: [] });
  });

  it('say how often a place was right, falling along the list', () => {
    const { chances } = choose(98, 2);
    expect(chances?.[0]).toBe(0.5);
    expect(chances?.[1]).toBe(0.01);
  });

  it('count the lists of one customer as one answer', () => {
    const test = methodTest(['bestsellers', 'ranker'], { demand });
    for (let customer = 0; customer < 60; customer += 1) for (let list = 0; list < (customer === 0 ? 50 : 1); list += 1) test.add(customer, new Set([1]), (method) => (method === 'ranker' && customer === 0 ? [1] : [2]));
    expect(test.choose('bestsellers').choice).toMatchObject({ serves: 'bestsellers', lists: 109 });
  });
});
