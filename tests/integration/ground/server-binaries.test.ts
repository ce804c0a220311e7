import { chmod, lstat, mkdir, mkdtemp, readFile, readdir, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copyOnce, copyTree } from '#app/database/server-binaries.server.ts';

let folder: string;
let source: string;
let target: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'regulars-binaries-'));
  source = join(folder, 'native');
  target = join(folder, 'copy');
  await mkdir(join(source, 'bin'), { recursive: true });
  await mkdir(join(source, 'lib'));
  await writeFile(join(source, 'bin', 'postgres'), 'program', { mode: 0o700 });
  await writeFile(join(source, 'lib', 'libpq.so.5.18'), 'library', { mode: 0o600 });
  await symlink('libpq.so.5.18', join(source, 'lib', 'libpq.so.5'));
  await chmod(source, 0o700);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a copy of the PostgreSQL programs', () => {
  it('can be read and run by everyone and written by its owner alone, with the links as they were', async () => {
    await copyTree(source, target, null);
    const mode = async (path: string): Promise<number> => (await lstat(join(target, path))).mode & 0o777;
    expect(await Promise.all(['', 'bin', 'bin/postgres', 'lib', 'lib/libpq.so.5.18'].map(mode))).toEqual([0o755, 0o755, 0o755, 0o755, 0o644]);
    expect(await readlink(join(target, 'lib', 'libpq.so.5'))).toBe('libpq.so.5.18');
    expect(await readFile(join(target, 'bin', 'postgres'), 'utf8')).toBe('program');
  });

  it('is whole whoever of two comes first, and nothing is left beside it', async () => {
    await Promise.all([copyOnce(source, target), copyOnce(source, target)]);
    expect(await readFile(join(target, 'lib', 'libpq.so.5'), 'utf8')).toBe('library');
    expect((await readdir(folder)).sort()).toEqual(['copy', 'native']);
  });

  it('is made again when a file of it is missing, cut short or more than there should be', async () => {
    await copyOnce(source, target);
    for (const spoil of [() => rm(join(target, 'lib', 'libpq.so.5.18')), () => writeFile(join(target, 'bin', 'postgres'), 'pro'), () => writeFile(join(target, 'lib', 'evil.so'), 'x')]) {
      await spoil();
      await copyOnce(source, target);
      expect(await readFile(join(target, 'bin', 'postgres'), 'utf8')).toBe('program');
      expect((await readdir(join(target, 'lib'))).sort()).toEqual(['libpq.so.5', 'libpq.so.5.18']);
    }
  });

  it('is made again when others may write to it', async () => {
    await copyOnce(source, target);
    await chmod(join(target, 'lib'), 0o777);
    await copyOnce(source, target);
    expect((await lstat(join(target, 'lib'))).mode & 0o777).toBe(0o755);
  });
});
