import type { ActionFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { answerForm } from '../shops/answer-form.server.ts';
import { pauseWriting, resumeWriting, setDailyAdditions, setSafetyBrake, switchAutomaticOff, switchAutomaticOn, writeBatchNow } from '../tags/change-writing.server.ts';

const form = {
  schema: z.discriminatedUnion('intent', [
    z.object({ intent: z.enum(['pause', 'resume', 'automatic-on', 'automatic-off']) }),
    z.object({ intent: z.literal('brake'), percent: z.coerce.number(), customers: z.coerce.number() }),
    z.object({ intent: z.literal('daily'), daily: z.union([z.literal('all').transform(() => null), z.coerce.number()]) }),
    z.object({ intent: z.enum(['next-batch', 'rest']), runId: z.coerce.number().int().positive(), after: z.coerce.number().int().nonnegative().optional() }),
  ]),
  wrong: 'Say what is to change (intent) and to what. Open Tag changes again.',
  signed: true,
};

/** Changes how tags are written: paused, by themselves, in daily batches, up to which share of customers. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  return answerForm(request, form, async ({ shopId, userId: by }, fields) => {
    switch (fields.intent) {
      case 'pause':
        await pauseWriting({ shopId, by });
        break;
      case 'resume':
        await resumeWriting({ shopId, by });
        break;
      case 'automatic-on':
        await switchAutomaticOn({ shopId, by });
        break;
      case 'automatic-off':
        await switchAutomaticOff({ shopId });
        break;
      case 'brake':
        await setSafetyBrake({ shopId, percent: fields.percent, customers: fields.customers });
        break;
      case 'daily':
        await setDailyAdditions({ shopId, dailyAdditions: fields.daily });
        break;
      case 'next-batch':
      case 'rest':
        await writeBatchNow({ shopId, runId: fields.runId, how: fields.intent === 'rest' ? 'rest' : 'next batch', after: fields.after });
        break;
    }
    return { done: fields.intent };
  });
}
