/** Characters of an answer's words that are kept. */
export const MOST_WORDS = 1_000;

/** C0 and C1 controls but tab and line feed, which end as spaces or new lines. PostgreSQL refuses NUL, and the others are nothing that a person types. */
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;
/** Overrides, embeddings and isolates of the direction of writing: with them a text rearranges the line that it is shown in. Marks that letters need (ZWJ, LRM, RLM) stay. */
const BIDI_CONTROLS = /[\u202a-\u202e\u2066-\u2069]/g;

/**
 * What somebody wrote, as it is kept: plain text, never markup, in one form of Unicode, without controls, with at most one empty line
 * between two others, and cut to MOST_WORDS characters. `<b>` stays `<b>`: whoever shows it escapes it.
 * @returns null where nothing is left
 */
export function keptWords(written: string | null | undefined): string | null {
  if (written === null || written === undefined) return null;
  const plain = written.toWellFormed().replace(/\r\n?/g, '\n').replace(CONTROLS, '').replace(BIDI_CONTROLS, '').normalize('NFC')
    .replace(/[^\S\n]+/g, ' ').replace(/ ?\n ?/g, '\n').replace(/\n{3,}/g, '\n\n').trim();
  if (plain === '') return null;
  const characters = [...plain];
  return characters.length <= MOST_WORDS ? plain : characters.slice(0, MOST_WORDS).join('').trimEnd();
}
