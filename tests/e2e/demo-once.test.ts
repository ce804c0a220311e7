import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const command = fileURLToPath(new URL('../cli/demo.ts', import.meta.url));

/** Here, where the built app stands already. No browser is needed. */
it('npm run demo -- --once ends by itself, with every connection given back before the database stops', { timeout: 300_000 }, async () => {
  const directory = mkdtempSync(join(tmpdir(), 'regulars-demo-'));
  try {
    const child = spawn(process.execPath, [command, '--once', '--customers', '3', '--data', directory, '--report', join(directory, 'report.json')], { stdio: ['ignore', 'pipe', 'pipe'] });
    let [said, complained] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (complained += chunk.toString()));
    const status = await new Promise((resolve) => child.once('close', resolve));
    expect(`${complained}${said}`).toContain('scored 3 customers');
    expect(complained).toBe('');
    expect(status).toBe(0);
    // A log line of the app's own, such as of a connection that was lost, has no place among what the demo says.
    expect(said).not.toContain('"level"');
    const server = readFileSync(join(directory, 'postgres', 'postgres.log'), 'utf8');
    expect(server).toContain('database system is shut down');
    expect(server).not.toMatch(/terminating connection|lost connection|unexpected EOF/);
    expect(readdirSync(directory)).not.toContain('demo.pid');
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
