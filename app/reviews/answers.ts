import { z } from 'zod';
import { SOURCES } from './source.ts';

/** Lines of one order that are asked about, at most: whoever bought more is not asked to fill in a ledger. */
export const MOST_LINES = 20;

const digits = z.string().regex(/^\d{1,15}$/);
/** Longer than what is kept (answer-words.ts), so that what somebody pasted is cut and not refused. */
const words = z.string().max(10_000).nullish();

/** What a buyer's page sends. Everything but the order may be left out: what is not said stays as it is. */
export const answersSchema = z.object({
  order: digits,
  source: z.object({ choice: z.enum(SOURCES), words }).optional(),
  lines: z.array(z.object({ line: digits, stars: z.number().int().min(1).max(5), words })).max(MOST_LINES).optional(),
  nps: z.object({ score: z.number().int().min(0).max(10), words }).optional(),
}).refine(({ source, lines = [], nps }) => source !== undefined || lines.length > 0 || nps !== undefined, { message: 'There is no answer in it.' })
  .refine(({ lines = [] }) => new Set(lines.map((one) => one.line)).size === lines.length, { message: 'A line is answered twice.' });

export type Answers = z.infer<typeof answersSchema>;

/**
 * Why answers were not taken. order-unknown: no such order, not this buyer's, or not there yet (the thank-you page can be faster than
 * Shopify's event); closed: it is not asked, or not any more; answered-already: somebody else's word on the source stands; line-unknown:
 * a line that is not of the order, or not asked about.
 */
export type AnswersRefusal = 'order-unknown' | 'closed' | 'answered-already' | 'line-unknown';

export type AnswersOutcome = { saved: true; changed: boolean } | { saved: false; refusal: AnswersRefusal };

/** What the page of an order is to ask, with what was answered before. */
export interface Ask {
  order: string;
  lines: { line: string; product: string; title: string; variant: string | null; stars: number | null; words: string | null }[];
  nps: number | null;
  npsWords: string | null;
  answered: boolean;
}

/** How the thank-you page stands: it asks, has an answer, or the hour is over. */
export type SourceState = 'open' | 'answered' | 'closed';
