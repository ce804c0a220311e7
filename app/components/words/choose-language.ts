import type { Formats } from '../format.ts';
import type { Words } from './en.ts';
import { LANGUAGES, languageOf, loadedLanguage } from './languages.ts';

const DEFAULT_LOCALE = 'en-GB';

/** The locale of numbers, money and days for one that Shopify passes: itself where the screens speak its language, so that a page never mixes two. */
export function supportedLocale(asked: string | null): string {
  if (asked === null || asked === 'en' || !isLocale(asked)) return DEFAULT_LOCALE;
  return LANGUAGES.includes(languageOf(asked)) ? asked : DEFAULT_LOCALE;
}

/** Whether it is written as a language, a script, a region and variants are, without extensions: of another, Intl throws. */
function isLocale(asked: string): boolean {
  if (!/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(asked)) return false;
  try {
    return Intl.getCanonicalLocales(asked).length === 1;
  } catch {
    return false;
  }
}

/** The catalogue of a supported locale, whose language is loaded (languages.ts). */
export function wordsFor(formats: Formats): Words {
  return loadedLanguage(formats.locale).words(formats);
}
