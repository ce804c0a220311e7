import { expect, it } from 'vitest';
import { keptWords, MOST_WORDS } from './answer-words.ts';

it('keeps what a person wrote, and markup as the characters that it is', () => {
  expect(keptWords('  Lovely <b>cups</b>,  thank\tyou </script>{{ x }}  ')).toBe('Lovely <b>cups</b>, thank you </script>{{ x }}');
  expect(keptWords('One\r\n\r\n\r\n\r\ntwo \n three')).toBe('One\n\ntwo\nthree');
  expect(keptWords('fu\u0308r 👩‍👩‍👧')).toBe('f\u00fcr 👩‍👩‍👧');
});

it('takes out NUL, controls, overrides of the direction of writing and halves of characters', () => {
  expect(keptWords('a\u0000b\u0007c\u202ed\u2066e\u2069f\u009b')).toBe('abcdef');
  expect(keptWords('half \ud83d')).toBe('half \ufffd');
});

it('is nothing where nothing is left', () => {
  for (const none of [null, undefined, '', ' \n\t ', '\u0000\u202e']) expect(keptWords(none)).toBeNull();
});

it('cuts by characters, never in the midst of one', () => {
  const long = keptWords('😀'.repeat(MOST_WORDS + 5)) ?? '';
  expect([...long]).toHaveLength(MOST_WORDS);
  expect(long.endsWith('😀')).toBe(true);
});
