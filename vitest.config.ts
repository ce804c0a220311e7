import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** One process for each file, as many at once as there are cores here: where a file starts servers and a browser too, as much of its time is waiting. */
const WORKERS = 2;

// `#app/...` and `#tests/...` need no alias: they are package.json imports, which Vite reads as Node does.
export default defineConfig({
  resolve: {
    // The file that Node itself takes. Vite would take graphql's other build, and graphql refuses a schema that its twin has built.
    alias: [{ find: /^graphql$/, replacement: fileURLToPath(new URL('node_modules/graphql/index.js', import.meta.url)) }],
  },
  test: {
    pool: 'forks',
    maxWorkers: WORKERS,
    minWorkers: 1,
    // What a test prints belongs to a failure; a run that passes is quiet.
    silent: 'passed-only',
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['app/**/*.test.{ts,tsx}', 'extensions/**/*.test.{ts,tsx}', 'tests/checks/**/*.test.ts', 'tests/factories/**/*.test.ts', 'tests/reference/**/*.test.ts'],
          testTimeout: 30_000,
          // Shopify's tester has imports without endings, which Node does not follow; and there is to be one Preact.
          server: { deps: { inline: [/@shopify\/ui-extensions/, /preact/] } },
        },
      },
      {
        extends: true,
        test: {
          name: 'standin',
          // The commands are here too: most of them start a process of the local Shopify.
          include: ['tests/shopify-standin/**/*.test.ts', 'tests/cli/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          globalSetup: ['tests/integration/database-cluster.ts'],
          setupFiles: ['tests/integration/database-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
