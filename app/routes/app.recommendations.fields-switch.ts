import type { ActionFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { chooseFieldTarget, lookAgain, pauseProductFields, resumeProductFields, switchProductFieldsOff, switchProductFieldsOn, undoFieldRun } from '../product-fields/switch-product-fields.server.ts';
import { answerForm } from '../shops/answer-form.server.ts';

const form = {
  schema: z.discriminatedUnion('intent', [
    z.object({ intent: z.enum(['on', 'off', 'pause', 'resume', 'look']) }),
    z.object({ intent: z.literal('choose'), target: z.enum(['own', 'standard']) }),
    z.object({ intent: z.literal('undo'), run: z.coerce.number().int().positive().max(2_147_483_647) }),
  ]),
  wrong: 'Say what is to be done (intent): on, off, pause, resume, look, choose with target=own or standard, or undo with run. Open lists at products again.',
  signed: true,
};

/** Switches lists at products on, takes them off, pauses them and goes on, looks at what stands, and undoes a run. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  return answerForm(request, form, async ({ shopId, userId: by }, fields) => {
    switch (fields.intent) {
      case 'on':
        await switchProductFieldsOn({ shopId, by });
        break;
      case 'off':
        await switchProductFieldsOff({ shopId, by });
        break;
      case 'pause':
        await pauseProductFields({ shopId, by });
        break;
      case 'resume':
        await resumeProductFields({ shopId, by });
        break;
      case 'look':
        await lookAgain({ shopId, by });
        break;
      case 'choose':
        await chooseFieldTarget({ shopId, by, target: fields.target });
        break;
      case 'undo':
        await undoFieldRun({ shopId, by, runId: fields.run });
        break;
    }
    return { done: fields.intent };
  });
}
