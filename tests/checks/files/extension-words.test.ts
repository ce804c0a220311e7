import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { projectFiles, projectRoot } from './project-files.ts';

const extensions = projectFiles(projectRoot).flatMap((file) => (/^extensions\/([^/]+)\/locales\/en\.default\.json$/.exec(file)?.[1] ?? [])).filter((name) => !name.includes('theme'));

/** Every text of a file of words, by its place; forms of a plural count as one. */
function texts(value: unknown, place = ''): [string, string][] {
  if (typeof value === 'string') return [[place, value]];
  const table = value as Record<string, unknown>;
  return 'other' in table ? texts(table['other'], place) : Object.entries(table).flatMap(([key, inner]) => texts(inner, `${place}.${key}`));
}

describe.each(extensions)('the words of the extension %s', (name) => {
  const read = (locale: string): Map<string, string> => new Map(texts(JSON.parse(readFileSync(`${projectRoot}/extensions/${name}/locales/${locale}.json`, 'utf8'))));
  const english = read('en.default');

  it('stand in the five languages', () => {
    expect(readdirSync(`${projectRoot}/extensions/${name}/locales`).sort()).toEqual(['de.json', 'en.default.json', 'es.json', 'fr.json', 'ja.json']);
  });

  it.each(['de', 'es', 'fr', 'ja'])('say the same in %s, with the same gaps to fill', (locale) => {
    const words = read(locale);
    expect([...words.keys()]).toEqual([...english.keys()]);
    const gaps = (text: string): string[] => [...text.matchAll(/\{\{\w+\}\}/g)].map(String).sort();
    for (const [place, text] of words) expect([place, gaps(text)]).toEqual([place, gaps(english.get(place) ?? '')]);
    expect(words.get('.language')).toBe(locale);
  });

  it('are all that the code asks for', () => {
    const files = projectFiles(projectRoot).filter((file) => (file.startsWith(`extensions/${name}/src/`) || file.startsWith('extensions/order-pages/')) && file.endsWith('.tsx') && !file.includes('.test.'));
    const own = files.filter((file) => file.startsWith(`extensions/${name}/`) || name !== 'regulars-admin');
    const asked = own.flatMap((file) => [...readFileSync(`${projectRoot}/${file}`, 'utf8').matchAll(/translate\('([a-z_.]+)'/g)].map((match) => match[1]));
    expect(asked.filter((key) => !english.has(`.${key}`))).toEqual([]);
  });
});
