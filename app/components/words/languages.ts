import type { AppProviderProps } from '@shopify/polaris';
import type { Formats } from '../format.ts';
import { englishWords, type Words } from './en.ts';

/** A language of the screens: our own strings, and those that Polaris says by itself (English where null). */
interface Language {
  words(formats: Formats): Words;
  polaris: AppProviderProps['i18n'] | null;
}

const ENGLISH: Language = { words: englishWords, polaris: null };

/** Each in a script of its own, so that a browser loads the one that it shows. English is always there: what cannot be loaded is said in it. */
const OTHERS: Readonly<Record<string, () => Promise<Language>>> = {
  de: async () => {
    const [{ germanWords }, polaris] = await Promise.all([import('./de.ts'), import('@shopify/polaris/locales/de.json')]);
    return { words: germanWords, polaris: polaris.default };
  },
  fr: async () => {
    const [{ frenchWords }, polaris] = await Promise.all([import('./fr.ts'), import('@shopify/polaris/locales/fr.json')]);
    return { words: frenchWords, polaris: polaris.default };
  },
};

const loaded = new Map<string, Language>();

export const LANGUAGES: readonly string[] = ['en', ...Object.keys(OTHERS)];

export function languageOf(locale: string): string {
  return locale.split('-')[0] ?? '';
}

/** Loads the language of a locale, once: before a page is hydrated in it. */
export async function loadLanguage(locale: string): Promise<void> {
  const name = languageOf(locale);
  if (!loaded.has(name) && Object.hasOwn(OTHERS, name)) loaded.set(name, (await OTHERS[name]?.()) ?? ENGLISH);
}

/** Loads them all: a server draws pages in each. */
export async function loadLanguages(): Promise<void> {
  await Promise.all(LANGUAGES.map(loadLanguage));
}

/** The language of a locale: English where there is no other, or it was not loaded. */
export function loadedLanguage(locale: string): Language {
  return loaded.get(languageOf(locale)) ?? ENGLISH;
}
