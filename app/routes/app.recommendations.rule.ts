import type { ActionFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { writeLists } from '../product-fields/follow-lists.server.ts';
import { addRule, undoRule } from '../recommendations/change-rules.server.ts';
import { BLOCKS } from '../recommendations/merchant-rules.ts';
import { answerForm } from '../shops/answer-form.server.ts';

const id = z.string().regex(/^[1-9]\d{0,15}$/);
const form = {
  schema: z.discriminatedUnion('intent', [
    z.object({ intent: z.literal('pin'), block: z.enum(BLOCKS), product: id, shownWith: z.union([id, z.literal('')]) }),
    z.object({ intent: z.literal('exclude'), product: id }),
    z.object({ intent: z.literal('boost'), by: z.enum(['product', 'product-type', 'vendor', 'tag']), value: z.string().trim().min(1).max(255).regex(/^\P{Cc}+$/u), factor: z.coerce.number() }),
    z.object({ intent: z.literal('undo'), id: z.coerce.number().int().positive().max(2_147_483_647) }),
  ]),
  wrong: 'Say what is to be done (intent): pin with block, product and shownWith; exclude with product; boost with by, value and factor; or undo with id. Open Recommendations again.',
  signed: true,
};

/** Makes a pin, an exclusion or a boost, or takes one back. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  return answerForm(request, form, async ({ shopId, userId: by }, fields) => {
    const changed = await change(shopId, by, fields);
    // Lists that stand at products follow where the merchant has them written.
    await writeLists({ shopId, cause: 'rules' });
    return changed;
  });
}

async function change(shopId: number, by: string, fields: z.infer<typeof form.schema>): Promise<{ id: number }> {
  switch (fields.intent) {
    case 'pin':
      return addRule({ shopId, by, rule: { kind: 'pin', block: fields.block, product: fields.product, shownWith: fields.shownWith === '' ? null : fields.shownWith } });
    case 'exclude':
      return addRule({ shopId, by, rule: { kind: 'exclude', product: fields.product } });
    case 'boost':
      return addRule({ shopId, by, rule: { kind: 'boost', by: fields.by, value: fields.value, factor: fields.factor } });
    case 'undo':
      return undoRule({ shopId, by, id: fields.id });
  }
}
