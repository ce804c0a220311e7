import type { ActionFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { askForPersonFile } from '../privacy/ask-for-person-file.server.ts';
import { answerForm } from '../shops/answer-form.server.ts';

const form = {
  schema: z.object({ requestId: z.coerce.number().int().positive().max(2 ** 31 - 1) }),
  wrong: 'Say which request is to be answered (requestId). Open Privacy again.',
  signed: true,
};

/** Asks for the file that answers a customer's request: answers with the address that the browser can have it from for a few minutes. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  return answerForm(request, form, async ({ shopId, userId }, { requestId }) => askForPersonFile({ shopId, requestId, by: userId }));
}
