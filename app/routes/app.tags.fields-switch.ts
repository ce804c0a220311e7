import type { ActionFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { pauseMetafields, resumeMetafields, switchMetafieldsOff, switchMetafieldsOn } from '../metafields/switch-metafields.server.ts';
import { answerForm } from '../shops/answer-form.server.ts';

const form = {
  schema: z.discriminatedUnion('intent', [z.object({ intent: z.enum(['on', 'pause', 'resume']) }), z.object({ intent: z.literal('off'), definitions: z.enum(['keep', 'delete']) })]),
  wrong: 'Say what is to be done (intent): on, pause, resume, or off with definitions=keep or delete. Open customer metafields again.',
  signed: true,
};

/** Switches customer metafields on, takes them off, pauses them and goes on. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  return answerForm(request, form, async ({ shopId, userId: by }, fields) => {
    switch (fields.intent) {
      case 'on':
        await switchMetafieldsOn({ shopId, by });
        break;
      case 'off':
        await switchMetafieldsOff({ shopId, by, definitions: fields.definitions === 'delete' });
        break;
      case 'pause':
        await pauseMetafields({ shopId, by });
        break;
      case 'resume':
        await resumeMetafields({ shopId, by });
        break;
    }
    return { done: fields.intent };
  });
}
