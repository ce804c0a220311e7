import type { ActionFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { answerForm } from '../shops/answer-form.server.ts';
import { proposeTagsAgain } from '../tags/propose-again.server.ts';

const form = {
  schema: z.object({ runId: z.coerce.number().int().positive() }),
  wrong: 'Proposing again needs the number of the undo (runId). Open Tag changes again.',
};

/** Asks again for the tags that an undo took off. Nothing is written. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  return answerForm(request, form, async ({ shopId }, { runId }) => ({ tags: await proposeTagsAgain({ shopId, undoRunId: runId }) }));
}
