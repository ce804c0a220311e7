import type { ActionFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { errorResponse } from '../runtime/error-response.server.ts';
import { InvalidInputError } from '../runtime/errors.ts';
import { authenticateShop } from '../shops/authenticate-shop.server.ts';
import { resumeRun, stopRun } from '../tags/stop-run.server.ts';

const formSchema = z.object({ runId: z.coerce.number().int().positive(), how: z.enum(['pause', 'cancel', 'resume']) });

/** Pauses, cancels or resumes a run that is being written. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  const { shopId } = await authenticateShop(request);
  const form = formSchema.safeParse(Object.fromEntries(await request.formData()));
  try {
    if (!form.success) throw new InvalidInputError('form', 'Send the number of the run (runId) and how=pause, cancel or resume. Open Tag changes again.');
    const { runId, how } = form.data;
    await (how === 'resume' ? resumeRun({ shopId, runId }) : stopRun({ shopId, runId, how }));
    return Response.json({ runId });
  } catch (error) {
    return errorResponse(error);
  }
}
