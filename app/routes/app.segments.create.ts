import type { ActionFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { createSegment } from '../segments/request-segment.server.ts';
import { SEGMENT_KEYS } from '../segments/segment-catalogue.ts';
import { answerForm } from '../shops/answer-form.server.ts';

const form = {
  schema: z.object({ key: z.enum(SEGMENT_KEYS), name: z.string().max(1_000) }),
  wrong: 'A segment needs what it stands for (key) and a name (name). Open Segments again.',
};

/** Asks for a segment at Shopify; it is created in the background. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  return answerForm(request, form, ({ shopId, userId }, fields) => createSegment({ shopId, by: userId, ...fields }));
}
