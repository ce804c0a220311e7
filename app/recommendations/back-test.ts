import type { CustomerView } from './candidates.ts';
import { askedOf, bestScored, discoverScores, reorderScores, type Rankers } from './customer-scores.ts';
import type { DiscoverMethod, PairMethod, ReorderMethod } from './method-choice.ts';
import { methodTest, type TestedKind } from './method-test.ts';
import type { ShopKnowledge } from './shop-knowledge.ts';
import { pairList, type ShopPairs } from './shop-pairs.ts';

/** A customer of the back-test: what was known of them, and what they bought next. */
export interface TestedCustomer {
  view: CustomerView;
  targets: ReadonlySet<number>;
  /** All that they bought in the days that were to be foreseen. */
  later: ReadonlySet<number>;
}

/** Methods of each kind, the simplest first: a later one serves only if it beats the one that stands. */
export const REORDER_METHODS: readonly ReorderMethod[] = ['bestsellers', 'personal-frequency', 'blend', 'ranker'];
export const DISCOVER_METHODS: readonly DiscoverMethod[] = ['bestsellers', 'co-occurrence', 'trending-ease', 'ranker'];
export const PAIR_METHODS: readonly PairMethod[] = ['bestsellers', 'conditional', 'cosine', 'log-likelihood'];

/** Places for which the chance of a hit is learnt. */
const PLACES = 24;
/** Products of one customer that ask for their partners: a large basket tells no more than this. */
const ASKING = 20;

const anything = (): boolean => true;

/** What they had, in the next basket. */
export function testReorder(knowledge: ShopKnowledge, pairs: ShopPairs, rankers: Rankers | null, customers: readonly TestedCustomer[]): TestedKind<ReorderMethod> {
  const test = methodTest(REORDER_METHODS.filter((method) => method !== 'ranker' || rankers !== null), knowledge);
  for (const [at, { view, targets }] of customers.entries()) {
    const asked = askedOf(knowledge, pairs, rankers, view);
    const had = new Set(view.history.products);
    test.add(at, new Set([...targets].filter((product) => had.has(product))), (method) => bestScored(reorderScores(method, asked, anything), PLACES).map(({ product }) => product));
  }
  return test.choose('personal-frequency');
}

/** What they never had, in the next basket. */
export function testDiscover(knowledge: ShopKnowledge, pairs: ShopPairs, rankers: Rankers | null, customers: readonly TestedCustomer[]): TestedKind<DiscoverMethod> {
  const test = methodTest(DISCOVER_METHODS.filter((method) => method !== 'ranker' || rankers !== null), knowledge);
  for (const [at, { view, targets }] of customers.entries()) {
    const asked = askedOf(knowledge, pairs, rankers, view);
    const had = new Set(view.history.products);
    test.add(at, new Set([...targets].filter((product) => !had.has(product))), (method) => bestScored(discoverScores(method, asked, PLACES, anything), PLACES).map(({ product }) => product));
  }
  return test.choose('co-occurrence');
}

/** Each product of what was bought next asks for its partners: `together` in the rest of that basket, `also` in all that the customer bought in those days. */
export function testPairs(kind: 'together' | 'also', knowledge: ShopKnowledge, pairs: ShopPairs, customers: readonly TestedCustomer[]): TestedKind<PairMethod> {
  const test = methodTest(PAIR_METHODS, knowledge);
  for (const [customer, { targets, later }] of customers.entries()) {
    for (const product of askingOf(targets)) {
      const rest = new Set(kind === 'together' ? targets : later);
      rest.delete(product);
      test.add(customer, rest, (method) => pairList(method, pairs[kind], knowledge, product, PLACES, anything).map((one) => one.product));
    }
  }
  return test.choose('conditional');
}

/** Of a customer's products those that ask for their partners, evenly taken. */
function askingOf(targets: ReadonlySet<number>): number[] {
  const products = [...targets].sort((a, b) => a - b);
  const step = Math.max(1, products.length / ASKING);
  return Array.from({ length: Math.min(products.length, ASKING) }, (_, at) => products[Math.floor(at * step)] as number);
}

/** The products of which the tests want partners, 1 for each: those that ask, and for *together* those of last baskets too. */
export function askingProducts({ seen }: ShopKnowledge, customers: readonly TestedCustomer[]): { together: Uint8Array; also: Uint8Array } {
  const also = new Uint8Array(seen.productCodes.length);
  for (const { targets } of customers) for (const product of askingOf(targets)) also[product] = 1;
  const together = also.slice();
  for (const { view: { history } } of customers) for (const [one, product] of history.products.entries()) if (history.basketsSince[one] === 0) together[product] = 1;
  return { together, also };
}
