import { z } from 'zod';
import { STAGES } from '../profiles/stage.ts';
import { TIERS } from '../profiles/tier.ts';
import { TAG_RULES } from '../tags/tag-rule.ts';
import { CUSTOMER_SORTS, LONGEST_SEARCH, LONGEST_TAG, MOST_MARKED, RISKS, type CustomerQuery } from './customer-list.ts';

/** A list's query as it is kept or sent. */
export const customerQuerySchema = z.object({
  search: z.string().max(LONGEST_SEARCH).default(''),
  tiers: z.array(z.enum(TIERS)).readonly().default([]),
  stages: z.array(z.enum(STAGES)).readonly().default([]),
  tag: z.string().min(1).max(LONGEST_TAG).nullable().default(null),
  fits: z.array(z.enum(TAG_RULES)).readonly().default([]),
  risks: z.array(z.enum(RISKS)).readonly().default([]),
  due: z.boolean().default(false),
  sort: z.enum(CUSTOMER_SORTS).default('last-order'),
  direction: z.enum(['asc', 'desc']).default('desc'),
}) satisfies z.ZodType<CustomerQuery>;

/** Customers of a list: all that match its query, or those of them that were marked. */
export const customerSelectionSchema = z.object({
  query: customerQuerySchema,
  /** Ids in digits; null: all that match. */
  ids: z.array(z.string().regex(/^\d{1,16}$/)).max(MOST_MARKED).nullable(),
});
export type CustomerSelection = z.infer<typeof customerSelectionSchema>;
