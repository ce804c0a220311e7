import type { ActionFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { cancelImport } from '../mirror/cancel-import.server.ts';
import { startImport } from '../mirror/start-import.server.ts';
import { errorResponse } from '../runtime/error-response.server.ts';
import { InvalidInputError } from '../runtime/errors.ts';
import { authenticateShop } from '../shops/authenticate-shop.server.ts';

const formSchema = z.object({ intent: z.enum(['start', 'cancel']) });

/** Begins an import, or asks the one under way to stop. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  const { shopId, userId } = await authenticateShop(request);
  const form = formSchema.safeParse(Object.fromEntries(await request.formData()));
  try {
    if (!form.success) throw new InvalidInputError('form', 'An import can be started or cancelled: send intent=start or intent=cancel.');
    return Response.json(form.data.intent === 'start' ? await startImport({ shopId, requestedBy: userId }) : { cancelled: await cancelImport({ shopId }) });
  } catch (error) {
    return errorResponse(error);
  }
}
