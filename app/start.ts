import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEmbeddedPostgres } from './database/embedded.server.ts';
import { migrateDatabase } from './database/migrate.server.ts';
import { installJobs } from './jobs/install-jobs.server.ts';
import { jobs } from './pipeline.server.ts';
import { childEnvironment, config } from './runtime/config.server.ts';

/**
 * `npm start`: the web and the worker process together, and in development the embedded PostgreSQL, migrated, when no
 * DATABASE_URL is set. When one of the two ends, so does the other: a supervisor (or a person) should see it.
 */
const folder = fileURLToPath(new URL('.', import.meta.url));
const children: ChildProcess[] = [];
let stopDatabase: () => Promise<void> = async () => {};
let ending = false;

async function end(status: number): Promise<void> {
  if (ending) return;
  ending = true;
  for (const child of children) child.kill('SIGTERM');
  await Promise.all(children.map((child) => new Promise<void>((done) => (child.exitCode === null && child.signalCode === null ? child.once('exit', () => done()) : done()))));
  await stopDatabase();
  process.exit(status);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // Asked a second time: at once.
    if (ending) for (const child of children) child.kill('SIGKILL');
    void end(0);
  });
}

try {
  const urls: Record<string, string> = {};
  const { database, dataDir, host, port } = config();
  if (database === undefined) {
    const embedded = await startEmbeddedPostgres({ directory: join(dataDir, 'postgres') });
    stopDatabase = () => embedded.stop();
    await migrateDatabase(embedded.ownerUrl);
    await installJobs(embedded.ownerUrl, jobs);
    urls['DATABASE_URL'] = embedded.appUrl;
    urls['DATABASE_SYSTEM_URL'] = embedded.systemUrl;
  }
  for (const entry of ['server.ts', 'worker.ts']) {
    // In a session of its own: a Ctrl-C in the terminal would reach it beside our SIGTERM, and two signals mean "at once".
    const child = fork(join(folder, entry), { env: childEnvironment(urls), execArgv: process.execArgv, detached: true });
    children.push(child);
    // To standard error, as all that is for a person: standard output is the log's, JSON line by line.
    if (entry === 'server.ts') child.once('message', () => console.error(`Regulars listens on http://${host}:${port}`));
    child.once('exit', (code) => void end(code ?? 1));
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  await end(1);
}
