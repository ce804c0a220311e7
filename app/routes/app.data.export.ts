import type { ActionFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { askForArchive, askForRejects } from '../archive/ask-for-file.server.ts';
import { noteAccess } from '../privacy/access-log.server.ts';
import { answerForm } from '../shops/answer-form.server.ts';

const form = {
  schema: z.discriminatedUnion('what', [
    z.object({ what: z.literal('everything') }),
    z.object({ what: z.literal('rejects'), form: z.enum(['csv', 'jsonl']), runId: z.coerce.number().int().positive().max(2 ** 31 - 1), code: z.string().regex(/^[a-z-]{1,40}$/).optional() }),
  ]),
  wrong: 'Send what=everything, or what=rejects with runId, form (csv or jsonl) and, for one reason only, code. Open Data again.',
};

/** Asks for a file: answers with the address that the browser can have it from for a few minutes. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  return answerForm(request, form, async ({ shopId, userId: requestedBy }, wanted) => {
    const file = wanted.what === 'everything'
      ? await askForArchive({ shopId, requestedBy })
      : await askForRejects({ shopId, requestedBy, runId: wanted.runId, form: wanted.form, code: wanted.code ?? null });
    noteAccess({ shopId, by: requestedBy, what: 'export', customerId: null });
    return file;
  });
}
