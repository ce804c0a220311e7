import { describe, expect, it } from 'vitest';
import { createFormats } from '../format.ts';
import { wordsFor } from './choose-language.ts';
import { frenchSpaces } from './french-spaces.ts';
import { loadLanguages } from './languages.ts';

await loadLanguages();

const english = wordsFor(createFormats('en-GB', 'EUR', 'Europe/Paris'));
const french = wordsFor(createFormats('fr-FR', 'EUR', 'Europe/Paris'));

/** Texts that are the same in both languages, by intent. */
const ALIKE = new Set([
  'Regulars', 'Segments', 'Segment', 'Champions', 'Prospect', 'Prospects', 'Scores', 'Score', 'Actions', 'Action', 'Total', 'Date', 'Test', 'Pages', 'R', 'F', 'M', 'FM', 'RFM', '→', 'Pause', 'Code',
]);

/** Every text of a catalogue that is no function, by where it stands. */
function texts(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => texts(inner, `${path}.${key}`));
}

describe('the French catalogue', () => {
  it('leaves no text in English', () => {
    const inEnglish = new Map(texts(english));
    expect(texts(french).filter(([path, text]) => inEnglish.get(path) === text && !ALIKE.has(text))).toEqual([]);
    expect(texts(french).map(([path]) => path)).toEqual([...inEnglish.keys()]);
  });

  it('takes 0 as singular', () => {
    expect(french.countedCustomers(0)).toBe('0 client');
    expect(french.countedCustomers(1)).toBe('1 client');
    expect(french.countedCustomers(2)).toBe('2 clients');
    expect(french.dataPage.runs.moved(2)).toBe('2 ont changé de niveau');
    expect(french.tagsPage.proposal.heldOff(1)).toMatch(/^1 client convient,/);
  });

  it('breaks no line before a sign, in texts and in what its functions give', () => {
    expect(texts(french).filter(([, text]) => / [;!?:»%]|« /.test(text))).toEqual([]);
    expect(french.segmentsPage.deleting.what('VIP')).toBe('«\u00a0VIP\u00a0» est supprimé dans Shopify.');
    expect(french.tagsPage.run.undoTitle(3)).toBe('Annuler l’exécution 3\u202f?');
    expect(frenchSpaces('a : b')).toBe('a\u00a0: b');
  });

  it('says a sentence with its numbers as French writes them', () => {
    expect(french.customersPage.matchingOf(12, 3_400).replaceAll('\u202f', ' ')).toBe('12 sur 3 400 clients');
    expect(french.settingsPage.fault({ field: 'tag-vip', code: 'long', length: 300 })).toContain('celle-ci en a 300');
  });
});
