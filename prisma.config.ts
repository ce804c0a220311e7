import { defineConfig } from 'prisma/config';
import { SchemaEngineAdapter } from './prisma/schema-engine-adapter.ts';

// The schema engine sets a 10 s time-out that it never clears, and the command would wait for it.
const plainSetTimeout = globalThis.setTimeout;
globalThis.setTimeout = Object.assign((handler: (...parts: unknown[]) => void, delay?: number, ...parts: unknown[]) => {
  const timer = plainSetTimeout(handler, delay, ...parts);
  if (delay === 10_000) timer.unref();
  return timer;
}, plainSetTimeout) as typeof setTimeout;

// `generate` and `validate` want an address too, though they reach nothing: without one the CLI tries to download its native engine.
process.env['DATABASE_OWNER_URL'] ??= 'postgresql://regulars_owner@127.0.0.1:5432/regulars';

// Migrations run as the owner. The JavaScript engine is used, so that nothing is downloaded at install.
export default defineConfig({
  schema: 'prisma',
  migrations: { path: 'prisma/migrations' },
  experimental: { adapter: true },
  engine: 'js',
  adapter: async () => new SchemaEngineAdapter(process.env['DATABASE_OWNER_URL'] ?? ''),
});
