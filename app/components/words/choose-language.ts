import type { Formats } from '../format.ts';
import type { Words } from './en.ts';
import { LANGUAGES, languageOf, loadedLanguage } from './languages.ts';

const DEFAULT_LOCALE = 'en-GB';

/** The locale of numbers, money and days for one that Shopify passes: itself where the screens speak its language, so that a page never mixes two. */
export function supportedLocale(asked: string | null): string {
  if (asked === null || asked === 'en' || !isLocale(asked)) return DEFAULT_LOCALE;
  return LANGUAGES.includes(languageOf(asked)) ? asked : DEFAULT_LOCALE;
}

/**
 * The locale of a page that no shop's admin has launched: the one that is asked for, else the first of a browser's languages
 * (the header Accept-Language, RFC 9110 12.5.4) that the screens speak.
 */
export function acceptedLocale(asked: string | null, header: string | null): string {
  if (asked !== null) return supportedLocale(asked);
  const wanted = (header ?? '').slice(0, 500).split(',').map((part) => {
    const [tag = '', ...parameters] = part.split(';').map((piece) => piece.trim());
    return { tag, weight: Number(parameters.find((one) => one.startsWith('q='))?.slice(2) ?? 1) };
  });
  const best = wanted.filter(({ tag, weight }) => weight > 0 && LANGUAGES.includes(languageOf(tag)) && isLocale(tag)).sort((left, right) => right.weight - left.weight)[0];
  return supportedLocale(best?.tag ?? null);
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
