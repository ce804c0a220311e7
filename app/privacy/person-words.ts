/** What a person is called by: what texts that are not theirs are searched for when they are to be forgotten. */
export interface PersonWords {
  /** Customer numbers. */
  ids: readonly number[];
  email: string | null;
  phone: string | null;
  firstName: string | null;
  lastName: string | null;
}

/** Shorter than this a name is a part of too many words. */
const SHORTEST = 3;

/** The words, in lower case. */
export function wordsOf(person: PersonWords): string[] {
  const written = [person.email, person.phone, person.lastName].map((word) => word?.trim().toLowerCase() ?? '');
  return [...new Set([...person.ids.map(String), ...written.filter((word) => word.length >= SHORTEST)])];
}

/** Says whether a text names the person: by number, e-mail address, telephone number or last name, as whole words in any case. */
export function personFinder(person: PersonWords): (text: string) => boolean {
  const words = wordsOf(person);
  if (words.length === 0) return () => false;
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|')})(?![\\p{L}\\p{N}])`, 'u');
  return (text) => pattern.test(text.toLowerCase());
}

/** In place of words that named a person. */
export const TAKEN_OUT = '…';

/** A value of JSON without the person: texts that name them are replaced, and so are their numbers; keys and everything else stay. */
export function withoutPersonIn(value: unknown, names: (text: string) => boolean): unknown {
  if (typeof value === 'string') return names(value) ? TAKEN_OUT : value;
  if (typeof value === 'number') return names(String(value)) ? null : value;
  // A marked customer is one of a list of numbers.
  if (Array.isArray(value)) return value.filter((one) => !(typeof one !== 'object' && names(String(one)))).map((one) => withoutPersonIn(one, names));
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutPersonIn(inner, names)]));
  return value;
}
