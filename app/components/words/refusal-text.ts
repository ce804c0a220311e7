import { frenchSpaces } from './french-spaces.ts';
import { GERMAN_REFUSALS } from './refusals-de.ts';
import { FRENCH_REFUSALS } from './refusals-fr.ts';

/** A refusal in the reader's language, by its code. In English, and for a code without an entry, it is what the server said. */
export function refusalText(locale: string, refusal: { code: string; message: string }): string {
  const language = locale.split('-')[0];
  if (language === 'fr') return frenchSpaces(FRENCH_REFUSALS[refusal.code] ?? refusal.message);
  return (language === 'de' ? GERMAN_REFUSALS[refusal.code] : undefined) ?? refusal.message;
}
