import { askingProducts, testDiscover, testPairs, testReorder } from './back-test.ts';
import { customerView } from './candidates.ts';
import { customerHistory, type CustomerHistory } from './customer-history.ts';
import { askedOf, bestScored, discoverScores, reorderScores, type Asked, type Rankers } from './customer-scores.ts';
import type { PairMeasure } from './bought-together.ts';
import type { Interactions } from './interactions.ts';
import { learningDays, learnRankers, lessonRows, testedCustomers, type Lesson } from './learn-rankers.ts';
import type { DiscoverMethod, MethodChoice, PairMethod, ReorderMethod } from './method-choice.ts';
import type { TestedKind } from './method-test.ts';
import { shopKnowledge, type ShopKnowledge } from './shop-knowledge.ts';
import { pairList, shopPairs, testedPairs, type Partner, type ShopPairs } from './shop-pairs.ts';

export interface Recommended {
  product: number;
  /** The chance to be in the next basket, as far as the shop's past can tell; where it could not be asked a score without a unit. Finite, and falling along a list. */
  score: number;
  /** Whether the customer had it before. */
  repeat: boolean;
}

export interface RecommendedLists {
  /** Of all products, of those alone that the customer had, and of those that they never had. No product stands twice in a list. */
  items: Recommended[];
  reorder: Recommended[];
  novel: Recommended[];
}

export interface Recommender {
  knowledge: ShopKnowledge;
  pairs: ShopPairs;
  /** Which method serves each kind of list, and how the others did. */
  choice: MethodChoice;
  history(customer: number): CustomerHistory | null;
  /**
   * @param most length of each list
   * @param allowed what may stand in a list at all; everything where it is left out
   * @returns null for who had bought nothing by the cut-off
   */
  lists(customer: number, most: number, allowed?: (product: number, history: CustomerHistory) => boolean): RecommendedLists | null;
  /** What is shown beside a product: bought together with it, or also bought by its buyers. */
  partners(kind: 'together' | 'also', product: number, most: number, allowed?: (product: number) => boolean): Partner[];
}

interface Serving {
  choice: MethodChoice;
  reorder: TestedKind<ReorderMethod>;
  discover: TestedKind<DiscoverMethod>;
  together: TestedKind<PairMethod>;
  also: TestedKind<PairMethod>;
}

/**
 * Learns from what was known at the end of the cut-off and nothing later; later rows of `all` are not looked at. Which
 * method serves each kind of list was tested on the newest days of that past: what then could be foreseen, with rankers
 * learnt from the days before, against what came.
 * @param cutOff the last known day
 */
export function trainRecommender(all: Interactions, cutOff: number): Recommender {
  const days = learningDays(all, cutOff);
  const earlier = lessonOf(all, cutOff - 2 * days, days);
  const newest = lessonOf(all, cutOff - days, days);
  const taught = lessonRows(earlier);
  const tested = learnRankers([taught]);
  const serving = chosenMethods(newest, tested, days);
  const rankers = learnRankers([taught, lessonRows(newest)], tested);
  const knowledge = shopKnowledge(all, cutOff);
  const pairs = shopPairs(knowledge.seen, cutOff, measuresOf(serving.choice));
  const history = (customer: number): CustomerHistory | null => customerHistory(knowledge.seen, customer, cutOff);
  return {
    knowledge, pairs, history, choice: serving.choice,
    lists: (customer, most, allowed) => {
      const own = history(customer);
      return own === null ? null : listsOf(askedOf(knowledge, pairs, rankers, customerView(knowledge, own)), serving, most, (product) => allowed?.(product, own) ?? true);
    },
    partners: (kind, product, most, allowed) => pairList(serving[kind].choice.serves, pairs[kind], knowledge, product, most, allowed ?? (() => true)),
  };
}

function lessonOf(all: Interactions, cutOff: number, days: number): Lesson {
  const knowledge = shopKnowledge(all, cutOff);
  return { knowledge, customers: testedCustomers(all, knowledge, days) };
}

function chosenMethods({ knowledge, customers }: Lesson, rankers: Rankers | null, days: number): Serving {
  const pairs = testedPairs(knowledge.seen, knowledge.cutOff, askingProducts(knowledge, customers));
  const tested = {
    reorder: testReorder(knowledge, pairs, rankers, customers), discover: testDiscover(knowledge, pairs, rankers, customers),
    together: testPairs('together', knowledge, pairs, customers), also: testPairs('also', knowledge, pairs, customers),
  };
  const { reorder, discover, together, also } = tested;
  return { ...tested, choice: { backTest: customers.length === 0 ? null : { asOf: knowledge.cutOff, days }, kinds: { reorder: reorder.choice, discover: discover.choice, together: together.choice, also: also.choice } } };
}

function listsOf(asked: Asked, { reorder, discover }: Serving, most: number, allowed: (product: number) => boolean): RecommendedLists {
  // A ranker that served in the back-test and could not be fitted to the newest days leaves it to what is next to it.
  const reorderBy = reorder.choice.serves === 'ranker' && asked.rankers === null ? 'personal-frequency' : reorder.choice.serves;
  const discoverBy = discover.choice.serves === 'ranker' && asked.rankers === null ? 'trending-ease' : discover.choice.serves;
  const repeats = bestScored(reorderScores(reorderBy, asked, allowed), most);
  const novel = bestScored(discoverScores(discoverBy, asked, most, allowed), most);
  const lists = {
    reorder: repeats.map(({ product, score }, at): Recommended => ({ product, repeat: true, score: reorderBy === 'ranker' ? score : comparable(score, at, reorder.chances, 1) })),
    novel: novel.map(({ product, score }, at): Recommended => ({ product, repeat: false, score: discoverBy === 'ranker' ? score : comparable(score / (novel[0]?.score || 1), at, discover.chances, 0) })),
  };
  return { ...lists, items: [...lists.reorder, ...lists.novel].sort((a, b) => b.score - a.score || a.product - b.product).slice(0, most) };
}

/** The measures of pairs that what serves goes by. */
function measuresOf({ kinds: { discover, together, also } }: MethodChoice): PairMeasure[] {
  const of = [together.serves, also.serves].filter((method): method is PairMeasure => method === 'conditional' || method === 'cosine' || method === 'log-likelihood');
  return discover.serves === 'co-occurrence' ? [...of, 'log-likelihood'] : of;
}

/** What a place in a list is worth; where nobody knows, what they had stands before what they had not. */
function comparable(score: number, place: number, chances: readonly number[] | null, from: number): number {
  if (chances === null || chances.length === 0) return from + score;
  const known = chances[Math.min(place, chances.length - 1)] as number;
  return known * 0.99 ** Math.max(0, place - chances.length + 1);
}
