import type { ActionFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { cancelImport } from '../mirror/cancel-import.server.ts';
import { startImport } from '../mirror/start-import.server.ts';
import { answerForm } from '../shops/answer-form.server.ts';

const form = {
  schema: z.object({ intent: z.enum(['start', 'cancel']) }),
  wrong: 'An import can be started or cancelled: send intent=start or intent=cancel.',
};

/** Begins an import, or asks the one under way to stop. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  return answerForm(request, form, async ({ shopId, userId }, { intent }) =>
    intent === 'start' ? startImport({ shopId, requestedBy: userId }) : { cancelled: await cancelImport({ shopId }) });
}
