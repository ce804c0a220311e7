import type { ActionFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { askTierFlow } from '../insights/ask-tier-flow.server.ts';
import { parseDay } from '../profiles/calendar.ts';
import { answerForm } from '../shops/answer-form.server.ts';

const day = z.iso.date().transform((text) => parseDay(text));
const form = { schema: z.object({ from: day, to: day }), wrong: 'Choose two days (from and to), each as YYYY-MM-DD.' };

/** Has the flow of tiers between two days worked out. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  return answerForm(request, form, async ({ shopId }, { from, to }) => askTierFlow({ shopId, fromDay: from, toDay: to }));
}
