import { describe, expect, it } from 'vitest';
import { defaultScoringSettings } from './settings.ts';
import { tierChangeCause, type SortingBasis } from './tier-change.ts';

const basis = (changes: Partial<SortingBasis> = {}): SortingBasis => ({
  model: { settings: defaultScoringSettings(), rules: { r: 'rhythm', f: 'bands', m: 'median-order' } }, currencyCode: 'GBP', timeZone: 'Europe/London', ...changes,
});

describe('what a change of tier is put down to', () => {
  it('is the customer while settings and rules stay, in whatever order their keys come', () => {
    const settings = defaultScoringSettings();
    const reversed = Object.fromEntries(Object.entries(settings).reverse()) as typeof settings;
    expect(tierChangeCause(basis(), basis())).toBe('customer');
    expect(tierChangeCause(basis(), basis({ model: { settings: reversed, rules: { m: 'median-order', f: 'bands', r: 'rhythm' } } }))).toBe('customer');
  });

  it('is the settings once any of them differs, the shop’s currency or its time zone', () => {
    const rules = { r: 'rhythm', f: 'bands', m: 'median-order' } as const;
    const changes = [{ window: 12 as const }, { atRisk: 'flat' as const }, { excludedTags: ['staff'] }, { rRule: 'plain' as const }];
    for (const change of changes) expect(tierChangeCause(basis(), basis({ model: { settings: { ...defaultScoringSettings(), ...change }, rules } }))).toBe('settings');
    const map = defaultScoringSettings();
    map.tierMap[0][0] = 'Dormant';
    expect(tierChangeCause(basis(), basis({ model: { settings: map, rules } }))).toBe('settings');
    expect(tierChangeCause(basis(), basis({ currencyCode: 'EUR' }))).toBe('settings');
    expect(tierChangeCause(basis(), basis({ timeZone: 'UTC' }))).toBe('settings');
  });

  it('is the rules where another one came into force by itself, or the last model cannot be read', () => {
    expect(tierChangeCause(basis(), basis({ model: { settings: defaultScoringSettings(), rules: { r: 'rhythm', f: 'bands', m: 'midrank' } } }))).toBe('rules');
    expect(tierChangeCause(basis({ model: null }), basis())).toBe('rules');
  });
});
