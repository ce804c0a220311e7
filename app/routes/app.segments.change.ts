import type { ActionFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { deleteSegment, resumeSegments, updateSegment } from '../segments/request-segment.server.ts';
import { SEGMENT_KEYS } from '../segments/segment-catalogue.ts';
import { answerForm } from '../shops/answer-form.server.ts';

const form = {
  schema: z.object({ what: z.enum(['update', 'delete', 'resume']), key: z.enum(SEGMENT_KEYS) }),
  wrong: 'A change of a segment needs what to do (what: update, delete or resume) and which segment (key). Open Segments again.',
};

/** Changes or deletes a segment, or takes up again what stopped on the way. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  return answerForm(request, form, ({ shopId, userId }, { what, key }) => {
    if (what === 'resume') return resumeSegments({ shopId });
    return (what === 'update' ? updateSegment : deleteSegment)({ shopId, key, by: userId });
  });
}
