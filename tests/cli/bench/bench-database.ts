import { randomBytes } from 'node:crypto';
import { startEmbeddedPostgres } from '#app/database/embedded.server.ts';
import { migrateDatabase } from '#app/database/migrate.server.ts';

/** A bench's own database. The addresses are for measuring: the app reads its own from the environment. */
export interface BenchDatabase {
  ownerUrl: string;
  appUrl: string;
  systemUrl: string;
  superuserUrl: string;
  /** The environment of an app that uses it; this process has it already, others can be given it. */
  environment: Record<string, string>;
  stop(): Promise<void>;
}

/** Starts an embedded PostgreSQL as the demo has it, migrated, and makes this process's environment that of an app on it. */
export async function startBenchDatabase(directory: string): Promise<BenchDatabase> {
  const { ownerUrl, appUrl, systemUrl, superuserUrl, stop } = await startEmbeddedPostgres({ directory });
  try {
    await migrateDatabase(ownerUrl);
    const environment: Record<string, string> = {
      NODE_ENV: 'development',
      SHOPIFY_API_KEY: randomBytes(16).toString('hex'),
      SHOPIFY_API_SECRET: randomBytes(16).toString('hex'),
      SHOPIFY_APP_URL: 'https://bench.regulars.example',
      DATABASE_URL: appUrl,
      DATABASE_SYSTEM_URL: systemUrl,
      ENCRYPTION_KEYS: `bench:${randomBytes(32).toString('base64')}`,
      LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'silent',
    };
    Object.assign(process.env, environment);
    const [{ installJobs }, { jobs }] = await Promise.all([import('#app/jobs/install-jobs.server.ts'), import('#app/pipeline.server.ts')]);
    await installJobs(ownerUrl, jobs);
    return {
      ownerUrl, appUrl, systemUrl, superuserUrl: databaseOf(superuserUrl, appUrl), environment,
      stop: async () => {
        // Connections, the job queue's among them, would else meet the database's end.
        const { stopWorker } = await import('#app/pipeline.server.ts');
        await stopWorker();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The superuser's address, in the app's database. */
function databaseOf(superuserUrl: string, appUrl: string): string {
  const url = new URL(superuserUrl);
  url.pathname = new URL(appUrl).pathname;
  return url.href;
}
