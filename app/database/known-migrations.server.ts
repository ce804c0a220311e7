import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemPool } from './pools.server.ts';

let known: readonly string[] | undefined;

/** Migrations that this version of the app comes with. The same from here as from the built bundle: both stand two folders below the root. */
export function knownMigrations(): readonly string[] {
  known ??= readdirSync(join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'prisma', 'migrations'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  return known;
}

/** @returns the migrations that this version needs and the database does not have; later ones that it has are another version's affair */
export async function missingMigrations(): Promise<string[]> {
  const { rows } = await systemPool().query<{ name: string }>('SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL');
  const applied = new Set(rows.map((row) => row.name));
  return knownMigrations().filter((name) => !applied.has(name));
}
