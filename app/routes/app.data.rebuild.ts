import type { ActionFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { startRebuild } from '../profiles/start-rebuild.server.ts';
import { answerForm } from '../shops/answer-form.server.ts';

const form = { schema: z.object({}), wrong: 'A rebuild takes no fields: send an empty form.' };

/** Begins a rebuild of the profiles. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  return answerForm(request, form, async ({ shopId, userId }) => startRebuild({ shopId, requestedBy: userId }));
}
