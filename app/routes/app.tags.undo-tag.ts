import type { ActionFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { answerForm } from '../shops/answer-form.server.ts';
import { TAG_RULES } from '../tags/tag-rule.ts';
import { undoTag } from '../tags/undo-tag.server.ts';

const form = {
  schema: z.object({ rule: z.enum(TAG_RULES), keepOn: z.enum(['yes', 'no']) }),
  wrong: 'Say which tag is to be taken off (rule) and whether it stays on for others (keepOn, yes or no). Open Tag changes again.',
  signed: true,
};

/** Takes a tag off everywhere, by a run whose id is answered: null when it stood nowhere. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  return answerForm(request, form, async ({ shopId, userId }, { rule, keepOn }) => {
    const { undoRunId, removes } = await undoTag({ shopId, rule, by: userId, keepOn: keepOn === 'yes' });
    return { runId: undoRunId, removes };
  });
}
