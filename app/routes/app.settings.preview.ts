import type { ActionFunctionArgs } from '@remix-run/node';
import { draftFieldSchema } from '../settings/draft-form.ts';
import { previewStream } from '../settings/preview-stream.server.ts';
import { errorResponse } from '../runtime/error-response.server.ts';
import { InvalidInputError } from '../runtime/errors.ts';
import { authenticateShop } from '../shops/authenticate-shop.server.ts';

const WRONG = 'A preview needs the filled-in settings (draft, as JSON). Open Settings again.';

/** What the settings of the form would do: lines of JSON, first how far it is, last what came of it. Ends when the browser leaves. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  const { shopId } = await authenticateShop(request);
  try {
    const body = await request.formData().catch((cause: unknown) => {
      throw new InvalidInputError('form', WRONG, { cause });
    });
    const draft = draftFieldSchema.safeParse(body.get('draft'));
    if (!draft.success) throw new InvalidInputError('form', WRONG);
    return new Response(previewStream({ shopId, draft: draft.data, signal: request.signal }), { headers: { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' } });
  } catch (error) {
    return errorResponse(error);
  }
}
