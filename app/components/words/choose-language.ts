import type { Formats } from '../format.ts';
import { germanWords } from './de.ts';
import { englishWords, type Words } from './en.ts';
import { frenchWords } from './fr.ts';

const CATALOGUES: Readonly<Record<string, (formats: Formats) => Words>> = { en: englishWords, de: germanWords, fr: frenchWords };
const DEFAULT_LOCALE = 'en-GB';

/** The locale of numbers, money and days for one that Shopify passes: itself where the screens speak its language, so that a page never mixes two. */
export function supportedLocale(asked: string | null): string {
  if (asked === null || asked === 'en' || !/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(asked)) return DEFAULT_LOCALE;
  return (asked.split('-')[0] ?? '') in CATALOGUES ? asked : DEFAULT_LOCALE;
}

/** The catalogue of a supported locale. */
export function wordsFor(formats: Formats): Words {
  return (CATALOGUES[formats.locale.split('-')[0] ?? ''] ?? englishWords)(formats);
}
