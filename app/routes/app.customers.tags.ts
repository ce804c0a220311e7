import type { ActionFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { readCustomerQuery } from '../components/customer-address.ts';
import { customerSelectionSchema } from '../customers/customer-selection.ts';
import { approveMarkedTags, loadMarkedTags } from '../customers/marked-tags.server.ts';
import { answerForm } from '../shops/answer-form.server.ts';

const selected = {
  query: z.string().max(20_000).transform((search) => readCustomerQuery(new URLSearchParams(search))),
  /** Ids parted by commas; empty: all that match. */
  ids: z.string().max(20_000).transform((ids) => (ids === '' ? null : ids.split(','))).pipe(customerSelectionSchema.shape.ids),
};
const number = z.coerce.number().int().min(0);
const form = {
  schema: z.discriminatedUnion('intent', [
    z.object({ intent: z.literal('look'), ...selected }),
    z.object({ intent: z.literal('approve'), ...selected, proposalId: number, revision: number, adds: number, removes: number }),
  ]),
  wrong: 'Send the list’s address (query) and the marked customers (ids), and to approve their tag changes what you were shown of them (proposalId, revision, adds, removes). Open Customers again.',
  signed: true,
};

/** What is proposed for the marked customers, and its approval. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  return answerForm(request, form, ({ shopId, userId }, asked) => {
    const selection = { query: asked.query, ids: asked.ids };
    if (asked.intent === 'look') return loadMarkedTags({ shopId, selection });
    const { proposalId, revision, adds, removes } = asked;
    return approveMarkedTags({ shopId, by: userId, selection, proposal: { id: proposalId, revision }, seen: { adds, removes } });
  });
}
