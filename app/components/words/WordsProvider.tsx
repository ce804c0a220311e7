import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { createFormats, type Formats } from '../format.ts';
import { wordsFor } from './choose-language.ts';
import type { Words } from './en.ts';

const Context = createContext<{ formats: Formats; words: Words } | null>(null);

/** Gives all screens beneath it the catalogue and the formats of one shop and one reader. */
export function WordsProvider(props: { locale: string; currency: string; timeZone: string; children: ReactNode }) {
  const { locale, currency, timeZone } = props;
  const value = useMemo(() => {
    const formats = createFormats(locale, currency, timeZone);
    return { formats, words: wordsFor(formats) };
  }, [locale, currency, timeZone]);
  return <Context.Provider value={value}>{props.children}</Context.Provider>;
}

function useSpeech() {
  const value = useContext(Context);
  if (value === null) throw new Error('This component stands outside of WordsProvider; render it beneath routes/app.tsx.');
  return value;
}

/** The catalogue of strings. */
export function useWords(): Words {
  return useSpeech().words;
}

/** Numbers, money and days as the shop's people write them. */
export function useFormats(): Formats {
  return useSpeech().formats;
}
