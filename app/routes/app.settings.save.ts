import type { ActionFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { now } from '../runtime/clock.server.ts';
import { draftFieldSchema } from '../settings/draft-form.ts';
import { saveSettings } from '../settings/save-settings.server.ts';
import { answerForm } from '../shops/answer-form.server.ts';

const form = {
  schema: z.object({ draft: draftFieldSchema, revision: z.string().max(64) }),
  wrong: 'Saving needs the filled-in settings (draft, as JSON) and the revision they were filled in from. Open Settings again.',
};

/** Saves the settings as the form has them. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  return answerForm(request, form, ({ shopId, userId }, fields) => saveSettings({ shopId, by: userId, now: now(), ...fields }));
}
