import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '#app/database/embedded.server.ts';
import { migrateDatabase } from '#app/database/migrate.server.ts';
import { installJobs } from '#app/jobs/install-jobs.server.ts';
import { jobs } from '#app/pipeline.server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    cluster: { ownerUrl: string; appUrl: string; systemUrl: string; superuserUrl: string };
  }
}

/**
 * One real PostgreSQL for the whole run, on a free port, with the database migrated once. Each test file gets a copy of it (database-setup.ts),
 * which takes some 50 ms where migrating anew takes seconds.
 */
export default async function startCluster(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(path.join(tmpdir(), 'regulars-postgres-'));
  // As root the server runs under a user of its own, who has to be able to walk into the folder.
  await chmod(directory, 0o755);
  const cluster = await startEmbeddedPostgres({ directory });
  const { ownerUrl, appUrl, systemUrl, superuserUrl } = cluster;
  const stop = async (): Promise<void> => {
    await cluster.stop();
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await migrateDatabase(ownerUrl);
    await installJobs(ownerUrl, jobs);
  } catch (error) {
    await stop();
    throw error;
  }
  project.provide('cluster', { ownerUrl, appUrl, systemUrl, superuserUrl });
  return stop;
}
