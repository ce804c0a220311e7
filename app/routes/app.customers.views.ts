import type { ActionFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { readCustomerQuery } from '../components/customer-address.ts';
import { deleteView, overwriteView, renameView, saveView } from '../customers/saved-views.server.ts';
import { answerForm } from '../shops/answer-form.server.ts';

const viewId = z.coerce.number().int().positive();
/** The list as its address has it. */
const query = z.string().max(20_000).transform((search) => readCustomerQuery(new URLSearchParams(search)));
const form = {
  schema: z.discriminatedUnion('intent', [
    z.object({ intent: z.literal('save'), name: z.string(), query }),
    z.object({ intent: z.literal('rename'), viewId, name: z.string() }),
    z.object({ intent: z.literal('overwrite'), viewId, query }),
    z.object({ intent: z.literal('delete'), viewId }),
  ]),
  wrong: 'Send intent=save (name, query), rename (viewId, name), overwrite (viewId, query) or delete (viewId). Open Customers again.',
};

/** Saves, renames, overwrites or deletes a view of the customers. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  return answerForm(request, form, ({ shopId, userId }, fields) => {
    switch (fields.intent) {
      case 'save': return saveView({ shopId, by: userId, name: fields.name, query: fields.query });
      case 'rename': return renameView({ shopId, by: userId, viewId: fields.viewId, name: fields.name });
      case 'overwrite': return overwriteView({ shopId, by: userId, viewId: fields.viewId, query: fields.query });
      case 'delete': return deleteView({ shopId, viewId: fields.viewId });
    }
  });
}
