import { bestOf } from '#app/recommendations/best-of.ts';
import { boughtTogether, partnersOf } from '#app/recommendations/bought-together.ts';
import { trainRecommender, type Recommender } from '#app/recommendations/recommender.ts';
import type { MethodChoice } from '#app/recommendations/method-choice.ts';
import { ofCustomers, type Interactions } from '#app/recommendations/interactions.ts';
import type { RankingQuality } from '#app/recommendations/ranking-quality.ts';
import { formatDay, parseDay } from '#app/profiles/calendar.ts';
import { BenchUsageError, type Bench, type BenchContext } from './bench.ts';
import { choiceLines } from './recommendations/choice-lines.ts';
import { readRetailInteractions } from './recommendations/retail-interactions.ts';
import { boughtTogetherQuality, HORIZON, LIST_LENGTH, temporalSplit, type Method } from './recommendations/temporal-split.ts';

/** The cut-off that other libraries were measured at. */
const NAMED = '2011-09-10';

/**
 * The app's recommendations as of a day in the past of a file of orders, trained on the rows up to the end of that day
 * alone, held against each customer's next basket and beside what is simpler, in one run.
 */
export const bench: Bench = {
  about: 'recommendations at a cut-off in the past of a file of orders, beside popularity, personal top and item-kNN',
  options: {
    data: "a CSV file of Online Retail II's form, gzipped or not (needed)",
    cutoff: `the last known day (${NAMED}; of a file that does not reach over the ${HORIZON} days after it, its last day less ${HORIZON})`,
  },
  run: async ({ options, report, say }) => {
    const path = options['data'];
    if (path === undefined) throw new BenchUsageError("--data FILE.csv.gz is needed: orders in Online Retail II's form.");
    const asked = dayOf(options['cutoff']);
    say('Reading the orders ...');
    const { interactions: withGuests, firstDay, lastDay, lines, allLines } = await readRetailInteractions(path, null, { guests: true });
    if (firstDay === null || lastDay === null) throw new BenchUsageError(`${path} has no orders of known customers: rows with an invoice of digits, a stock code that begins with five digits, and a customer_id.`);
    const cutOff = asked ?? cutOffOf(firstDay, lastDay);
    if (cutOff < firstDay || cutOff >= lastDay) throw new BenchUsageError(`Nothing can be held against ${formatDay(cutOff)}: ${path} has orders of known customers from ${formatDay(firstDay)} to ${formatDay(lastDay)}, and some must stand before the cut-off and some after it.`);
    if (cutOff + HORIZON > lastDay) say(`The ${HORIZON} days after ${formatDay(cutOff)} are not over by ${formatDay(lastDay)}: customers whose next basket is still to come are left out.`);
    const interactions = ofCustomers(withGuests);

    say(`Training on what was known at the end of ${formatDay(cutOff)} ...`);
    const memoryOfReading = process.resourceUsage().maxRSS / 1024;
    const began = performance.now();
    const { recommender, processorSeconds } = timedTraining(interactions, cutOff);
    const memory = process.resourceUsage().maxRSS / 1024;
    const seconds = (performance.now() - began) / 1000;
    for (const line of choiceLines(recommender.choice)) say(line);

    const { quality, customers } = temporalSplit(interactions, recommender);
    report({ name: 'recommendations:lines', value: lines, unit: 'lines' });
    report({ name: 'recommendations:customers', value: customers, unit: 'customers' });
    for (const scope of ['all', 'novel'] as const) {
      const best = bestBaseline(quality, scope);
      for (const method of ['model', 'popularity', 'personal-top', 'item-knn'] as const) {
        const one = quality[method]?.[scope];
        if (one !== undefined) reportQuality(report, `recommendations:${scope}:${method}`, one, method === 'model' ? best : null);
      }
    }
    reportPairs(interactions, recommender, report);
    reportChoice(recommender.choice, report);
    report({ name: 'recommendations:train-seconds', value: seconds, unit: 's' });
    report({ name: 'recommendations:train-processor-seconds', value: processorSeconds, unit: 's' });
    // The most that the process ever had: the rows of the file first, then beside their columns the models.
    report({ name: 'recommendations:memory:reading', value: memoryOfReading, unit: 'MB' });
    report({ name: 'recommendations:memory:trained', value: memory, unit: 'MB' });
    say(`Training on all ${allLines} lines of the file, guests' too ...`);
    const whole = timedTraining(withGuests, lastDay);
    report({ name: 'recommendations:whole-file:lines', value: allLines, unit: 'lines' });
    report({ name: 'recommendations:whole-file:train-processor-seconds', value: whole.processorSeconds, unit: 's' });
    report({ name: 'recommendations:whole-file:seconds-a-million-lines', value: (whole.processorSeconds * 1e6) / allLines, unit: 's' });
    report({ name: 'recommendations:whole-file:memory', value: process.resourceUsage().maxRSS / 1024, unit: 'MB' });
  },
};

/** Learning and the choice of methods, in processor time: what else the machine does spoils that less than the clock. */
function timedTraining(interactions: Interactions, cutOff: number): { recommender: Recommender; processorSeconds: number } {
  const before = process.cpuUsage();
  const recommender = trainRecommender(interactions, cutOff);
  const { user, system } = process.cpuUsage(before);
  return { recommender, processorSeconds: (user + system) / 1e6 };
}

/** What the shop's own past said before the cut-off, of each method, held against the plainest; 1 in `serves` is what was served. */
function reportChoice({ kinds }: MethodChoice, report: BenchContext['report']): void {
  for (const [kind, { serves, figures, lists }] of Object.entries(kinds)) {
    report({ name: `recommendations:choice:${kind}:lists`, value: lists, unit: 'lists' });
    const plain = figures[0]?.ndcg ?? null;
    for (const { method, ndcg, coverage } of figures) {
      report({ name: `recommendations:choice:${kind}:${method}:ndcg@${LIST_LENGTH}`, value: ndcg, unit: 'share', baseline: plain });
      report({ name: `recommendations:choice:${kind}:${method}:coverage`, value: coverage, unit: 'share' });
      report({ name: `recommendations:choice:${kind}:${method}:serves`, value: method === serves ? 1 : 0, unit: '1 or 0' });
    }
  }
}

/** What the model is held against: of the simpler ones the best by NDCG. */
function bestBaseline(quality: ReturnType<typeof temporalSplit>['quality'], scope: 'all' | 'novel'): RankingQuality | null {
  let best: RankingQuality | null = null;
  for (const method of ['popularity', 'personal-top', 'item-knn'] satisfies Method[]) {
    const one = quality[method]?.[scope];
    if (one !== undefined && (best === null || one.ndcg > best.ndcg)) best = one;
  }
  return best;
}

function reportQuality(report: BenchContext['report'], name: string, quality: RankingQuality, baseline: RankingQuality | null): void {
  report({ name: `${name}:recall@${LIST_LENGTH}`, value: quality.recall, unit: 'share', baseline: baseline?.recall ?? null });
  report({ name: `${name}:ndcg@${LIST_LENGTH}`, value: quality.ndcg, unit: 'share', baseline: baseline?.ndcg ?? null });
  report({ name: `${name}:hit-rate`, value: quality.hitRate, unit: 'share', baseline: baseline?.hitRate ?? null });
  report({ name: `${name}:coverage`, value: quality.coverage, unit: 'share', baseline: baseline?.coverage ?? null });
}

function reportPairs(interactions: Interactions, recommender: Recommender, report: BenchContext['report']): void {
  const { knowledge: { seen, cutOff, demand } } = recommender;
  const told = (name: string, partners: (product: number) => readonly number[], baseline: RankingQuality | null): RankingQuality => {
    const quality = boughtTogetherQuality(interactions, recommender, partners);
    reportQuality(report, `recommendations:bought-together:${name}`, quality, baseline);
    return quality;
  };
  const popular = bestOf(Int32Array.from(demand.sales14.keys()), demand.sales14, LIST_LENGTH + 1);
  const popularity = told('popularity', (product) => popular.filter((one) => one !== product).slice(0, LIST_LENGTH), null);
  told('model', (product) => recommender.partners('together', product, LIST_LENGTH).map((one) => one.product), popularity);
  for (const measure of ['log-likelihood', 'cosine'] as const) {
    const other = boughtTogether(seen, cutOff, { measure, halfLife: 120, most: LIST_LENGTH });
    told(measure, (product) => partnersOf(other, product, LIST_LENGTH), null);
  }
}

/** The named day where the file reaches over the days after it, else the last one whose days are over. */
function cutOffOf(firstDay: number, lastDay: number): number {
  const named = parseDay(NAMED);
  return named >= firstDay && named + HORIZON <= lastDay ? named : lastDay - HORIZON;
}

function dayOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  try {
    return parseDay(text);
  } catch {
    throw new BenchUsageError(`--cutoff is "${text}"; it must be a day such as ${NAMED}.`);
  }
}
