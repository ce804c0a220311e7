import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, lstat, mkdir, readFile, readdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { machineNow } from '../runtime/clock.server.ts';
import { InvalidInputError } from '../runtime/errors.ts';
import { isRootsAlone } from './file-access.ts';
import type { Identity } from './file-access.ts';
import { copyTree } from './server-binaries.server.ts';
import { canEnter, inPublicPlace, isPublicPlace, serverUser } from './server-user.server.ts';

/**
 * Where a directory's cluster lies and who runs it. Mostly that is `cluster` inside the directory. Where we are root and the server's user cannot
 * walk into the directory, the cluster lies in a folder of its own in a public place (its home), and two records tie them to each other:
 * `cluster-home` in the directory names the home, and `belongs-to.json` in the home names the directory. So a removed directory starts afresh, and
 * a copied one does not write into the cluster of the one that it was copied from.
 */
export interface ClusterPlace {
  /** The cluster's own folder; it need not exist yet. */
  data: string;
  /** Whom the server runs as; null: ourselves. */
  user: Identity | null;
}

const POINTER = 'cluster-home';
const RECORD = 'belongs-to.json';
const HOME = /^cluster-[0-9a-f]{16}$/;
/** A home is cleared away when its directory has been gone for so long; so a directory that was moved has time to say where it is now. */
const KEEP_MS = 30 * 86_400_000;
/** Of directories for temporary files, as tests make and remove them by the dozen. */
const KEEP_TEMPORARY_MS = 3_600_000;

interface Belonging {
  directory: string;
  /** The directory's device and inode, by which it is known under another name. */
  device: number;
  inode: number;
}

/**
 * @param directory exists, and is free of links (realpath)
 * @throws InvalidInputError when the directory is a copy of another one whose cluster lies elsewhere, or its cluster is gone.
 */
export async function clusterPlace(directory: string): Promise<ClusterPlace> {
  const inside = join(directory, 'cluster');
  const user = await serverUser();
  if (user === null) {
    if (existsSync(join(directory, POINTER))) {
      throw new InvalidInputError('embedded-postgres', `The embedded PostgreSQL of ${directory} was made by root, and its cluster lies where only root starts it. Go on as root, or remove the directory to start afresh.`);
    }
    return { data: inside, user };
  }
  const home = await pointedHome(directory);
  if (home !== null) return inhabited(join(home, 'cluster'), user);
  // A cluster that an ordinary user made goes on as that user.
  const place = await inhabited(inside, user);
  if (await canEnter(directory, place.user ?? user)) return place;
  return move(directory, inside, user);
}

/** The place with the user who owns its data, where there is any. */
async function inhabited(data: string, user: Identity): Promise<ClusterPlace> {
  if (!existsSync(join(data, 'PG_VERSION'))) return { data, user };
  const { uid, gid } = await stat(data);
  if (uid === 0) throw new InvalidInputError('embedded-postgres', `The cluster in ${data} belongs to root, whom PostgreSQL does not run as: it was copied without its owner. Copy it with its owners (cp -a), or remove the directory to start afresh.`);
  return { data, user: { uid, gid } };
}

async function pointedHome(directory: string): Promise<string | null> {
  const pointer = join(directory, POINTER);
  if (!existsSync(pointer)) return null;
  const home = (await readFile(pointer, 'utf8')).trim();
  if (!(await isPublicPlace(dirname(home))) || !HOME.test(basename(home))) {
    throw new InvalidInputError('embedded-postgres', `${pointer} names ${home}, which is no place for a cluster. Remove the directory ${directory} to start afresh.`);
  }
  const gone = (): InvalidInputError => new InvalidInputError('embedded-postgres', `The cluster of ${directory} lay in ${home} and is gone. Remove the directory ${directory} to start afresh.`);
  const record = await readRecord(home);
  if (record === null) throw gone();
  const { dev, ino } = await stat(directory);
  const ours = record.directory === directory || (record.device === dev && record.inode === ino);
  if (!ours && (await pointsTo(record.directory, home))) {
    throw new InvalidInputError('embedded-postgres', `${directory} is a copy of ${record.directory}, whose cluster lies in ${home} and was not copied along. Remove the copy to start afresh.`);
  }
  await writeRecord(home, directory);
  return home;
}

/** Makes a home, with the cluster that lies in the directory if there is one. */
async function move(directory: string, inside: string, user: Identity): Promise<ClusterPlace> {
  const moved = existsSync(join(inside, 'PG_VERSION'));
  const home = await inPublicPlace(user, async (parent) => {
    await clearAway(parent);
    const made = join(parent, `cluster-${randomBytes(8).toString('hex')}`);
    await mkdir(made, { mode: 0o711 });
    try {
      await chmod(made, 0o711);
      await writeRecord(made, directory);
      if (moved) await copyTree(inside, join(made, 'cluster'), user);
      await replaceFile(join(directory, POINTER), made);
      return made;
    } catch (error) {
      await rm(made, { recursive: true, force: true });
      throw error;
    }
  });
  if (moved) await rm(inside, { recursive: true, force: true });
  return { data: join(home, 'cluster'), user };
}

async function pointsTo(directory: string, home: string): Promise<boolean> {
  try {
    return (await readFile(join(directory, POINTER), 'utf8')).trim() === home;
  } catch {
    return false;
  }
}

/** The record, if the home is one that root made. */
async function readRecord(home: string): Promise<Belonging | null> {
  try {
    const entry = await lstat(home);
    if (!entry.isDirectory() || !isRootsAlone(entry)) return null;
    return JSON.parse(await readFile(join(home, RECORD), 'utf8')) as Belonging;
  } catch {
    return null;
  }
}

/** Its time is that of the last start. */
async function writeRecord(home: string, directory: string): Promise<void> {
  const { dev, ino } = await stat(directory);
  const record: Belonging = { directory, device: dev, inode: ino };
  await replaceFile(join(home, RECORD), JSON.stringify(record));
}

async function replaceFile(file: string, text: string): Promise<void> {
  const making = `${file}.${randomBytes(4).toString('hex')}`;
  await writeFile(making, text, { mode: 0o600 });
  await rename(making, file);
}

/** Removes the clusters of directories that were removed. What it is not sure of stays. */
async function clearAway(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const home = join(parent, name);
    if (!HOME.test(name)) continue;
    try {
      const record = await readRecord(home);
      if (record === null || (await pointsTo(record.directory, home))) continue;
      const { mtimeMs } = await stat(join(home, RECORD));
      const keep = record.directory.startsWith(`${tmpdir()}/`) ? KEEP_TEMPORARY_MS : KEEP_MS;
      if (machineNow() - mtimeMs < keep || existsSync(join(home, 'cluster', 'postmaster.pid'))) continue;
      // A disk that is not mounted just now looks like a removed directory, but for the device.
      if ((await stat(await nearestFolder(record.directory))).dev !== record.device) continue;
      await rm(home, { recursive: true, force: true });
    } catch {
      // Another start clears away the same.
    }
  }
}

async function nearestFolder(path: string): Promise<string> {
  let current = path;
  while (!existsSync(current)) current = dirname(current);
  return realpath(current);
}
