import { z } from 'zod';
import { TAG_RULES } from '../tags/tag-rule.ts';

const text = z.string().max(2_000);

/** A draft of the settings as a field of a form: JSON of the form's fields, right or wrong; what it says is judged by `parseDraft`. */
export const draftFieldSchema = z.string().max(400_000).transform((json, context): unknown => {
  try {
    return JSON.parse(json);
  } catch {
    context.addIssue({ code: 'custom', message: 'no JSON' });
    return z.NEVER;
  }
}).pipe(z.object({
  window: text, rRule: text, fRule: text, atRisk: text, nightlyAt: text, riskLine: text, grossMargin: text, purchaseCost: text, discountRate: text,
  tierMap: z.array(z.array(text).max(10)).max(10),
  excludedTags: z.array(text).max(200),
  tags: z.record(z.enum(TAG_RULES), z.object({ name: text, on: z.boolean() })),
}));
