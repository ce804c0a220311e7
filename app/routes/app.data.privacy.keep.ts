import type { ActionFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { KEEP_LOG_DAYS } from '../privacy/retention.ts';
import { saveKeepLogDays } from '../privacy/retention.server.ts';
import { answerForm } from '../shops/answer-form.server.ts';

const form = {
  schema: z.object({ days: z.coerce.number().pipe(z.union(KEEP_LOG_DAYS.map((days) => z.literal(days)) as [z.ZodLiteral<30>, z.ZodLiteral<90>, z.ZodLiteral<365>])) }),
  wrong: `Say for how many days logs are kept (days): ${KEEP_LOG_DAYS.join(', ')}. Open Privacy again.`,
  signed: true,
};

/** Keeps logs for another time. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  return answerForm(request, form, async ({ shopId, userId }, { days }) => {
    await saveKeepLogDays({ shopId, days, by: userId });
    return { days };
  });
}
