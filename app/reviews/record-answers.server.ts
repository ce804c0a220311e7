import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { now as businessNow } from '../runtime/clock.server.ts';
import { keptWords } from './answer-words.ts';
import { loadLinesToAsk, loadOrderAnswers, loadOrderToAsk, noteAnswered, noteAsked, saveLines, saveScore, saveSource, type LineAnswerRow, type OrderToAsk } from './answer-store.server.ts';
import { MOST_LINES, type Answers, type AnswersOutcome, type AnswersRefusal } from './answers.ts';
import { askDue, isAskedAbout, isOpen, SOURCE_OPEN_MS } from './ask-due.ts';

interface Answering {
  orderId: number;
  customerId: number | null;
  order: OrderToAsk;
  now: number;
}

/**
 * Takes what a buyer answers about an order. The same once more changes nothing; within the ask another answer takes the place of the
 * first. All of it is taken or nothing.
 * @param options.customerId who is logged in, by Shopify's token; null: a guest, who may say how they found the shop and no more
 */
export async function recordAnswers(options: { shopId: number; customerId: number | null; answers: Answers; now?: number }): Promise<AnswersOutcome> {
  const { shopId, customerId, answers, now = businessNow() } = options;
  const orderId = Number(answers.order);
  return withTenant(shopId, async (tx): Promise<AnswersOutcome> => {
    const order = await loadOrderToAsk(tx, orderId, { lock: true });
    if (order === null || order.redacted || (customerId !== null && order.customerId !== customerId)) return refused('order-unknown');
    const answering = { orderId, customerId, order, now };
    const review = answers.lines !== undefined || answers.nps !== undefined ? await checkReview(tx, answering, answers) : [];
    if (typeof review === 'string') return refused(review);
    const refusal = answers.source === undefined ? null : await checkSource(tx, answering, { ...answers.source, words: keptWords(answers.source.words) });
    if (refusal !== null) return refused(refusal);
    const changed = [answers.source === undefined ? false : await writeSource(tx, answering, answers.source), await writeReview(tx, answering, answers, review)];
    return { saved: true, changed: changed.includes(true) };
  });
}

function refused(refusal: AnswersRefusal): AnswersOutcome {
  return { saved: false, refusal };
}

/** @returns the lines that are answered, with what they are, or why not */
async function checkReview(tx: TenantTransaction, { orderId, customerId, order, now }: Answering, { lines = [] }: Answers): Promise<LineAnswerRow[] | AnswersRefusal> {
  if (customerId === null) return 'order-unknown';
  if (!isOpen(askDue(order), now)) return 'closed';
  const asked = new Map((await loadLinesToAsk(tx, orderId)).filter(isAskedAbout).slice(0, MOST_LINES).map((one) => [one.line, one]));
  if (asked.size === 0) return 'closed';
  const rows: LineAnswerRow[] = [];
  for (const { line, stars, words } of lines) {
    const known = asked.get(line);
    if (known === undefined) return 'line-unknown';
    rows.push({ line, product: known.productId ?? '', title: known.title, stars, words: keptWords(words) });
  }
  return rows;
}

/**
 * The token of a thank-you page says which shop it is of, and of a guest nothing more; the number of the order is the page's word. So it
 * counts for an order that was just placed, and a guest's first answer stands: who guesses a number could otherwise rewrite it.
 */
async function checkSource(tx: TenantTransaction, { orderId, customerId, order, now }: Answering, said: { choice: string; words: string | null }): Promise<AnswersRefusal | null> {
  if (now - order.createdAt > SOURCE_OPEN_MS) return 'closed';
  const before = await loadOrderAnswers(tx, orderId);
  if (before?.source == null || customerId !== null) return null;
  return before.source === said.choice && before.sourceWords === said.words ? null : 'answered-already';
}

async function writeSource(tx: TenantTransaction, { orderId, customerId, now }: Answering, source: NonNullable<Answers['source']>): Promise<boolean> {
  return saveSource(tx, { orderId, customerId, source: source.choice, words: keptWords(source.words), at: new Date(now) });
}

async function writeReview(tx: TenantTransaction, { orderId, customerId, order, now }: Answering, { nps }: Answers, lines: readonly LineAnswerRow[]): Promise<boolean> {
  if (customerId === null || (lines.length === 0 && nps === undefined)) return false;
  const at = new Date(now);
  await noteAsked(tx, { orderId, customerId, dueFrom: askDue(order)?.from ?? 'ordered', at });
  const changed = [lines.length > 0 && await saveLines(tx, { orderId, customerId, lines, at }), nps !== undefined && await saveScore(tx, { orderId, score: nps.score, words: keptWords(nps.words) })].includes(true);
  if (changed) await noteAnswered(tx, orderId, at);
  return changed;
}
