import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

it('each of the fifteen failures that real apps of this kind had has one test of its name, which asks something', () => {
  const folder = new URL('.', import.meta.url);
  const files = readdirSync(folder).filter((name) => /^\d\d-.*\.test\.ts$/.test(name)).sort();
  expect(files.map((name) => Number(name.slice(0, 2)))).toEqual(Array.from({ length: 15 }, (_, index) => index + 1));
  for (const file of files) {
    const text = readFileSync(new URL(file, folder), 'utf8');
    expect(text, file).toMatch(new RegExp(`^// Failure ${Number(file.slice(0, 2))}: `, 'm'));
    expect(text, file).toMatch(/\bexpect\(/);
    expect(text, file).not.toMatch(/\.(skip|todo|only|fails)\b/);
  }
});
