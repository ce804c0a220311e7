import type { ActionFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { errorResponse } from '../runtime/error-response.server.ts';
import { InvalidInputError } from '../runtime/errors.ts';
import { authenticateShop } from '../shops/authenticate-shop.server.ts';
import { proposeTagsAgain } from '../tags/propose-again.server.ts';

const formSchema = z.object({ runId: z.coerce.number().int().positive() });

/** Asks again for the tags that an undo took off. Nothing is written. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  const { shopId } = await authenticateShop(request);
  const form = formSchema.safeParse(Object.fromEntries(await request.formData()));
  try {
    if (!form.success) throw new InvalidInputError('form', 'Proposing again needs the number of the undo (runId). Open Tag changes again.');
    return Response.json({ tags: await proposeTagsAgain({ shopId, undoRunId: form.data.runId }) });
  } catch (error) {
    return errorResponse(error);
  }
}
