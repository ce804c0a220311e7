import { defineConfig } from 'prisma/config';
// For what it mends in this process: the engine's timer that would hold it open, and the address that the CLI wants to see.
import '../../../prisma.config.ts';
import { DriftAdapter } from './drift-adapter.ts';

/** As prisma.config.ts, for the drift check alone: it writes a schema's whole history into a shadow database, so it is never pointed at a real one. */
export default defineConfig({
  schema: process.env['DRIFT_SCHEMA'] ?? '../../../prisma',
  migrations: { path: '../../../prisma/migrations' },
  experimental: { adapter: true },
  engine: 'js',
  adapter: async () => new DriftAdapter(process.env['DRIFT_MAIN_URL'] ?? '', process.env['DRIFT_SHADOW_URL'] ?? ''),
});
