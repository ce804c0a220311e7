import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { disablesWithoutReason, forbiddenText } from './forbidden-text.ts';
import { faultOfName } from './names.ts';
import { GENERATED, ignoreRules, projectFiles, projectRoot } from './project-files.ts';

const files = projectFiles();
const texts = files
  .map((file) => ({ file, bytes: readFileSync(path.join(projectRoot, file)) }))
  .filter(({ bytes }) => !bytes.subarray(0, 8_000).includes(0))
  .map(({ file, bytes }) => ({ file, text: bytes.toString('utf8') }));

describe('reading .gitignore', () => {
  it('knows folders, endings, paths and exceptions', () => {
    const ignored = ignoreRules('node_modules/\n*.log\n.env.*\n!.env.example\napp/database/generated/\n# a comment\n');
    expect(ignored('node_modules', true)).toBe(true);
    expect(ignored('deep/node_modules', true)).toBe(true);
    expect(ignored('node_modules', false)).toBe(false);
    expect(ignored('a/b.log', false)).toBe(true);
    expect(ignored('.env.local', false)).toBe(true);
    expect(ignored('.env.example', false)).toBe(false);
    expect(ignored('app/database/generated', true)).toBe(true);
    expect(ignored('other/app/database/generated', true)).toBe(false);
  });

  it('refuses a form that it does not know', () => {
    expect(() => ignoreRules('docs/**/draft')).toThrow('does not know');
  });
});

describe('text that no file may hold', () => {
  it.each([
    ['README.md', 'cd ' + '/home' + '/ann/regulars'],
    ['app/x.ts', "open('" + '/tmp' + "/x')"],
    ['package-lock.json', '"resolved"' + ': "https://example.com/x.tgz"'],
    ['.npmrc', '//example.com/:' + '_auth' + 'Token=abc'],
    ['README.md', 'see ..' + '/shared/data'],
    ['app/x.ts', "'shpat" + '_0123456789abcdef0123456789abcdef' + "'"],
  ])('is found in %s: %s', (file, text) => {
    expect(forbiddenText(file, text)).toHaveLength(1);
  });

  it.each([
    ['tests/benches/import.ts', '..' + '/shared/data/orders.csv'],
    ['app/x.ts', "fetch('https://example.com/home/ann')"],
    ['app/x.ts', '// at work/home'],
    ['Dockerfile', 'WORKDIR /app'],
  ])('is not seen in %s: %s', (file, text) => {
    expect(forbiddenText(file, text)).toEqual([]);
  });

  it('is in no file of this project', () => {
    expect(texts.length).toBeGreaterThan(10);
    expect(texts.flatMap(({ file, text }) => forbiddenText(file, text))).toEqual([]);
  });
});

describe('switching lint off', () => {
  const disable = '// eslint-' + 'disable';

  it('wants the rule and the reason', () => {
    expect(disablesWithoutReason('a.ts', `${disable}-next-line no-eval -- the page under test defines it`)).toEqual([]);
    expect(disablesWithoutReason('a.ts', `${disable}-next-line no-eval`)).toHaveLength(1);
    expect(disablesWithoutReason('a.ts', `${disable}-next-line -- because`)).toHaveLength(1);
    expect(disablesWithoutReason('a.ts', '/* eslint-' + 'disable */')).toHaveLength(1);
  });

  it('happens nowhere in this project without both', () => {
    expect(texts.filter(({ file }) => /\.(ts|tsx|js|mjs)$/.test(file) && !GENERATED.test(file)).flatMap(({ file, text }) => disablesWithoutReason(file, text))).toEqual([]);
  });
});

describe('names of files and folders', () => {
  it('say what is inside, in one way of writing', () => {
    expect(files.filter((file) => !GENERATED.test(file)).flatMap((file) => (faultOfName(file) === null ? [] : [`${file}: ${faultOfName(file)}`]))).toEqual([]);
  });
});
