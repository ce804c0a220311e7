import type { ActionFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { errorResponse } from '../runtime/error-response.server.ts';
import { InvalidInputError } from '../runtime/errors.ts';
import { authenticateShop } from '../shops/authenticate-shop.server.ts';
import { approveTags } from '../tags/approve-tags.server.ts';

const wholeNumber = z.coerce.number().int().positive();
const formSchema = z.object({ proposalId: wholeNumber, revision: wholeNumber.optional() });

/** Approves a proposal as its reader saw it (`revision`), or as it stands now. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  const { shopId, userId } = await authenticateShop(request);
  const form = formSchema.safeParse(Object.fromEntries(await request.formData()));
  try {
    if (!form.success) throw new InvalidInputError('form', 'An approval needs the number of the proposal (proposalId). Open Tag changes again.');
    return Response.json(await approveTags({ shopId, by: userId, ...form.data }));
  } catch (error) {
    return errorResponse(error);
  }
}
