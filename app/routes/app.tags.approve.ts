import type { ActionFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { answerForm } from '../shops/answer-form.server.ts';
import { approveTags } from '../tags/approve-tags.server.ts';
import { TAG_RULES } from '../tags/tag-rule.ts';

const wholeNumber = z.coerce.number().int().positive();
const form = {
  schema: z.object({
    proposalId: wholeNumber,
    revision: wholeNumber.optional(),
    /** Tags by rule, separated by commas; left out: all. */
    rules: z.string().transform((rules) => rules.split(',')).pipe(z.array(z.enum(TAG_RULES))).optional(),
    /** Additions a day, or "all". */
    daily: z.union([z.literal('all').transform(() => null), z.coerce.number().int().positive()]).optional(),
  }),
  wrong: 'An approval needs the number of the proposal (proposalId), and if additions are to be written in daily batches a whole number above zero (daily). Open Tag changes again.',
  signed: true,
};

/** Approves a proposal or some of its tags, as its reader saw it (`revision`) or as it stands now. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  return answerForm(request, form, ({ shopId, userId }, { rules, daily, ...proposal }) => approveTags({
    shopId, by: userId, ...proposal, ...(rules === undefined ? {} : { selection: { rules } }), ...(daily === undefined ? {} : { dailyAdditions: daily }),
  }));
}
