import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { answerForm } from '../shops/answer-form.server.ts';
import { authenticateShop } from '../shops/authenticate-shop.server.ts';
import { chooseForCollision, previewRename } from '../tags/choose-collision.server.ts';
import { COLLISION_CHOICES } from '../tags/collision-view.ts';
import { TAG_RULES } from '../tags/tag-rule.ts';

const form = {
  schema: z.object({ rule: z.enum(TAG_RULES), choice: z.enum(COLLISION_CHOICES), name: z.string().max(1_000).optional() }),
  wrong: 'Say which tag is meant (rule) and what becomes of it (choice: leave, adopt or rename, with a name). Open Tag changes again.',
  signed: true,
};
const previewSchema = z.object({ rule: z.enum(TAG_RULES), name: z.string().max(1_000) });

/** What another name for a tag would come to. */
export async function loader({ request }: LoaderFunctionArgs): Promise<Response> {
  const { shopId } = await authenticateShop(request);
  const asked = previewSchema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!asked.success) throw new Response(null, { status: 400 });
  return Response.json(await previewRename({ shopId, ...asked.data }));
}

/** Decides what becomes of tags that stood before. Nothing is written at Shopify. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  return answerForm(request, form, async ({ shopId, userId }, fields) => {
    await chooseForCollision({ shopId, by: userId, ...fields });
    return { choice: fields.choice };
  });
}
