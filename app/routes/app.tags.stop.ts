import type { ActionFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { answerForm } from '../shops/answer-form.server.ts';
import { resumeRun, stopRun } from '../tags/stop-run.server.ts';

const form = {
  schema: z.object({ runId: z.coerce.number().int().positive(), how: z.enum(['pause', 'cancel', 'resume']) }),
  wrong: 'Send the number of the run (runId) and how=pause, cancel or resume. Open Tag changes again.',
};

/** Pauses, cancels or resumes a run that is being written. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  return answerForm(request, form, async ({ shopId }, { runId, how }) => {
    await (how === 'resume' ? resumeRun({ shopId, runId }) : stopRun({ shopId, runId, how }));
    return { runId };
  });
}
