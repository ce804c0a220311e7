import { z } from 'zod';

/** Numbers of Shopify below 2^53. */
const number = z.number().int().positive();

const customer = z.object({ id: number.nullish(), email: z.string().nullish(), phone: z.string().nullish() });

/** customers/data_request and customers/redact, as far as the app reads them. A guest has no number. */
export const dataRequestSchema = z.object({ customer: customer.nullish(), orders_requested: z.array(number).nullish() });
export const redactionSchema = z.object({ customer: customer.nullish(), orders_to_redact: z.array(number).nullish() });
