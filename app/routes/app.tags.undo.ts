import type { ActionFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { answerForm } from '../shops/answer-form.server.ts';
import { undoRun } from '../tags/undo-run.server.ts';

const form = {
  schema: z.object({ runId: z.coerce.number().int().positive() }),
  wrong: 'An undo needs the number of the run (runId). Open Tag changes again.',
  signed: true,
};

/** Undoes a run by a run of its own, whose id is answered. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  return answerForm(request, form, async ({ shopId, userId }, { runId }) => {
    const { undoRunId, changes } = await undoRun({ shopId, runId, by: userId });
    return { runId: undoRunId, changes };
  });
}
