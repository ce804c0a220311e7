import type { ActionFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { leaveStore } from '../privacy/leave-store.server.ts';
import { answerForm } from '../shops/answer-form.server.ts';

const form = { schema: z.object({ leave: z.literal('yes') }), wrong: 'Send leave=yes. Open Privacy again.', signed: true };

/** Takes everything of the app out of the store, for whoever is going to uninstall it. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  return answerForm(request, form, async ({ shopId, userId }) => leaveStore({ shopId, by: userId }));
}
