import type { ActionFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { changeHoldout } from '../recommendations/change-holdout.server.ts';
import { answerForm } from '../shops/answer-form.server.ts';

const form = {
  schema: z.object({ percent: z.string().trim().min(1).max(20).transform(Number), again: z.enum(['yes', 'no']) }),
  wrong: 'The holdout takes a share (percent) and whether others are drawn (again: yes or no). Open Recommendations again.',
  signed: true,
};

/** Holds out another share of customers, or draws them anew. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  return answerForm(request, form, ({ shopId, userId: by }, { percent, again }) => changeHoldout({ shopId, by, percent, drawAgain: again === 'yes' }));
}
