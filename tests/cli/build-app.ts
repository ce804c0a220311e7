import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const stamp = join(root, 'build', '.source-hash');

/**
 * Builds the web bundle unless the one that stands was built from these very sources.
 * @throws {Error} with the end of what the build printed.
 */
export async function buildApp(say: (line: string) => void): Promise<void> {
  const hash = await sourceHash();
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === hash && existsSync(join(root, 'build', 'server', 'index.js'))) return;
  say('Building the app (some seconds, only when it changed) ...');
  await runBuild();
  await mkdir(join(root, 'build'), { recursive: true });
  await writeFile(stamp, hash);
}

async function sourceHash(): Promise<string> {
  const hash = createHash('sha256');
  const files = await readdir(join(root, 'app'), { recursive: true, withFileTypes: true });
  const paths = files.filter((file) => file.isFile() && !/\.test\.tsx?$/.test(file.name)).map((file) => join(file.parentPath, file.name));
  for (const path of [...paths.sort(), join(root, 'vite.config.ts'), join(root, 'package-lock.json')]) {
    hash.update(path.slice(root.length)).update('\0').update(await readFile(path)).update('\0');
  }
  return hash.digest('hex');
}

async function runBuild(): Promise<void> {
  const cli = join(root, 'node_modules', '@remix-run', 'dev', 'dist', 'cli.js');
  const child = spawn(process.execPath, [cli, 'vite:build'], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NODE_ENV: 'production' } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-8000)));
  const status = await new Promise<number | null>((done) => child.once('close', done));
  if (status !== 0) throw new Error(`The app could not be built:\n${output}`);
}
