import { spawn } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const script = fileURLToPath(new URL('prepare.mjs', import.meta.url));
const NODE_VERSION = '24.21.0';
const lock = (version: string): string => JSON.stringify({ packages: { '': {}, 'node_modules/left-pad': { version }, 'node_modules/only-mac': { version: '1.0.0', optional: true } } });

/**
 * Stands where npm would: writes down how it was called and, for `npm ci`, makes node_modules as npm would, with a `node` that tells the right version and
 * a `prisma` that generates. NPM_SAYS makes it fail with those words.
 */
const FAKE_NPM = `
  const fs = require('node:fs');
  const path = require('node:path');
  fs.appendFileSync('npm-calls.txt', process.argv.slice(2).join(' ') + '\\n');
  if (process.env.NPM_SAYS) { console.error(process.env.NPM_SAYS); process.exit(1); }
  console.error('npm warn EBADENGINE Unsupported engine');
  const slow = Number(process.env.NPM_TAKES ?? 0);
  setTimeout(() => {
    fs.rmSync('node_modules', { recursive: true, force: true });
    fs.mkdirSync('node_modules/.bin', { recursive: true });
    fs.mkdirSync('node_modules/prisma/build', { recursive: true });
    fs.writeFileSync('node_modules/prisma/build/index.js', '');
    if (!process.env.NO_NODE || process.argv[2] === 'rebuild') fs.writeFileSync('node_modules/.bin/node', '#!/bin/sh\\nif [ "$1" = --version ]; then echo v${NODE_VERSION}; else echo generate >> prisma-calls.txt; mkdir -p app/database/generated; fi\\n', { mode: 0o755 });
  }, slow);
`;

let clone = '';
beforeEach(() => {
  clone = mkdtempSync(path.join(tmpdir(), 'regulars-clone-'));
  mkdirSync(path.join(clone, 'tests', 'cli'), { recursive: true });
  mkdirSync(path.join(clone, 'prisma'));
  copyFileSync(script, path.join(clone, 'tests', 'cli', 'prepare.mjs'));
  writeFileSync(path.join(clone, 'package.json'), JSON.stringify({ devDependencies: { node: NODE_VERSION } }));
  writeFileSync(path.join(clone, 'package-lock.json'), lock('1.0.0'));
  writeFileSync(path.join(clone, 'prisma', 'schema.prisma'), 'model A {}');
  writeFileSync(path.join(clone, 'npm-cli.js'), FAKE_NPM);
});
afterEach(() => rmSync(clone, { recursive: true, force: true }));

function prepare(env: Record<string, string> = {}): Promise<{ status: number | null; output: string }> {
  const asNpmGives: Record<string, string> = {
    PATH: `${path.join(clone, 'node_modules', '.bin')}:${process.env['PATH'] ?? ''}`,
    npm_execpath: path.join(clone, 'npm-cli.js'),
    npm_node_execpath: process.execPath,
    npm_lifecycle_event: 'pretest',
  };
  const child = spawn(process.execPath, ['tests/cli/prepare.mjs'], { cwd: clone, env: { ...asNpmGives, ...env } as NodeJS.ProcessEnv });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, output })));
}
const calls = (file: string): string[] => (existsSync(path.join(clone, file)) ? readFileSync(path.join(clone, file), 'utf8').trim().split('\n') : []);

describe('preparing a fresh clone', () => {
  it('installs and generates once, and then does nothing', async () => {
    const first = await prepare();
    expect(first.status).toBe(0);
    expect(first.output).toContain('about a minute');
    expect(calls('npm-calls.txt')).toEqual([expect.stringMatching(/^ci --include=dev /)]);
    expect(calls('prisma-calls.txt')).toEqual(['generate']);
    expect(await prepare()).toEqual({ status: 0, output: '' });
    expect(calls('npm-calls.txt')).toHaveLength(1);
  });

  it('keeps npm quiet about engines', async () => {
    expect((await prepare()).output).not.toContain('EBADENGINE');
  });

  it('installs again after the lock changed, and generates again after the schema did', async () => {
    await prepare();
    writeFileSync(path.join(clone, 'prisma', 'schema.prisma'), 'model B {}');
    await prepare();
    expect(calls('npm-calls.txt')).toHaveLength(1);
    expect(calls('prisma-calls.txt')).toHaveLength(2);
    writeFileSync(path.join(clone, 'package-lock.json'), lock('2.0.0'));
    await prepare();
    expect(calls('npm-calls.txt')).toHaveLength(2);
    expect(calls('prisma-calls.txt')).toHaveLength(3);
  });

  it('does not install what somebody installed by hand, unless it is another version', async () => {
    mkdirSync(path.join(clone, 'node_modules', '.bin'), { recursive: true });
    mkdirSync(path.join(clone, 'node_modules', 'prisma', 'build'), { recursive: true });
    writeFileSync(path.join(clone, 'node_modules', 'prisma', 'build', 'index.js'), '');
    const node = path.join(clone, 'node_modules', '.bin', 'node');
    writeFileSync(node, `#!/bin/sh\nif [ "$1" = --version ]; then echo v${NODE_VERSION}; else mkdir -p app/database/generated; fi\n`);
    chmodSync(node, 0o755);
    const list = path.join(clone, 'node_modules', '.package-lock.json');
    writeFileSync(list, lock('1.0.0'));
    expect((await prepare()).status).toBe(0);
    expect(calls('npm-calls.txt')).toEqual([]);
    writeFileSync(path.join(clone, 'package-lock.json'), lock('1.0.1'));
    expect((await prepare()).status).toBe(0);
    expect(calls('npm-calls.txt')).toHaveLength(1);
  });

  it('lets two commands at once install only once', async () => {
    const outcomes = await Promise.all([prepare({ NPM_TAKES: '700' }), prepare({ NPM_TAKES: '700' })]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual([0, 0]);
    expect(calls('npm-calls.txt')).toHaveLength(1);
    expect(outcomes.map((outcome) => outcome.output).join()).toContain('Another command is setting this folder up');
  });

  it('takes over from a command that was killed', async () => {
    mkdirSync(path.join(clone, '.cache'));
    const file = path.join(clone, '.cache', 'prepare.lock');
    // No process has this number: Linux and macOS stop well below it.
    writeFileSync(file, JSON.stringify({ pid: 2 ** 30, host: hostname() }));
    const before = new Date(Date.now() - 5_000);
    utimesSync(file, before, before);
    expect((await prepare()).status).toBe(0);
    expect(existsSync(file)).toBe(false);
  });

  it('fetches its own Node when npm did not run the script that brings it', async () => {
    expect((await prepare({ NO_NODE: '1' })).status).toBe(0);
    expect(calls('npm-calls.txt').map((call) => call.split(' ')[0])).toEqual(['ci', 'rebuild']);
  });

  it('leaves a production image alone', async () => {
    expect(await prepare({ npm_lifecycle_event: 'prestart', NODE_ENV: 'production' })).toEqual({ status: 0, output: '' });
    expect(calls('npm-calls.txt')).toEqual([]);
  });
});

describe('what it says when it cannot', () => {
  it.each([
    ['npm error code ENOTFOUND', 'npm could not reach its registry'],
    ['npm error ENOSPC: no space left on device', 'The disk is full'],
    ['npm error code EACCES', 'npm may not write'],
    ['npm error code EUSAGE', 'do not agree'],
  ])('after "%s" it says what to do, below what npm said', async (said, words) => {
    const { status, output } = await prepare({ NPM_SAYS: said });
    expect(status).toBe(1);
    expect(output).toContain(said);
    expect(output.trim().split('\n').at(-1)).toContain(words);
  });

  it('names the other Node when the next script would find that one first', async () => {
    const other = path.join(clone, 'other');
    mkdirSync(other);
    symlinkSync(process.execPath, path.join(other, 'node'));
    const { status, output } = await prepare({ PATH: `${other}:${process.env['PATH'] ?? ''}` });
    expect(status).toBe(1);
    expect(output).toContain(`would run under ${path.join(other, 'node')}`);
  });

  it('says so when the clone is not whole', async () => {
    rmSync(path.join(clone, 'package-lock.json'));
    const { status, output } = await prepare();
    expect(status).toBe(1);
    expect(output).toContain('There is no package-lock.json');
  });
});
