import pg from 'pg';
import { inject } from 'vitest';

/**
 * Runs before each test file: a fresh copy of the migrated database, and the environment of an app that uses it. The app's configuration is read
 * from there when it is first asked for, so a test imports the app's modules as they are.
 */
const { ownerUrl, appUrl, systemUrl, superuserUrl } = inject('cluster');
const template = new URL(ownerUrl).pathname.slice(1);
const name = `test_${process.env['VITEST_POOL_ID'] ?? '1'}`;

const client = new pg.Client({ connectionString: superuserUrl });
await client.connect();
try {
  // FORCE: the file before this one may have ended without closing its pools.
  await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await client.query(`CREATE DATABASE ${name} OWNER regulars_owner TEMPLATE ${pg.escapeIdentifier(template)}`);
} finally {
  await client.end();
}

const at = (url: string): string => {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
};

Object.assign(process.env, {
  NODE_ENV: 'test',
  SHOPIFY_API_KEY: 'integration-test-key',
  SHOPIFY_API_SECRET: 'integration-test-secret',
  SHOPIFY_APP_URL: 'https://regulars.example.com',
  DATABASE_URL: at(appUrl),
  DATABASE_SYSTEM_URL: at(systemUrl),
  DATABASE_OWNER_URL: at(ownerUrl),
  /** Not the app's: for tests that look past row-level security. */
  TEST_SUPERUSER_URL: at(superuserUrl),
  LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'silent',
});
