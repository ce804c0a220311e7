import type { ActionFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { askLists } from '../recommendations/ask-lists.server.ts';
import { answerForm } from '../shops/answer-form.server.ts';

const form = { schema: z.object({}), wrong: 'Working the lists out takes no fields: send an empty form.' };

/** Has the lists worked out. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  return answerForm(request, form, async ({ shopId }) => askLists({ shopId }));
}
