import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { migrationDrift } from '#tests/checks/database/migration-drift.ts';
import { projectRoot } from '#tests/checks/files/project-files.ts';

const { superuserUrl } = inject('cluster');

describe('the migrations', () => {
  it('make exactly the tables that the Prisma schema describes', async () => {
    expect(await migrationDrift({ superuserUrl })).toBe('');
  });

  it('are found to lag behind when the schema has a column that none of them makes', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'regulars-drift-'));
    try {
      await cp(path.join(projectRoot, 'prisma'), folder, { recursive: true });
      const file = path.join(folder, 'schema.prisma');
      await writeFile(file, (await readFile(file, 'utf8')).replace(/model Shop \{/, 'model Shop {\n  forgotten String?'));
      expect(await migrationDrift({ superuserUrl, schema: folder })).toContain('forgotten');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
