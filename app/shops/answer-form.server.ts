import type { z } from 'zod';
import { errorResponse } from '../runtime/error-response.server.ts';
import { InvalidInputError } from '../runtime/errors.ts';
import { authenticateShop, type ShopRequest } from './authenticate-shop.server.ts';
import { nameStaff } from './name-staff.server.ts';

/**
 * Answers a form that a screen or the command line sends: who asks, what is asked, one use case, JSON.
 * @param form.schema of the fields
 * @param form.wrong what to send, in words, for a body that is no such form
 * @param form.signed what is done is kept with who did it, so their name is learned
 * @returns the use case's answer; a refusal as {error: {code, message}} with a 4xx
 * @throws Shopify's own responses (sign in again), and what is a fault of ours
 */
export async function answerForm<Form>(
  request: Request,
  form: { schema: z.ZodType<Form>; wrong: string; signed?: boolean },
  work: (asker: ShopRequest, fields: Form) => Promise<object>,
): Promise<Response> {
  const asker = await authenticateShop(request);
  try {
    const body = await request.formData().catch((cause: unknown) => {
      throw new InvalidInputError('form', form.wrong, { cause });
    });
    const fields = form.schema.safeParse(Object.fromEntries(body));
    if (!fields.success) throw new InvalidInputError('form', form.wrong);
    if (form.signed === true) await nameStaff(request, asker);
    return Response.json(await work(asker, fields.data));
  } catch (error) {
    return errorResponse(error);
  }
}
