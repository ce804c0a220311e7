import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { childEnvironment } from '../runtime/config.server.ts';
import { InvalidInputError } from '../runtime/errors.ts';

const run = promisify(execFile);

/**
 * Applies the migrations that the database does not have yet, as its owner. Safe to call again, and from two processes at once (Prisma takes an advisory lock).
 * @param ownerUrl connection string of the role regulars_owner
 * @throws InvalidInputError with what Prisma said.
 */
export async function migrateDatabase(ownerUrl: string): Promise<void> {
  const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
  const cli = createRequire(import.meta.url).resolve('prisma/build/index.js');
  try {
    await run(process.execPath, [cli, 'migrate', 'deploy'], {
      cwd: root,
      env: childEnvironment({ DATABASE_OWNER_URL: ownerUrl, PRISMA_HIDE_UPDATE_MESSAGE: '1' }),
    });
  } catch (cause) {
    const said = typeof cause === 'object' && cause !== null && 'stderr' in cause ? String(cause.stderr) : '';
    throw new InvalidInputError('migrate', `The migrations could not be applied: ${said.trim() || String(cause)}`, { cause });
  }
}
