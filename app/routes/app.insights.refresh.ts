import type { ActionFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { askInsights } from '../insights/ask-insights.server.ts';
import { answerForm } from '../shops/answer-form.server.ts';

const form = { schema: z.object({}), wrong: 'Working the figures out takes no fields: send an empty form.' };

/** Has the figures of Insights worked out. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  return answerForm(request, form, async ({ shopId }) => askInsights({ shopId }));
}
