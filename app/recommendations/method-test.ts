import type { KindChoice, MethodFigures, MethodName } from './method-choice.ts';
import { rankingQualityMeter, type RankingQualityMeter } from './ranking-quality.ts';
import type { ShopKnowledge } from './shop-knowledge.ts';

/** Items of a list that count. */
const LIST_LENGTH = 10;
/** Fewer customers with something to find say nothing. */
const LEAST_CUSTOMERS = 50;
/** Standard errors by which a difference in means is no chance: 95% on one side. */
const SURE = 1.645;

export interface TestedKind<Method extends MethodName> {
  choice: KindChoice & { serves: Method };
  /** Share of hits at each place, of all who were asked, by the method that serves, falling; null where there was too little to test on. */
  chances: number[] | null;
}

export interface MethodTest<Method extends MethodName> {
  /** @param customer by a number that does not fall; lists of one customer count as one answer @param listOf best first */
  add(customer: number, targets: ReadonlySet<number>, listOf: (method: Method) => readonly number[]): void;
  /** @param otherwise what serves where there is too little to test on */
  choose(otherwise: Method): TestedKind<Method>;
}

interface Contender {
  meter: RankingQualityMeter;
  /** By customer with something to find: NDCG added up. */
  gains: number[];
  hitsAt: number[];
}

/**
 * Methods against each other on the same lists. The simplest serves unless a richer one beats it by more than chance: the
 * mean difference of NDCG over customers is more than 1.645 of its standard errors. Lists of one customer resemble each
 * other, and so count as one answer.
 * @param methods the simplest first
 */
export function methodTest<Method extends MethodName>(methods: readonly Method[], { demand }: Pick<ShopKnowledge, 'demand'>): MethodTest<Method> {
  const sold = demand.salesEver.reduce((count, sales) => count + (sales > 0 ? 1 : 0), 0);
  const contenders = new Map(methods.map((method): [Method, Contender] => [method, { meter: rankingQualityMeter(LIST_LENGTH, sold), gains: [], hitsAt: [] }]));
  const listsOf: number[] = [];
  let [before, lists, asked] = [-1, 0, 0];
  return {
    add: (customer, targets, listOf) => {
      asked += 1;
      if (targets.size === 0) return;
      if (customer !== before) listsOf.push(0);
      before = customer;
      const at = listsOf.length - 1;
      listsOf[at] = (listsOf[at] as number) + 1;
      lists += 1;
      for (const [method, { meter, gains, hitsAt }] of contenders) {
        const list = listOf(method);
        gains[at] = (gains[at] ?? 0) + (meter.add(list, targets) ?? 0);
        for (const [place, product] of list.entries()) hitsAt[place] = (hitsAt[place] ?? 0) + (targets.has(product) ? 1 : 0);
      }
    },
    choose: (otherwise) => {
      if (listsOf.length < LEAST_CUSTOMERS) return { choice: { serves: otherwise, why: 'too-few-orders', lists, figures: [] }, chances: null };
      let serves = methods[0] ?? otherwise;
      const meansOf = (method: Method): number[] => (contenders.get(method)?.gains ?? []).map((gain, at) => gain / (listsOf[at] as number));
      for (const method of methods.slice(1)) if (beats(meansOf(method), meansOf(serves))) serves = method;
      const figures = [...contenders].map(([method, { meter }]): MethodFigures => {
        const { recall, ndcg, hitRate, coverage } = meter.finish();
        return { method, recall, ndcg, hitRate, coverage };
      });
      return { choice: { serves, why: serves === methods[0] ? 'richer-no-better' : 'better', lists, figures }, chances: falling(contenders.get(serves)?.hitsAt ?? [], asked) };
    },
  };
}

/** Whether the paired differences are above 0 by more than chance. */
function beats(richer: readonly number[], simpler: readonly number[]): boolean {
  const size = richer.length;
  const mean = richer.reduce((sum, gain, at) => sum + gain - (simpler[at] as number), 0) / size;
  const variance = richer.reduce((sum, gain, at) => sum + (gain - (simpler[at] as number) - mean) ** 2, 0) / (size - 1);
  return mean > 0 && mean > SURE * Math.sqrt(variance / size);
}

/** Shares of hits, none above the one before it. */
function falling(hitsAt: readonly number[], asked: number): number[] {
  let last = 1;
  return hitsAt.map((hits) => {
    last = Math.min(last * 0.999, (hits + 1) / (asked + 2));
    return last;
  });
}
