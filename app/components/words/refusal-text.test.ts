import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { refusalText } from './refusal-text.ts';
import { GERMAN_REFUSALS } from './refusals-de.ts';
import { FRENCH_REFUSALS } from './refusals-fr.ts';

/** The rooms and layers whose refusals answer a merchant's form. */
const ASKED = ['shops', 'tags', 'segments', 'settings', 'customers', 'archive', 'routes'];
/** Codes of theirs that no form of a screen can bring about: faults of a job's work, which its own page tells of. */
const NEVER_IN_A_FORM = new Set(['merge', 'shop', 'tag-read', 'tag-run-held', 'tag-run-lost', 'bulk-mutation']);

function thrownCodes(): string[] {
  const codes = new Set<string>();
  for (const folder of ASKED) {
    for (const name of readdirSync(`app/${folder}`).filter((one) => /\.tsx?$/.test(one) && !one.includes('.test.'))) {
      for (const [, code] of readFileSync(`app/${folder}/${name}`, 'utf8').matchAll(/new (?:InvalidInput|Terminal|Retryable)Error\(\s*'([^']+)'/g)) codes.add(code ?? '');
    }
  }
  return [...codes].sort();
}

describe('a refusal', () => {
  it('has a text in German and in French for each code that a form can bring about', () => {
    expect(thrownCodes().length).toBeGreaterThan(20);
    const told = thrownCodes().filter((code) => !NEVER_IN_A_FORM.has(code));
    expect(told.filter((code) => FRENCH_REFUSALS[code] === undefined)).toEqual([]);
    expect(told.filter((code) => GERMAN_REFUSALS[code] === undefined)).toEqual([]);
    expect(Object.keys(GERMAN_REFUSALS)).toEqual(Object.keys(FRENCH_REFUSALS));
  });

  it('is what the server said in English and for an unknown code', () => {
    const refusal = { code: 'view-gone', message: 'This view was deleted.' };
    expect(refusalText('en-GB', refusal)).toBe('This view was deleted.');
    expect(refusalText('fr-CA', refusal)).toContain('supprimée entre-temps');
    expect(refusalText('de-DE', refusal)).toContain('inzwischen gelöscht');
    expect(refusalText('fr-FR', { ...refusal, code: 'unheard-of' })).toBe('This view was deleted.');
  });
});
