import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it, vi } from 'vitest';
import { closePools } from '#app/database/pools.server.ts';
import { installJobs } from '#app/jobs/install-jobs.server.ts';
import { closeJobQueue, enqueue } from '#app/jobs/queue.server.ts';
import { connectedAs, urlOf } from './roles.ts';
import { plainJob } from './test-jobs.ts';

interface Line { msg: string; backend?: number; pool?: string; job?: string; jobId?: string; requestId?: string }

afterAll(async () => {
  await closeJobQueue();
  await closePools();
});

it('a line of the log carries no id of work that is over, on a connection that this work opened nor of what it left behind', async () => {
  await installJobs(urlOf('owner'), [plainJob] as never[]);
  await enqueue(plainJob, { word: 'x' });
  const child = spawn(process.execPath, [fileURLToPath(new URL('./outlive-its-work.ts', import.meta.url))], { env: { ...process.env, LOG_LEVEL: 'info' }, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    let text = '';
    child.stdout.on('data', (piece: Buffer) => (text += piece.toString()));
    const lines = (): Line[] => text.split('\n').slice(0, -1).map((line) => JSON.parse(line) as Line);
    const said = async (what: string): Promise<Line> => vi.waitFor(() => {
      const line = lines().find((one) => one.msg === what);
      if (line === undefined) throw new Error(`Nothing was said of "${what}": ${text}`);
      return line;
    }, { timeout: 20_000, interval: 50 });
    const [ofRequest, ofJob] = [await said('a request opened a connection'), await said('a job opened a connection')];
    expect(ofRequest.requestId).toBe('of-a-request');
    expect(ofJob).toMatchObject({ job: 'ground-plain', jobId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect((await said('job done')).jobId).toBe(ofJob.jobId);
    const left = await said('what a job did not wait for');
    for (const { backend } of [ofRequest, ofJob]) await connectedAs('superuser', (client) => client.query('SELECT pg_terminate_backend($1)', [backend]));
    const lost = await vi.waitFor(() => {
      const found = lines().filter((one) => /database connection was lost/.test(one.msg));
      expect(new Set(found.map((one) => one.pool))).toEqual(new Set(['app', 'system']));
      return found;
    }, { timeout: 10_000, interval: 50 });
    for (const { job, jobId, requestId } of [left, ...lost]) expect([job, jobId, requestId]).toEqual([undefined, undefined, undefined]);
  } finally {
    child.kill('SIGKILL');
  }
});
