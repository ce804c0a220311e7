import type { ActionFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { errorResponse } from '../runtime/error-response.server.ts';
import { InvalidInputError } from '../runtime/errors.ts';
import { authenticateShop } from '../shops/authenticate-shop.server.ts';
import { undoRun } from '../tags/undo-run.server.ts';

const formSchema = z.object({ runId: z.coerce.number().int().positive() });

/** Undoes a run by a run of its own, whose id is answered. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  const { shopId, userId } = await authenticateShop(request);
  const form = formSchema.safeParse(Object.fromEntries(await request.formData()));
  try {
    if (!form.success) throw new InvalidInputError('form', 'An undo needs the number of the run (runId). Open Tag changes again.');
    const { undoRunId, changes } = await undoRun({ shopId, runId: form.data.runId, by: userId });
    return Response.json({ runId: undoRunId, changes });
  } catch (error) {
    return errorResponse(error);
  }
}
