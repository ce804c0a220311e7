import { execFile } from 'node:child_process';
import { lstat, mkdir, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { InvalidInputError, errorMessage } from '../runtime/errors.ts';
import { canWalkThrough, isRootsAlone } from './file-access.ts';
import type { Identity, Permissions } from './file-access.ts';

const run = promisify(execFile);

/** Users that every system has for work without privileges, the fittest first. */
const USERS = ['postgres', '_postgres', 'nobody'];

/** PostgreSQL refuses to run as root. Where we are root: the user to run it as; otherwise null, for ourselves. */
export async function serverUser(): Promise<Identity | null> {
  if (process.getuid?.() !== 0) return null;
  for (const name of USERS) {
    const user = await lookUp(name);
    if (user !== null && user.uid > 0) return user;
  }
  throw new InvalidInputError('embedded-postgres', `PostgreSQL does not run as root, and this machine has none of the users ${USERS.join(', ')} to run it as. Run the command as an ordinary user, or make the user postgres.`);
}

async function lookUp(name: string): Promise<Identity | null> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    const user = { uid: Number(uid.stdout), gid: Number(gid.stdout) };
    return Number.isInteger(user.uid) && Number.isInteger(user.gid) ? user : null;
  } catch {
    return null;
  }
}

/** Whether `who` can get as far as into `folder`, which exists. */
export async function canEnter(folder: string, who: Identity): Promise<boolean> {
  const steps: Permissions[] = [];
  for (let current = await realpath(folder); ; current = dirname(current)) {
    steps.push(await lstat(current));
    if (dirname(current) === current) break;
  }
  return canWalkThrough(steps.reverse(), who);
}

/** /var/lib stays; what lies in the other two, some systems clear away after weeks. */
const PUBLIC_PLACES = ['/var/lib/regulars-postgres', '/var/tmp/regulars-postgres', join(tmpdir(), 'regulars-postgres')];

/**
 * Calls `work` with a folder of root's own that other users can walk into, for what must not lie where only root can: the best that `work` does not throw for.
 * @throws InvalidInputError when there is none, with what was wrong with each. A folder of that name that someone else made is passed over, never used.
 */
export async function inPublicPlace<T>(who: Identity, work: (folder: string) => Promise<T>): Promise<T> {
  const refused: string[] = [];
  for (const folder of PUBLIC_PLACES) {
    try {
      await mkdir(folder, { mode: 0o755 }).catch(ignoreExisting);
      if (!(await isPublicPlace(folder))) throw new Error('it is not root\'s alone');
      if (!(await canEnter(folder, who))) throw new Error('it is closed to other users');
      return await work(folder);
    } catch (error) {
      refused.push(`${folder}: ${errorMessage(error)}`);
    }
  }
  throw new InvalidInputError('embedded-postgres', `PostgreSQL does not run as root, and the user that it runs as (${who.uid}) needs a folder outside those that are closed to others. None would do (${refused.join('; ')}). Make room there, put the clone and its data into folders that every user can walk into, or run the command as an ordinary user.`);
}

/** Whether it is one of those folders, and still as root made it. */
export async function isPublicPlace(folder: string): Promise<boolean> {
  const entry = PUBLIC_PLACES.includes(folder) ? await lstat(folder).catch(() => null) : null;
  return entry !== null && entry.isDirectory() && isRootsAlone(entry);
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
