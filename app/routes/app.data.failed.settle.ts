import type { ActionFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { dismissFailedWork, retryFailedWork } from '../insights/failed-work.server.ts';
import { answerForm } from '../shops/answer-form.server.ts';

const form = {
  schema: z.union([z.object({ how: z.literal('retry-all') }), z.object({ how: z.enum(['retry', 'dismiss']), key: z.string().max(100) })]),
  wrong: 'Send how=retry or dismiss with the key of what failed, or how=retry-all. Open Data again.',
};

/** Tries failed work again, or leaves it out. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  return answerForm(request, form, async ({ shopId, shopDomain }, asked) => {
    if (asked.how === 'dismiss') return dismissFailedWork({ shopId, shopDomain, key: asked.key });
    return retryFailedWork({ shopId, shopDomain, key: asked.how === 'retry' ? asked.key : null });
  });
}
