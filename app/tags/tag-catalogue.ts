import { z } from 'zod';
import { tagKey } from '../profiles/tag-key.ts';
import { tagNameProblem } from './tag-name.ts';
import { TAG_RULES, type TagRule } from './tag-rule.ts';


/** A tag as it comes: its name at Shopify, whether it is on, and when it is wanted, in words. */
export interface TagDefinition {
  rule: TagRule;
  defaultName: string;
  onByDefault: boolean;
  definition: string;
}

export const TAG_CATALOGUE: Readonly<Record<TagRule, TagDefinition>> = {
  lapsed: { rule: 'lapsed', defaultName: 'Lapsed', onByDefault: true, definition: 'Stage Lapsed: far past their usual gap between orders.' },
  'at-risk': { rule: 'at-risk', defaultName: 'At-risk', onByDefault: true, definition: 'Stage At risk: past their late limit, not yet lapsed.' },
  new: { rule: 'new', defaultName: 'New', onByDefault: true, definition: 'Tier New: one purchase ever, on time, at most 90 days ago.' },
  loyal: { rule: 'loyal', defaultName: 'Loyal', onByDefault: true, definition: 'Tier Champions or Loyal.' },
  vip: { rule: 'vip', defaultName: 'VIP', onByDefault: true, definition: 'Two or more purchases ever, and in the top tenth by net spend of the last 365 days.' },
  'discount-seeker': {
    rule: 'discount-seeker', defaultName: 'Discount Seeker', onByDefault: true,
    definition: "Three or more orders, at least 60% of them discounted, and at least 20 points above the shop's share.",
  },
  'serial-returner': {
    rule: 'serial-returner', defaultName: 'Serial Returner', onByDefault: false,
    definition: 'Five or more orders, and more than half of their units expected to come back.',
  },
  'big-spender': { rule: 'big-spender', defaultName: 'Big Spender', onByDefault: false, definition: "Two or more purchases, and a mean order value in the shop's top 5%." },
};

/** What a merchant chose for one tag. */
export interface TagSetting {
  name: string;
  on: boolean;
}

/** What a merchant chose for all eight. */
export type TagSettings = Record<TagRule, TagSetting>;

const tagSettingSchema = z.object({
  name: z.string().trim().superRefine((name, context) => {
    const problem = tagNameProblem(name);
    if (problem !== null) context.addIssue({ code: 'custom', message: problem });
  }),
  on: z.boolean(),
});

/** The catalogue as settings. */
export function defaultTagSettings(): TagSettings {
  return Object.fromEntries(
    TAG_RULES.map((rule) => [rule, { name: TAG_CATALOGUE[rule].defaultName, on: TAG_CATALOGUE[rule].onByDefault }]),
  ) as TagSettings;
}

/**
 * Parses tag settings as stored or sent: a rule that is left out has its default, names are trimmed and must be tags
 * that Shopify takes, and no two rules may have the same name, as Shopify would see one tag.
 */
export const tagSettingsSchema = z.partialRecord(z.enum(TAG_RULES), tagSettingSchema)
  .transform((chosen): TagSettings => ({ ...defaultTagSettings(), ...chosen }))
  .superRefine((settings, context) => {
    const seen = new Map<string, TagRule>();
    for (const rule of TAG_RULES) {
      const key = tagKey(settings[rule].name);
      const other = seen.get(key);
      if (other) {
        context.addIssue({
          code: 'custom', path: [rule, 'name'],
          message: `"${settings[rule].name}" is already the tag for ${TAG_CATALOGUE[other].defaultName}: Shopify does not tell capitals from small letters. Choose another name.`,
        });
      }
      seen.set(key, rule);
    }
  });

/** The names in force, with what they are compared by, made once for a million customers. */
export interface TagNames {
  readonly name: Readonly<Record<TagRule, string>>;
  readonly key: Readonly<Record<TagRule, string>>;
  readonly ruleOfKey: ReadonlyMap<string, TagRule>;
}

/** The names of parsed settings. Throws RangeError when two rules share a name, or a name is no tag. */
export function tagNames(settings: TagSettings): TagNames {
  const name = {} as Record<TagRule, string>;
  const key = {} as Record<TagRule, string>;
  const ruleOfKey = new Map<string, TagRule>();
  for (const rule of TAG_RULES) {
    name[rule] = settings[rule].name.trim();
    key[rule] = tagKey(name[rule]);
    const problem = tagNameProblem(name[rule]);
    if (problem !== null) throw new RangeError(`The name of the tag for ${TAG_CATALOGUE[rule].defaultName} cannot be used: ${problem}`);
    const other = ruleOfKey.get(key[rule]);
    if (other !== undefined) throw new RangeError(`The tags for ${TAG_CATALOGUE[other].defaultName} and ${TAG_CATALOGUE[rule].defaultName} are both called "${name[rule]}". Give one of them another name.`);
    ruleOfKey.set(key[rule], rule);
  }
  return { name, key, ruleOfKey };
}
