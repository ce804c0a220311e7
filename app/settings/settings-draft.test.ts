import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GRID_TIERS } from '../profiles/tier.ts';
import { tagSettingsSchema } from '../tags/tag-catalogue.ts';
import { TAG_RULES } from '../tags/tag-rule.ts';
import { draftOf, parseDraft, type SettingsDraft } from './settings-draft.ts';
import { describeFault } from './settings-fault.ts';
import { changedParts, choiceText, consequenceOf, defaultChoice, shopChoiceSchema } from './shop-choice.ts';

const draft = (change: (draft: SettingsDraft) => void = () => {}): SettingsDraft => {
  const made = draftOf(defaultChoice());
  change(made);
  return made;
};
const faultsOf = (change: (draft: SettingsDraft) => void) => parseDraft(draft(change)).faults;

describe('the settings form', () => {
  it('shows a choice and comes back to it', () => {
    fc.assert(fc.property(
      fc.record({
        window: fc.constantFrom(12 as const, 24 as const, 36 as const, 'all' as const), rRule: fc.constantFrom('rhythm', 'plain'), fRule: fc.constantFrom('bands', 'midrank'),
        atRisk: fc.constantFrom('rhythm', 'flat'), tierMap: fc.array(fc.array(fc.constantFrom(...GRID_TIERS), { minLength: 4, maxLength: 4 }), { minLength: 5, maxLength: 5 }),
        excludedTags: fc.array(fc.constantFrom('staff', 'Walk-in', 'test'), { maxLength: 3 }),
      }),
      fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }), fc.integer({ min: 0, max: 1439 }),
      (scoring, on, nightlyMinute) => {
        const choice = shopChoiceSchema.parse({ scoring, tags: Object.fromEntries(TAG_RULES.map((rule, index) => [rule, { name: `Tag ${rule}`, on: on[index] }])), nightlyMinute });
        expect(parseDraft(draftOf(choice))).toEqual({ choice, faults: [] });
        expect(changedParts(choice, choice)).toEqual([]);
      },
    ));
  });

  it('refuses two tags of one name, whatever their case, at the second', () => {
    expect(faultsOf((one) => { one.tags.vip.name = ' lapsed '; })).toEqual([{ field: 'tag-vip', code: 'same-name', as: 'Lapsed' }]);
  });

  it('refuses a name that is empty, has a comma, 256 characters or a line break, each in words', () => {
    const codeOf = (name: string) => faultsOf((one) => { one.tags.new.name = name; }).map((fault) => [fault.field, fault.code]);
    expect([' ', 'a,b', 'x'.repeat(256), 'a\nb'].map(codeOf)).toEqual([
      [['tag-new', 'empty']], [['tag-new', 'comma']], [['tag-new', 'long']], [['tag-new', 'control']],
    ]);
    expect(describeFault({ field: 'tag-new', code: 'long', length: 256 })).toContain('256');
    expect(codeOf('x'.repeat(255))).toEqual([]);
  });

  it('refuses an empty cell of the grid, a tier that is none, and a row that is missing', () => {
    expect(faultsOf((one) => { (one.tierMap[2] as string[])[3] = ''; })).toEqual([{ field: 'tier-2-3', code: 'choose' }]);
    expect(faultsOf((one) => { (one.tierMap[0] as string[])[0] = 'New'; })).toEqual([{ field: 'tier-0-0', code: 'choose' }]);
    expect(faultsOf((one) => { one.tierMap.pop(); })).toHaveLength(4);
  });

  it('refuses a time that is none, an option that is none, and excluded tags that are no tags or too many', () => {
    expect(faultsOf((one) => { one.nightlyAt = '25:00'; })).toEqual([{ field: 'nightlyAt', code: 'no-time' }]);
    expect(faultsOf((one) => Object.assign(one, { grossMargin: '0', purchaseCost: '-1', discountRate: '51' }))).toEqual([{ field: 'grossMargin', code: 'no-margin' }, { field: 'purchaseCost', code: 'no-cost' }, { field: 'discountRate', code: 'no-discount' }]);
    expect(faultsOf((one) => { one.window = '6'; })).toEqual([{ field: 'window', code: 'choose' }]);
    expect(faultsOf((one) => { one.excludedTags = ['a,b', '']; })).toEqual([{ field: 'excludedTags', code: 'comma' }]);
    expect(faultsOf((one) => { one.excludedTags = Array.from({ length: 101 }, (_, index) => `t${index}`); })).toEqual([{ field: 'excludedTags', code: 'too-many' }]);
  });

  it('takes no name that the stored settings would refuse', () => {
    const name = fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom('lapsed', 'LAPSED ', 'a,b', '', 'x'.repeat(256), 'straße', 'STRASSE', 'a\tb'));
    fc.assert(fc.property(fc.array(name, { minLength: 8, maxLength: 8 }), (names) => {
      const made = draft((one) => TAG_RULES.forEach((rule, index) => { one.tags[rule].name = names[index] as string; }));
      expect(parseDraft(made).choice !== null).toBe(tagSettingsSchema.safeParse(made.tags).success);
    }));
  });
});

describe('a change of the settings', () => {
  it('says which parts changed, and what has to be worked out anew', () => {
    const before = defaultChoice();
    const changed = (change: (draft: SettingsDraft) => void) => changedParts(before, parseDraft(draft(change)).choice ?? before);
    expect(changed((one) => { one.window = '12'; one.nightlyAt = '03:30'; })).toEqual(['window', 'nightly']);
    expect(changed((one) => { one.tags.vip.on = false; one.tags.new.name = 'Newcomer'; })).toEqual(['tagNames', 'tagsOn']);
    expect([['nightly'], ['tagsOn', 'nightly'], ['tagsOn', 'atRisk'], ['worth', 'nightly'], ['worth', 'tagsOn'], []].map((parts) => consequenceOf(parts as never))).toEqual(['nothing', 'propose', 'rebuild', 'forecast', 'propose', 'nothing']);
  });

  it('is told by a text that differs exactly when the choice does', () => {
    const reordered = JSON.parse(JSON.stringify(defaultChoice(), Object.keys({ nightlyMinute: 0, tags: 0 }).concat('scoring', 'tierMap', 'window', 'rRule', 'fRule', 'atRisk', 'excludedTags', ...TAG_RULES, 'on', 'name'))) as never;
    expect(choiceText(shopChoiceSchema.parse(reordered))).toBe(choiceText(defaultChoice()));
    expect(choiceText({ ...defaultChoice(), nightlyMinute: 1 })).not.toBe(choiceText(defaultChoice()));
  });
});
