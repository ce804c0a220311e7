import { answersSchema, type AnswersRefusal } from '../reviews/answers.ts';
import { findAsk, sourceState } from '../reviews/find-ask.server.ts';
import { recordAnswers } from '../reviews/record-answers.server.ts';
import { z } from 'zod';
import type { ShopperAnswer, ShopperRequest } from './shopper-request.server.ts';

const askSchema = z.object({ order: z.string().regex(/^\d{1,15}$/), placement: z.enum(['thank-you', 'order-status']) });

/** How an answer that was not taken is told. An order that is not the buyer's is as one that is not there. */
const REFUSED: Readonly<Record<AnswersRefusal, { status: number; message: string }>> = {
  'order-unknown': { status: 404, message: 'This order is not known here, or not yet.' },
  closed: { status: 409, message: 'Nothing is asked about this order, or not any more.' },
  'answered-already': { status: 409, message: 'This was answered already.' },
  'line-unknown': { status: 422, message: 'A line is not of this order, or not asked about.' },
};

/**
 * What an order's page is to ask. On the thank-you page: whether the question how the shop was found stands open, and nothing of what was
 * answered, since a guest has shown no more than that they are at this shop. On the order status page: the questions with what the buyer
 * answered before, to the buyer alone.
 */
export async function answerAsk({ shopId, customerId, params }: ShopperRequest): Promise<ShopperAnswer> {
  const { order, placement } = askSchema.parse({ order: params.get('order'), placement: params.get('placement') });
  const orderId = Number(order);
  if (placement === 'thank-you') return { status: 200, json: { source: await sourceState({ shopId, orderId }) } };
  return { status: 200, json: { ask: customerId === null ? null : await findAsk({ shopId, orderId, customerId }) } };
}

/** What a buyer answers. */
export async function takeAnswers({ shopId, customerId, body }: ShopperRequest): Promise<ShopperAnswer> {
  const outcome = await recordAnswers({ shopId, customerId, answers: answersSchema.parse(body) });
  if (outcome.saved) return { status: 200, json: { saved: true } };
  const { status, message } = REFUSED[outcome.refusal];
  return { status, json: { error: { code: outcome.refusal, message } } };
}
