import { describe, expect, it } from 'vitest';
import { defaultScoringSettings, scoringSettingsSchema } from './settings.ts';
import { carriesExcludedTag, tagKey } from './tag-key.ts';
import { DEFAULT_TIER_MAP } from './tier.ts';

describe('scoring settings', () => {
  it("are definitions' own where a shop changed nothing, and no two shops share an object", () => {
    expect(defaultScoringSettings()).toEqual({
      window: 36, rRule: 'rhythm', fRule: 'bands', atRisk: 'rhythm', tierMap: DEFAULT_TIER_MAP, excludedTags: [],
    });
    expect(defaultScoringSettings().tierMap).not.toBe(defaultScoringSettings().tierMap);
  });

  it('refuse a window, a rule or a cell that does not exist', () => {
    expect(scoringSettingsSchema.safeParse({ window: 6 }).success).toBe(false);
    expect(scoringSettingsSchema.safeParse({ rRule: 'ntile' }).success).toBe(false);
    const tierMap: string[][] = structuredClone(DEFAULT_TIER_MAP);
    tierMap[0]?.splice(0, 1, 'New');
    expect(scoringSettingsSchema.safeParse({ tierMap }).success).toBe(false);
  });
});

describe('tags', () => {
  it('are compared trimmed and without case, rather too coarsely than too finely', () => {
    expect(tagKey('  VIP ')).toBe('vip');
    expect(tagKey('STRASSE')).toBe(tagKey('straße'));
    expect(tagKey('ΟΔΟΣ')).toBe(tagKey('οδος'));
    expect(tagKey('Cafe\u0301')).toBe(tagKey('CAFÉ'));
    expect(tagKey('vip 1')).not.toBe(tagKey('vip1'));
  });

  it('exclude a customer who carries one of them in any case', () => {
    expect(carriesExcludedTag(['Staff '], ['staff'])).toBe(true);
    expect(carriesExcludedTag(['staffordshire'], ['staff'])).toBe(false);
    expect(carriesExcludedTag([], ['staff'])).toBe(false);
  });
});
