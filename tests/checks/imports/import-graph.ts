import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { GENERATED, projectFiles, projectRoot } from '../files/project-files.ts';

/** What each file imports, type imports included. */
export interface ImportGraph {
  /** file -> files of the project that it imports */
  files: Map<string, string[]>;
  /** file -> packages and node: modules that it imports */
  packages: Map<string, string[]>;
}

/**
 * Where an import leads.
 * @param from the importing file, from the project's root
 * @param specifier as written
 * @returns a path from the project's root, or null for a package or a node: module
 */
export function resolveImport(from: string, specifier: string): string | null {
  const bare = specifier.replace(/\?.*$/, '');
  if (bare.startsWith('#app/') || bare.startsWith('#tests/')) return bare.slice(1);
  if (bare.startsWith('.')) return path.posix.normalize(path.posix.join(path.posix.dirname(from), bare));
  return null;
}

/** The specifiers of every import, type import, re-export, import() and import type in a source. */
export function specifiersOf(source: string): string[] {
  return ts.preProcessFile(source, true, true).importedFiles.map((reference) => reference.fileName);
}

/** Reads app/, tests/ and extensions/. Generated code is a leaf: what it imports is its own affair. */
export function readImportGraph(root: string = projectRoot): ImportGraph {
  const graph: ImportGraph = { files: new Map(), packages: new Map() };
  for (const file of projectFiles(root)) {
    if (!/^(app|tests|extensions)\/.*\.(ts|tsx|mjs|js|jsx)$/.test(file) || GENERATED.test(file)) continue;
    const files: string[] = [];
    const packages: string[] = [];
    for (const specifier of specifiersOf(readFileSync(path.join(root, file), 'utf8'))) {
      const target = resolveImport(file, specifier);
      if (target === null) packages.push(specifier);
      else files.push(target);
    }
    graph.files.set(file, files);
    graph.packages.set(file, packages);
  }
  return graph;
}

/** Imports of files that are not there, as "file imports target". */
export function danglingImports(graph: ImportGraph, root: string = projectRoot): string[] {
  return [...graph.files].flatMap(([file, targets]) =>
    targets
      .filter((target) => !GENERATED.test(target) && !target.startsWith('build/') && !existsSync(path.join(root, target)))
      .map((target) => `${file} imports ${target}`),
  );
}

/**
 * The circles among files, by Tarjan's strongly connected components (Depth-first search and linear graph algorithms, 1972).
 * @param edges file -> the files that it imports; a target that is no key is a leaf
 * @returns each circle once, as the files in it, sorted
 */
export function importCircles(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const circles: string[][] = [];

  const visit = (file: string): number => {
    const number = order.size;
    order.set(file, number);
    stack.push(file);
    onStack.add(file);
    let lowest = number;
    for (const target of edges.get(file) ?? []) {
      if (!edges.has(target)) continue;
      if (!order.has(target)) lowest = Math.min(lowest, visit(target));
      else if (onStack.has(target)) lowest = Math.min(lowest, low.get(target) ?? order.get(target) ?? lowest);
    }
    low.set(file, lowest);
    if (lowest === number) {
      const members = stack.splice(stack.indexOf(file));
      for (const member of members) onStack.delete(member);
      if (members.length > 1 || (edges.get(file) ?? []).includes(file)) circles.push(members.sort());
    }
    return lowest;
  };

  for (const file of edges.keys()) if (!order.has(file)) visit(file);
  return circles;
}

/** The package that a specifier belongs to: `@remix-run/node/x` -> `@remix-run/node`; null for what Node or Vite brings. */
export function packageOf(specifier: string): string | null {
  if (/^(node:|virtual:|data:|https?:|\/)/.test(specifier)) return null;
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? null);
}
