import type { ActionFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { checkSegments } from '../segments/check-segments.server.ts';
import { answerForm } from '../shops/answer-form.server.ts';

const form = { schema: z.object({}), wrong: 'A look at the segments takes no fields.' };

/** Looks at Shopify how the segments stand there now. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  return answerForm(request, form, ({ shopId }) => checkSegments({ shopId }));
}
