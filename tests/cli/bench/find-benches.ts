import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Bench } from './bench.ts';

const ENDING = '.bench.ts';

/** Names of the benches there are: the files of this folder that end in .bench.ts. */
export function benchNames(): string[] {
  return readdirSync(fileURLToPath(new URL('.', import.meta.url)))
    .filter((name) => name.endsWith(ENDING))
    .map((name) => name.slice(0, -ENDING.length))
    .sort();
}

export async function loadBench(name: string): Promise<Bench> {
  const { bench } = (await import(new URL(`./${name}${ENDING}`, import.meta.url).href)) as { bench: Bench };
  return bench;
}
