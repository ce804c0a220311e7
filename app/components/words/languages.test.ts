import english from '@shopify/polaris/locales/en.json';
import { describe, expect, it } from 'vitest';
import type { StageReason, TierReason } from '../../profiles/reasons.ts';
import { createFormats, type Formats } from '../format.ts';
import { acceptedLocale, supportedLocale, wordsFor } from './choose-language.ts';
import { LANGUAGES, loadedLanguage, loadLanguages } from './languages.ts';

await loadLanguages();

const formatsOf = (locale: string) => createFormats(locale, 'EUR', 'Europe/Berlin');
const OTHERS = LANGUAGES.filter((language) => language !== 'en');

/** Words that are the same in German, by intent: names, loan words, units, and what a call put in. */
const ALIKE = new Set(['Regulars', 'Shopify', 'Tags', 'Tag', 'Champions', 'Name', 'Test', 'Status', 'Details', 'Import', 'Export', 'Segment', 'Filter', 'FM', 'kB', 'MB', 'in', 'null', 'Qaz', 'Wsx', 'Edc', 'VIP', 'RFM', 'Support', 'Standard']);
/** Names in another product's own language. */
const FOREIGN = ['Read all orders', 'read_all_orders', 'Customer tags added', 'Needs attention', 'At risk', 'At-risk'];
const ENGLISH_WORDS = /(?<!\p{L})(the|and|of|are|your|with|not|this|from|been|has|have|customers?|orders?|purchases?|yet)(?!\p{L})/iu;

const stage: StageReason = { kind: 'stage', stage: 'Won back', days: 1_174, usualDays: 1_131, usualIsShops: false, lateDays: 1_146, lostDays: 1_193, purchases: 1_205, lastGap: 1_230, lostDaysBefore: 1_290 };
const tier: TierReason = {
  kind: 'tier', tier: 'At risk', rules: { r: 'rhythm', f: 'bands', m: 'median' } as unknown as TierReason['rules'], r: 2, days: 1_174, recencyLimits: [31, 38, 46, 93], f: 4, purchasesInWindow: 1_205, frequencyCuts: [2, 3, 4, 6],
  m: 3, spendInWindow: 123_456, spendCuts: [1_000, 5_000, null, 900_000], spendRanked: 1_812, medianOrderValueDoubled: 4_000, windowStartDay: 14_000, fm: 5, purchases: 1_206, newUpToDays: 90,
};
const of = { orders: 1_205, discountedOrders: 1_104, shopOrders: 9_100, shopDiscountedOrders: 2_020, unitsRefunded: 1_206, unitsBought: 2_210, netSpend: 123_456, valuedPurchases: 1_203, ranked: 1_812, fromSpend: 90_000, fromPurchases: 2, purchases: 1_203, spendLastYear: 50_000, spendFrom: 40_000, sinceDay: 14_000 };
const band = { band: 'middle', lower: 500, middle: 800, upper: 1_500, medianDoubled: 1_800, lines: 1_003 };
const newest = { month: 24_129, newBuyers: 1_234, returningBuyers: 2_345, newRevenue: 123_400, returningRevenue: 234_500 };

const held = { model: 0.123, naives: { recency: 0.234, rfm: 0.345, 'last-window': 0.456 } };
const bin = { customers: 1_234, expected: 0.123, happened: 0.234 };

/** What functions are called with that take neither numbers nor texts alone. */
const ARGUMENTS: Readonly<Record<string, readonly (readonly unknown[])[]>> = {
  refusal: [[{ code: 'view-gone', message: 'This view was deleted.' }]],
  fault: [[{ code: 'shopify', message: 'Shopify refused a request: Qaz' }], [{ code: 'XX000', message: 'A fault of the app itself.' }]],
  'live.healed': [['2026-11-02T09:00:00Z', [{ kind: 'orders', count: 3, deleted: 0 }]], ['2026-11-02T09:00:00Z', [{ kind: 'customers', count: 1, deleted: 1 }, { kind: 'products', count: 2, deleted: 0 }]]],
  'homePage.grid.columnTitle': [[0]],
  'overview.months.drawnBuyers': [[24_100, 24_129, newest]],
  'overview.months.drawnRevenue': [[24_100, 24_129, newest]],
  'customerPage.excluded': [[[]], [['Staff']], [['Staff', 'Till']]],
  'accuracy.isLost': [[['Qaz', 'Wsx']]],
  'accuracy.alsoLost': [[['Qaz', 'Wsx']]],
  'accuracy.likeliest': [[held], [{ model: 0.123, naives: {} }]],
  'accuracy.pairs': [[held]],
  'accuracy.spend': [[held, 1_234]],
  'accuracy.revenue': [[held]],
  'accuracy.calibration.drawn': [[bin, { ...bin, expected: 0.567 }]],
  'forecast.progress': [[{ buyers: 143, buyersNeeded: 512, days: 97, daysNeeded: 183, met: false }]],
  'insights.value.simpleHow': [[1_234, 2_345, 3_456, 4_567, 5_678]],
  'insights.retention.churnYearHow': [['month', 1_234, 2_345], ['quarter', 1_234, 2_345], ['year', 1_234, 2_345]],
  'metafields.runs.write': [['asked'], ['sorted'], ['resumed'], ['fields-gone']],
  'productFields.runs.write': [['asked'], ['lists'], ['products'], ['rules'], ['resumed'], ['fields-gone']],
  'timeline.tierMoved': [['Loyal', null], [null, 'New']],
  'timeline.stageMoved': [['Lapsed', null], [null, 'Won back']],
  'settingsPage.fault': [
    [{ field: 'tier-1-1', code: 'choose' }], [{ field: 'window', code: 'choose' }], [{ field: 'tag-vip', code: 'empty' }], [{ field: 'excludedTags', code: 'empty' }], [{ field: 'tag-vip', code: 'comma' }],
    [{ field: 'tag-vip', code: 'control' }], [{ field: 'tag-vip', code: 'long', length: 321 }], [{ field: 'tag-vip', code: 'same-name', as: 'New' }], [{ field: 'excludedTags', code: 'too-many' }], [{ field: 'nightlyAt', code: 'no-time' }], [{ field: 'riskLine', code: 'no-risk' }], [{ field: 'grossMargin', code: 'no-margin' }], [{ field: 'purchaseCost', code: 'no-cost' }], [{ field: 'discountRate', code: 'no-discount' }],
  ],
  'settingsPage.history.parts': [[['window', 'tierMap', 'nightly']]],
  'settingsPage.standing': [['excluded'], ['absent'], ['Loyal']],
  'segmentsPage.create.nameProblem': [['empty'], ['long'], ['control']],
  'segmentsPage.create.both': [[['VIP', 'At-risk']]],
  'segmentsPage.tiers.shared': [['Loyal', ['Loyal', 'Active']]],
  'privacy.leave.deletesSegments': [[['Qaz']], [['Qaz', 'Wsx']]],
  'privacy.leave.keepsSegments': [[['Qaz']], [['Qaz', 'Wsx']]],
  'dataPage.rejects.why': [
    ['Qaz is not a text.'], ['Qaz is neither true nor false.'], ['Qaz is not a whole number.'], ['Qaz is not a list.'], ['Qaz is missing.'], ['Qaz is not an instant: Wsx.'], ['The id Qaz is not one of a Wsx.'],
    ['The currency Qaz is not known, so its amounts cannot be counted exactly.'], ['Qaz is Wsx, which is no amount with 2 decimals.'], ['The line is longer than the app takes.'], ['The line is not JSON: it is cut or damaged.'],
    ['The line is not a JSON object.'], ['The row lacks what every such row has (Qaz).'], ['The query asks for Qaz rows, and this one is of no type.'], ['A row below a Qaz is Wsx, which the query does not ask for.'],
    ['The discount Qaz is of a kind that the app does not know.'], ['Its parent, 1, is not in the file or was itself rejected.'],
  ],
  'reasons.stage': [[stage], [{ ...stage, usualIsShops: true, stage: 'Lapsed' }]],
  'reasons.prospect': [[{ kind: 'prospect', orders: 0 }], [{ kind: 'prospect', orders: 1_234 }]],
  'reasons.monetaryRule': [[tier], [{ ...tier, rules: { ...tier.rules, m: 'midrank' } }], [{ ...tier, medianOrderValueDoubled: null }]],
  'reasons.tag': [
    [{ rule: 'lapsed', stage }], [{ rule: 'loyal', tier }], [{ rule: 'vip', ...of }], [{ rule: 'discount-seeker', ...of }], [{ rule: 'serial-returner', ...of }], [{ rule: 'big-spender', ...of }],
  ],
  'taste.likes.priceHow': [[band]],
  'taste.likes.priceOf': [[band], [{ ...band, band: 'low' }], [{ ...band, band: 'high' }]],
  'taste.signals.signal': [
    ...['lapsed', 'late', 'little-late'].map((signal) => [{ signal, days: 1_234, usualDays: 1_111, limitDays: 1_222 }]),
    ...['gaps-lengthening', 'basket-shrinking'].map((signal) => [{ signal, trend: { count: 1_012, before: 40, after: 90, chance: 0.04 } }]),
    [{ signal: 'discounts-rising', trend: { count: 12, before: 1_001, after: 1_005, ofBefore: 1_006, ofAfter: 1_007, chance: 0.04 } }],
    [{ signal: 'sent-back', day: 15_000, unitsRefunded: 1_002, units: 1_003 }], [{ signal: 'product-stopped', title: 'Qaz', times: 1_004, intervalDays: 1_030, dueDay: 15_000 }],
  ],
  'taste.suggestion.reason': [
    [{ action: 'ask why', because: 'sizing', lines: 1_003, sizingLines: 1_002 }], [{ action: 'ask why', because: 'serial', mean: 0.5, shopMean: 0.1, unitsRefunded: 1_005, unitsBought: 1_010 }],
    [{ action: 'ask why', because: 'sent-back', day: 15_000, unitsRefunded: 1_002, units: 1_003 }],
    ...[null, 'Qaz'].flatMap((favourite) => [
      [{ action: 'win back', because: 'late', days: 1_100, usualDays: 1_050, lateDays: 1_075, purchases: 1_006, favourite }],
      [{ action: 'win back', because: 'forecast', days: 1_100, usualDays: 1_050, chance: 0.2, horizonDays: 1_090, favourite }],
    ]),
    ...[1, 1_004].flatMap((times) => [0, 1_021].map((overdueDays) => [{ action: 'reorder', title: 'Qaz', intervalDays: 1_030, times, lastDay: 15_000, dueDay: 15_030, overdueDays }])),
    [{ action: 'thank', because: 'back', days: 1_003, purchases: 1_010, tier: 'VIP' }], [{ action: 'thank', because: 'milestone', days: 1_003, purchases: 1_010, tier: 'VIP' }],
    [{ action: 'thank', because: 'value', days: 1_003, purchases: 1_010, tier: 'VIP' }], ...[false, true].map((sampled) => [{ action: 'try', title: 'Qaz', like: 'Wsx', both: 1_040, buyersOfLike: 1_100, buyers: 500, customers: 20_000, sampled }]),
    [{ action: 'leave alone', because: 'no-purchase' }], [{ action: 'leave alone', because: 'excluded' }], [{ action: 'leave alone', because: 'gone', days: 1_300, lostDays: 1_120 }],
    ...[0, 1_021].map((overdueDays) => [{ action: 'leave alone', because: 'in-rhythm', days: 1_020, usualDays: 1_041, nextDay: 15_000, overdueDays }]), [{ action: 'leave alone', because: 'no-rhythm', days: 1_020 }],
  ],
};
/** What all others are called with. Each number is told from the rest; one and none are tried too, whose sentences may leave the number out. */
const NUMBERS = [1_234, 2_345, 3_456, 4_567];
const TEXTS = ['Qaz', 'Wsx', 'Edc', 'Rfv'];

const bare = (text: string) => text.replace(/\s/g, ' ');

/** Every text and every function of a catalogue, by where it stands. */
function leaves(value: unknown, path = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, path === '' ? key : `${path}.${key}`));
}

function textOf(result: unknown): string {
  return bare(typeof result === 'string' ? result : leaves(result).map(([, value]) => String(value)).join(' · '));
}

function saidWith(call: unknown, given: readonly unknown[]): string | null {
  try {
    const text = textOf((call as (...all: readonly unknown[]) => unknown)(...given));
    return text === '' || /undefined|NaN|\[object/.test(text) ? null : text;
  } catch {
    return null;
  }
}

/** The calls of one function that English has a text for. */
function callsOf(path: string, call: unknown): { given: readonly unknown[]; said: string }[] {
  const kinds = ARGUMENTS[path] ?? [[tier], NUMBERS, [NUMBERS[0], null], [NUMBERS[0], TEXTS[1]], TEXTS, [TEXTS[0], null], [1, 1, 1, 1], [0, 0, 0, 0]].filter((given) => given[0] !== tier || path.startsWith('reasons.'));
  return kinds.flatMap((given) => {
    const said = saidWith(call, given);
    return said === null ? [] : [{ given, said }];
  });
}

/** Every way to write a value, in one order for all languages. */
function forms(value: unknown, formats: Formats): string[] {
  if (typeof value !== 'number') return [String(value)];
  const { number, money, percent, day, date, instant, duration, calendarMonth } = formats;
  return [number(value), money(value), money(value, { whole: true }), percent(value), day(value), date(value), instant(value), duration(value), calendarMonth(value), String(value)].map(bare);
}

function values(given: unknown): unknown[] {
  if (typeof given !== 'object' || given === null) return typeof given === 'number' ? (given >= 1_000 ? [given] : []) : typeof given === 'string' && TEXTS.includes(given) ? [given] : [];
  return Object.values(given).flatMap(values);
}

const ours = formatsOf('en-GB');
const inEnglish = leaves(wordsFor(ours));

describe.each(OTHERS)('the catalogue of %s', (language) => {
  const formats = formatsOf(language);
  const catalogue = new Map(leaves(wordsFor(formats)));

  it('has what English has, and no more', () => {
    expect([...catalogue.keys()].sort()).toEqual(inEnglish.map(([path]) => path).sort());
    expect(inEnglish.filter(([path, value]) => typeof value !== typeof catalogue.get(path)).map(([path]) => path)).toEqual([]);
    expect([...catalogue].filter(([, value]) => value === '').map(([path]) => path)).toEqual([]);
  });

  it('says a sentence wherever English says one, with every number and name that English has in it', () => {
    const functions = inEnglish.filter(([, value]) => typeof value === 'function');
    expect(functions.filter(([path, call]) => callsOf(path, call).length === 0).map(([path]) => path), 'functions that nothing is known to call with: enter them in ARGUMENTS').toEqual([]);
    const faults = functions.flatMap(([path, call]) => callsOf(path, call).flatMap(({ given, said }) => {
      const theirs = saidWith(catalogue.get(path), given);
      if (theirs === null) return [`${path}(${JSON.stringify(given)}) says nothing`];
      return values(given).filter((value) => {
        const shown = forms(value, ours).flatMap((form, kind) => (said.includes(form) ? [kind] : []));
        return shown.length > 0 && !forms(value, formats).some((form, kind) => shown.includes(kind) && theirs.includes(form));
      }).map((value) => `${path} without ${String(value)}: ${theirs}`);
    }));
    expect(functions.length).toBeGreaterThan(150);
    expect(faults).toEqual([]);
  });

  it('leaves no English', () => {
    const all = inEnglish.flatMap(([path, value]): [string, string, string][] => typeof value === 'function'
      ? callsOf(path, value).map(({ given, said }) => [path, said, saidWith(catalogue.get(path), given) ?? ''])
      : [[path, String(value), String(catalogue.get(path))]]);
    const strange = all.filter(([, , theirs]) => ENGLISH_WORDS.test(FOREIGN.reduce((text, name) => text.replaceAll(name, ''), theirs)));
    expect(strange.map(([path, , theirs]) => `${path}: ${theirs}`)).toEqual([]);
    if (language !== 'de') return;
    const same = all.filter(([, said, theirs]) => said === theirs && (said.match(/\p{L}{2,}/gu) ?? []).some((word) => !ALIKE.has(word)));
    expect(same.map(([path, said]) => `${path}: ${said}`)).toEqual([]);
  });

  it('comes with what Polaris says by itself, nothing missing', () => {
    const theirs = loadedLanguage(language).polaris;
    expect(leaves(theirs).map(([path]) => path)).toEqual(expect.arrayContaining(leaves(english).map(([path]) => path)));
  });
});

describe('a locale', () => {
  it('of a region has its own numbers in the language of the screens', () => {
    expect(supportedLocale('de-CH')).toBe('de-CH');
    expect(supportedLocale('fr-CA')).toBe('fr-CA');
    expect(bare(wordsFor(formatsOf('de-CH')).countedCustomers(1_200))).toMatch(/^1[’']200 Kunden$/);
    expect(bare(wordsFor(formatsOf('de')).countedCustomers(1_200))).toBe('1.200 Kunden');
    expect(bare(wordsFor(formatsOf('fr-CA')).countedCustomers(1_200))).toBe('1 200 clients');
  });

  it('that Intl would refuse gets English', () => {
    expect(supportedLocale('de-xx-yy')).toBe('en-GB');
    expect(supportedLocale('fr-1')).toBe('en-GB');
  });

  it('of a page outside the admin is the first of a browser’s languages that the screens speak, unless one is asked for', () => {
    expect(acceptedLocale(null, 'nl, en;q=0.2, fr-CA;q=0.8, de;q=0.5')).toBe('fr-CA');
    expect(acceptedLocale('de', 'fr')).toBe('de');
    expect(acceptedLocale('xx', 'fr')).toBe('en-GB');
    for (const header of [null, '', '*', 'nl', 'de;q=0', 'de;q=x', ',;,=', `${'a'.repeat(400)},de`, 'x'.repeat(10_000)]) expect(acceptedLocale(null, header), String(header).slice(0, 20)).toBe(header?.endsWith(',de') === true ? 'de' : 'en-GB');
  });
});

describe('German', () => {
  const german = wordsFor(formatsOf('de'));

  it('counts one and many, in the case that the sentence needs', () => {
    expect(german.countedCustomers(1)).toBe('1 Kunde');
    expect(german.countedDays(2)).toBe('2 Tage');
    expect(german.reasons.recencySteps(tier).map((step) => step.text)).toEqual(['5: bis zu 31 Tagen', '4: bis zu 38 Tagen', '3: bis zu 46 Tagen', '2: bis zu 93 Tagen']);
    expect(german.customersPage.matchingOf(1, 1)).toBe('1 von 1 Kunden');
    expect(german.settingsPage.preview.nobody(1)).toBe('Niemand wechselt: 1 Kunde behält die Stufe.');
    expect(german.tagWriting.collisions.effect.rename(1, 1)).toContain('auch für 1 Kunden, der Ihres trägt; 1 Tag mit dem alten Namen würde ersetzt.');
  });
});
