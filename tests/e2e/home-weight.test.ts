import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../cli/build-app.ts';

const client = fileURLToPath(new URL('../../build/client', import.meta.url));

interface Manifest {
  entry: { module: string; imports: string[] };
  routes: Record<string, { module: string; imports?: string[]; css?: string[] }>;
}

/** Scripts that Home loads before it answers to a click: those of its routes and all that they import. */
let scripts: string[];

beforeAll(async () => {
  await buildApp(() => {});
  const name = readdirSync(path.join(client, 'assets')).find((file) => /^manifest-.*\.js$/.test(file));
  if (name === undefined) throw new Error('The build has no manifest.');
  const text = readFileSync(path.join(client, 'assets', name), 'utf8');
  const { entry, routes } = JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1)) as Manifest;
  const used = ['root', 'routes/app', 'routes/app._index'].map((route) => routes[route]).filter((route) => route !== undefined);
  expect(used).toHaveLength(3);
  scripts = [...new Set([entry.module, ...entry.imports, ...used.flatMap((route) => [route.module, ...(route.imports ?? [])])])].map((address) => readFileSync(path.join(client, address), 'utf8'));
});

describe('what Home loads before it answers', () => {
  it('is without the chart library and without Zod', () => {
    expect(scripts.length).toBeGreaterThan(3);
    expect(scripts.some((script) => script.includes('recharts'))).toBe(false);
    expect(scripts.some((script) => script.includes('ZodType') || script.includes('ZodError'))).toBe(false);
  });

  it('is at most 680 KB of script as it is parsed', () => {
    expect(scripts.reduce((sum, script) => sum + script.length, 0)).toBeLessThan(680_000);
  });
});
