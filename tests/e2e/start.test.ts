import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '#app/database/embedded.server.ts';
import { buildApp } from '#tests/cli/build-app.ts';
import { startProcess, untilItAnswers } from './app-process.ts';

const credentials = { SHOPIFY_API_KEY: 'start-test-key', SHOPIFY_API_SECRET: 'start-test-secret', SHOPIFY_APP_URL: 'https://regulars.example.com', LOG_LEVEL: 'warn' };
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'regulars-start-'));
  await buildApp(() => undefined);
});

afterAll(async () => rm(directory, { recursive: true, force: true }));

/** As Ctrl-C in a terminal does: to every process of the group. */
function interrupt(pid: number | undefined): void {
  if (pid === undefined) throw new Error('it has not started');
  process.kill(-pid, 'SIGINT');
}

describe('npm start', () => {
  it('without DATABASE_URL brings up a database, migrates it and serves; Ctrl-C ends all of it in order, with status 0', async () => {
    const port = await freePort();
    const started = startProcess('start.ts', { ...credentials, NODE_ENV: 'development', DATA_DIR: directory, PORT: String(port) }, { detached: true });
    await untilItAnswers(`http://127.0.0.1:${port}/healthz`, started, 60_000);
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
    await expect.poll(started.output, { timeout: 5_000 }).toContain(`Regulars listens on http://127.0.0.1:${port}`);
    interrupt(started.child.pid);
    expect(await started.ended).toBe(0);
    await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();
    expect(started.output()).not.toMatch(/error|warn|exception|not a function/i);
  });

  it('in production without DATABASE_URL refuses with one clear line', async () => {
    const started = startProcess('start.ts', { ...credentials, NODE_ENV: 'production', ENCRYPTION_KEYS: `k:${Buffer.alloc(32, 1).toString('base64')}` });
    expect(await started.ended).toBe(1);
    expect(started.output().trim().split('\n')).toEqual([expect.stringMatching(/DATABASE_URL is not set.*embedded PostgreSQL is for development only/)]);
  });

  it('with a database that does not answer ends with a line that names the variable, and never says that it listens', async () => {
    const away = `postgresql://regulars_app:secret-word@127.0.0.1:${await freePort()}/regulars`;
    const started = startProcess('start.ts', { ...credentials, NODE_ENV: 'development', DATABASE_URL: away, DATABASE_SYSTEM_URL: away, PORT: String(await freePort()) });
    expect(await started.ended).toBe(1);
    expect(started.output()).toMatch(/does not answer: .*ECONNREFUSED.*Check DATABASE_URL/);
    expect(started.output()).not.toMatch(/listens on|secret-word/);
  });
});
