import type { ActionFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { startReconciliation } from '../mirror/start-reconciliation.server.ts';
import { answerForm } from '../shops/answer-form.server.ts';

const form = { schema: z.object({}), wrong: 'A check takes no fields: send an empty form.' };

/** Has Shopify looked at for what no event told of. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  return answerForm(request, form, async ({ shopId, userId }) => ({ begun: await startReconciliation({ shopId, wish: { cause: 'asked', requestedBy: userId } }) }));
}
