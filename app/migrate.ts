import { migrateDatabase } from './database/migrate.server.ts';
import { installJobs } from './jobs/install-jobs.server.ts';
import { jobs } from './pipeline.server.ts';
import { ownerDatabaseUrl } from './runtime/config.server.ts';

/** `npm run migrate`: brings tables and queues up to date, as the database's owner. Run it before each deploy. */
try {
  const ownerUrl = ownerDatabaseUrl();
  await migrateDatabase(ownerUrl);
  await installJobs(ownerUrl, jobs);
  console.log('The database is up to date.');
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
