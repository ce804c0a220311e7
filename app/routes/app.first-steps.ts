import type { ActionFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { answerForm } from '../shops/answer-form.server.ts';
import { LOOKED_AT } from '../shops/first-steps.ts';
import { recordLook, showFirstSteps } from '../shops/first-steps-store.server.ts';

const form = {
  schema: z.discriminatedUnion('intent', [
    z.object({ intent: z.literal('looked'), step: z.enum(LOOKED_AT) }),
    z.object({ intent: z.enum(['dismiss', 'restore']) }),
  ]),
  wrong: `The list of first steps can be hidden and brought back, and a step marked as looked at: send intent=dismiss, intent=restore, or intent=looked with step=${LOOKED_AT.join(', ')}.`,
};

/** What the people of a shop do with the list of first steps. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  return answerForm(request, form, async ({ shopId, userId }, fields) => {
    if (fields.intent === 'looked') await recordLook({ shopId, step: fields.step, by: userId });
    else await showFirstSteps({ shopId, shown: fields.intent === 'restore', by: userId });
    return { shown: fields.intent !== 'dismiss' };
  });
}
