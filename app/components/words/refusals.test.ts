import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BUILT_IN_NAMES } from '../../customers/saved-view.ts';
import { createFormats } from '../format.ts';
import { wordsFor } from './choose-language.ts';
import { loadLanguages } from './languages.ts';

await loadLanguages();

const [english, german, french] = ['en-GB', 'de', 'fr'].map((locale) => wordsFor(createFormats(locale, 'EUR', 'Europe/Berlin'))) as [Words, Words, Words];
type Words = ReturnType<typeof wordsFor>;

/** The rooms and layers whose refusals answer a merchant's form. */
const ASKED = '{shops,recommendations,tags,metafields,product-fields,segments,settings,customers,archive,privacy,insights,routes}';
/** Codes of theirs that no form of a screen can bring about: faults of a job's work, which its own page tells of. */
const NEVER_IN_A_FORM = new Set(['bigint-range', 'busy', 'holdout-refused', 'lists', 'fields-not-erased', 'merge', 'merge-form', 'scopes-form', 'shop', 'metafield-definition', 'metafields-left', 'metafields-undefined', 'product-fields-refused', 'product-fields-unanswered', 'product-fields-undefined', 'tag-read', 'tag-run-held', 'tag-run-lost', 'tags', 'bulk-mutation', 'form', 'shop-busy']);
/** The rooms and layers whose faults stop an import, a rebuild or a run of tags. */
const WORKING = '{mirror,profiles,forecast,tags,metafields,product-fields,shopify}';
/** Codes of theirs that only ever answer a form, are for whoever reads the log, or stop a check, which has words of its own (live.why). */
const NEVER_STOPS_A_RUN = new Set([
  'approval', 'automatic', 'batch', 'batch-moved', 'brake', 'bulk-finish-form', 'daily-additions', 'fields-not-erased', 'import-failed', 'import-running', 'key-rotation', 'merge', 'metafields-early', 'metafields-off', 'metafields-on', 'metafields-removing', 'product-fields-early', 'product-fields-no-run', 'product-fields-off', 'product-fields-on', 'product-fields-own', 'product-fields-removing', 'product-fields-unseen', 'never-imported', 'nothing-selected', 'propose-again', 'proposal-replaced', 'rebuild-running', 'reconcile', 'reconcile-failed', 'resume-run', 'shopify-answer', 'shut-out', 'stop-run', 'tag-name', 'tag-settings', 'tags', 'token-ended', 'token-exchange', 'undo', 'undo-running',
]);

function thrownCodes(folders: string): string[] {
  const codes = new Set<string>();
  for (const file of globSync(`app/${folders}/*.{ts,tsx}`).filter((one) => !one.includes('.test.'))) {
    for (const [, code] of readFileSync(file, 'utf8').matchAll(/new (?:InvalidInput|Terminal|Retryable|ExpiredFile)Error\(\s*'([^']+)'/g)) codes.add(code ?? '');
  }
  return [...codes].sort();
}

describe('a refusal', () => {
  it('has a text in German and in French for each code that a form can bring about', () => {
    const told = thrownCodes(ASKED).filter((code) => !NEVER_IN_A_FORM.has(code));
    expect(told.length).toBeGreaterThan(20);
    expect(told.filter((code) => german.refusal({ code, message: 'said' }) === 'said')).toEqual([]);
    expect(told.filter((code) => french.refusal({ code, message: 'said' }) === 'said')).toEqual([]);
  });

  it('is what the server said in English and for an unknown code', () => {
    const refusal = { code: 'view-gone', message: 'This view was deleted.' };
    expect(english.refusal(refusal)).toBe('This view was deleted.');
    expect(french.refusal(refusal)).toContain('supprimée entre-temps');
    expect(german.refusal(refusal)).toContain('inzwischen gelöscht');
    expect(french.refusal({ ...refusal, code: 'unheard-of' })).toBe('This view was deleted.');
  });

  it('is in the words of the screens in German', () => {
    const all = thrownCodes(ASKED).map((code) => german.refusal({ code, message: '' })).join(' ');
    expect(all).toContain('Hinzufügungen pro Tag');
    expect(all).not.toMatch(/genehmig|Ergänzung|pausier|de[rn] Tag |einen Tag |kein anderer Tag/i);
  });
});

describe('names that are taken', () => {
  it('are those of the views that every shop has, as each language has them', () => {
    const shown = [english, german, french].flatMap((words) => Object.values(words.customersPage.views.builtIn)).map((name) => name.toLowerCase());
    expect([...BUILT_IN_NAMES].sort()).toEqual([...new Set(shown)].sort());
  });
});

describe('what stopped some work', () => {
  const ownFault = (words: Words) => words.fault({ code: '40P01', message: 'The import stopped at a fault of the app itself: deadlock detected.' });

  it('has a text in German and in French for each code that can stop a run', () => {
    const stopping = [...thrownCodes(WORKING).filter((code) => !NEVER_STOPS_A_RUN.has(code)), 'not-installed', 'stopping'];
    expect(stopping.length).toBeGreaterThan(15);
    for (const words of [german, french]) expect(stopping.filter((code) => words.fault({ code, message: '' }) === ownFault(words))).toEqual([]);
  });

  it('ends with what Shopify said, as Shopify said it', () => {
    expect(german.fault({ code: 'access-denied', message: 'Shopify denies access. Grant the app the scope it names: Access denied for customers field.' })).toMatch(/Gewähren Sie ihn .* \(Shopify: Access denied for customers field\)$/);
    expect(french.fault({ code: 'bulk-operation', message: 'Shopify was asked 4 times: no.' })).not.toContain('asked');
  });

  it('is a fault of the app itself where its code is unknown, with nothing of its English', () => {
    expect(ownFault(english)).toContain('deadlock');
    expect(ownFault(german)).toBe('Die Arbeit brach an einem Fehler der App selbst ab. Im Protokoll der App steht mehr.');
    expect(ownFault(french)).toContain('erreur de l’application elle-même');
  });
});
