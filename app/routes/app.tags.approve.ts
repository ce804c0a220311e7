import type { ActionFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { answerForm } from '../shops/answer-form.server.ts';
import { approveTags } from '../tags/approve-tags.server.ts';

const wholeNumber = z.coerce.number().int().positive();
const form = {
  schema: z.object({ proposalId: wholeNumber, revision: wholeNumber.optional() }),
  wrong: 'An approval needs the number of the proposal (proposalId). Open Tag changes again.',
};

/** Approves a proposal as its reader saw it (`revision`), or as it stands now. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  return answerForm(request, form, ({ shopId, userId }, fields) => approveTags({ shopId, by: userId, ...fields }));
}
