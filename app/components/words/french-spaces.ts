/** A catalogue with the spaces that French puts before and after some signs made unbreakable, in its texts and in what its functions give. */
export function withFrenchSpaces<T>(words: T): T {
  if (typeof words === 'string') return frenchSpaces(words) as T;
  if (typeof words === 'function') return ((...given: unknown[]) => withFrenchSpaces((words as (...all: unknown[]) => unknown)(...given))) as T;
  if (Array.isArray(words)) return words.map(withFrenchSpaces) as T;
  if (typeof words !== 'object' || words === null) return words;
  return Object.fromEntries(Object.entries(words).map(([key, value]) => [key, withFrenchSpaces(value as unknown)])) as T;
}

/** U+202F before ; ! ? %, U+00A0 before a colon and inside « », as French sets them. */
export function frenchSpaces(text: string): string {
  return text.replace(/ (?=[;!?%])/g, '\u202f').replace(/ (?=[:»])|(?<=«) /g, '\u00a0');
}
