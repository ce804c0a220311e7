import { z } from 'zod';
import { InvalidInputError } from '../runtime/errors.ts';

const gid = z.string().regex(/^gid:\/\/shopify\/Customer\/\d{1,16}$/);
const payload = z.object({ admin_graphql_api_customer_kept_id: gid, admin_graphql_api_customer_deleted_id: gid });

/** Who was merged into whom, by the payload of the webhook customers/merge. @throws InvalidInputError for one that does not say so */
export function mergeOfEvent(body: unknown): { goneId: number; keptId: number } {
  const parsed = payload.safeParse(body);
  if (!parsed.success) throw new InvalidInputError('merge-form', 'Shopify told of two customers who were merged without naming them.');
  const numberOf = (id: string): number => Number(id.split('/').at(-1));
  return { goneId: numberOf(parsed.data.admin_graphql_api_customer_deleted_id), keptId: numberOf(parsed.data.admin_graphql_api_customer_kept_id) };
}
