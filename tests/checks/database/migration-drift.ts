import { execFile } from 'node:child_process';
import path from 'node:path';
import pg from 'pg';
import { projectRoot } from '../files/project-files.ts';

/**
 * Applies every migration to an empty database and compares what comes out with the Prisma schema.
 * @param options.superuserUrl of a cluster of tests: two databases are made there and dropped again
 * @param options.schema folder of the .prisma files
 * @returns what differs, in Prisma's words; '' when nothing does
 * @throws Error with what Prisma said, when it could not compare
 */
export async function migrationDrift(options: { superuserUrl: string; schema?: string }): Promise<string> {
  const { superuserUrl, schema = path.join(projectRoot, 'prisma') } = options;
  const suffix = `${process.pid}_${Date.now()}`;
  const [main, shadow] = [`drift_main_${suffix}`, `drift_shadow_${suffix}`];
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${main} TEMPLATE template0`);
    await client.query(`CREATE DATABASE ${shadow} TEMPLATE template0`);
    return await compare(schema, atDatabase(superuserUrl, main), atDatabase(superuserUrl, shadow));
  } finally {
    await client.query(`DROP DATABASE IF EXISTS ${main} WITH (FORCE)`);
    await client.query(`DROP DATABASE IF EXISTS ${shadow} WITH (FORCE)`);
    await client.end();
  }
}

function atDatabase(url: string, name: string): string {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}

async function compare(schema: string, mainUrl: string, shadowUrl: string): Promise<string> {
  const cli = path.join(projectRoot, 'node_modules', 'prisma', 'build', 'index.js');
  const config = path.join(projectRoot, 'tests', 'checks', 'database', 'drift.prisma.config.ts');
  const args = [cli, 'migrate', 'diff', '--config', config, '--from-migrations', path.join(projectRoot, 'prisma', 'migrations'), '--to-schema-datamodel', schema, '--exit-code'];
  const env = { ...process.env, DRIFT_SCHEMA: schema, DRIFT_MAIN_URL: mainUrl, DRIFT_SHADOW_URL: shadowUrl, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: projectRoot, env }, (error, stdout, stderr) => {
      if (error === null) resolve('');
      else if (error.code === 2) resolve(stdout.trim());
      else reject(new Error(`prisma migrate diff could not compare: ${stderr.trim() || stdout.trim() || error.message}`));
    });
  });
}
