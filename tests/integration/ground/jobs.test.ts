import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { closePools } from '#app/database/pools.server.ts';
import { withTenant } from '#app/database/tenant.server.ts';
import { installJobs } from '#app/jobs/install-jobs.server.ts';
import { closeJobQueue, enqueue } from '#app/jobs/queue.server.ts';
import { handle, workOn } from '#app/jobs/worker.server.ts';
import { InvalidInputError, TerminalError } from '#app/runtime/errors.ts';
import { connectedAs, urlOf } from './roles.ts';
import { crashJob, keyedJob, plainJob } from './test-jobs.ts';

const SHOP = 7301;
const jobs = [plainJob, keyedJob, crashJob] as never[];

interface Row { state: string; retry_count: number; output: unknown; data: unknown }
async function rowsOf(name: string): Promise<Row[]> {
  return connectedAs('system', async (client) => (await client.query<Row>('SELECT state, retry_count, output, data FROM pgboss.job WHERE name = $1 ORDER BY created_on', [name])).rows);
}

beforeAll(async () => installJobs(urlOf('owner'), jobs));

afterEach(async () => {
  await closeJobQueue();
  await connectedAs('superuser', (client) => client.query("DELETE FROM pgboss.job WHERE name LIKE 'ground-%'"));
});

afterAll(async () => closePools());

describe('a job', () => {
  it('put in by a tenant transaction commits and rolls back with it', async () => {
    await withTenant(SHOP, async (tx) => {
      expect(await enqueue(plainJob, { word: 'kept' }, { tx })).toMatch(/^[0-9a-f-]{36}$/);
      expect(await rowsOf('ground-plain')).toEqual([]);
    });
    await expect(withTenant(SHOP, async (tx) => {
      await enqueue(plainJob, { word: 'gone' }, { tx });
      throw new Error('changed my mind');
    })).rejects.toThrow('changed my mind');
    expect((await rowsOf('ground-plain')).map((row) => row.data)).toEqual([{ word: 'kept' }]);
  });

  it('of a wrong payload is refused when it is put in, and ends for good when it is claimed', async () => {
    await expect(enqueue(plainJob, { word: 5 } as never)).rejects.toBeInstanceOf(InvalidInputError);
    await connectedAs('system', (client) => client.query("INSERT INTO pgboss.job (name, data, retry_limit) VALUES ('ground-plain', '{\"other\": 1}', 5)"));
    const done = vi.fn(async () => undefined);
    await workOn([handle(plainJob, done)]);
    await vi.waitFor(async () => expect(await rowsOf('ground-plain')).toMatchObject([{ state: 'failed', retry_count: 0, output: { code: 'job-payload' } }]), 8_000);
    expect(done).not.toHaveBeenCalled();
  });

  it('with a key begins soon after another of its key has ended, though the queue had counted that one as running', async () => {
    const ran: number[] = [];
    await workOn([handle(keyedJob, async ({ shopId }) => {
      // The queue's own look happens to fall into the first one's time.
      if (ran.length === 0) await connectedAs('superuser', (client) => client.query("UPDATE pgboss.queue SET singletons_active = ARRAY['1'], monitor_on = now() WHERE name = 'ground-keyed'"));
      if (ran.length === 0) await new Promise((resolve) => setTimeout(resolve, 2_500));
      ran.push(shopId);
    })]);
    await enqueue(keyedJob, { shopId: 1 });
    await vi.waitFor(() => expect(ran).toHaveLength(1), 8_000);
    await enqueue(keyedJob, { shopId: 1 });
    await vi.waitFor(() => expect(ran).toHaveLength(2), 5_000);
  });

  it('with a key waits once and runs once, however often it is asked for; another key is other work', async () => {
    const running: number[] = [];
    let most = 0;
    const ran: number[] = [];
    expect(await Promise.all(Array.from({ length: 10 }, () => enqueue(keyedJob, { shopId: 1 })))).toHaveLength(10);
    await withTenant(SHOP, async (tx) => {
      expect(await enqueue(keyedJob, { shopId: 1 }, { tx })).toBeNull();
      expect(await enqueue(keyedJob, { shopId: 2 }, { tx })).not.toBeNull();
    });
    expect(await rowsOf('ground-keyed')).toHaveLength(2);
    await workOn([handle(keyedJob, async ({ shopId }) => {
      running.push(shopId);
      most = Math.max(most, running.filter((one) => one === 1).length);
      if (shopId === 1 && !ran.includes(1)) expect(await enqueue(keyedJob, { shopId: 1 })).not.toBeNull();
      await new Promise((done) => setTimeout(done, 700));
      running.splice(running.indexOf(shopId), 1);
      ran.push(shopId);
    }, 4)]);
    await vi.waitFor(() => expect([...ran].sort()).toEqual([1, 1, 2]), 10_000);
    expect(most).toBe(1);
  });

  it('that fails for good is not tried again; one that may succeed later is, after a pause', async () => {
    const tries: Record<string, number[]> = { terminal: [], passing: [] };
    await enqueue(plainJob, { word: 'terminal' });
    await enqueue(plainJob, { word: 'passing' });
    await workOn([handle(plainJob, async ({ word }) => {
      tries[word]?.push(performance.now());
      if (word === 'terminal') throw new TerminalError('not-installed', 'The shop is gone.');
      if (tries[word]?.length === 1) throw new Error('connection lost');
    }, 2)]);
    await vi.waitFor(async () => expect((await rowsOf('ground-plain')).map((row) => row.state)).toEqual(['failed', 'completed']), 15_000);
    expect(tries['terminal']).toHaveLength(1);
    const [first = 0, second = 0] = tries['passing'] ?? [];
    expect(second - first).toBeGreaterThan(1_000);
    expect((await rowsOf('ground-plain'))[0]?.output).toEqual({ code: 'not-installed', reason: 'The shop is gone.' });
  });

  it('is told at once when its process stops, so that it can end at a safe point, and is taken up again', async () => {
    let told = Number.NaN;
    await enqueue(plainJob, { word: 'long' });
    const begun = new Promise<void>((begin) => {
      void workOn([handle(plainJob, async (_, { signal }) => {
        begin();
        await new Promise<void>((_resolve, reject) => signal.addEventListener('abort', () => {
          told = performance.now();
          reject(new Error('the process stops'));
        }));
      })]);
    });
    await begun;
    const stoppedAt = performance.now();
    await closeJobQueue();
    expect(told - stoppedAt).toBeLessThan(500);
    expect(performance.now() - stoppedAt).toBeLessThan(5_000);
    expect(await rowsOf('ground-plain')).toMatchObject([{ state: 'retry' }]);
    const again = vi.fn(async () => undefined);
    await workOn([handle(plainJob, again)]);
    await vi.waitFor(async () => expect(await rowsOf('ground-plain')).toMatchObject([{ state: 'completed' }]), 12_000);
  });

  it('of a worker that was killed is taken up by another once its heartbeat has been missed', async () => {
    await enqueue(crashJob, { word: 'lost' });
    const child = spawn(process.execPath, [fileURLToPath(new URL('work-for-ever.ts', import.meta.url))], { env: process.env, stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const taken = vi.fn(async () => undefined);
    await workOn([handle(crashJob, taken)]);
    await vi.waitFor(async () => expect(await rowsOf('ground-crash')).toMatchObject([{ state: 'completed', retry_count: 1 }]), { timeout: 50_000, interval: 250 });
    expect(taken).toHaveBeenCalledOnce();
  }, 60_000);
});

describe('installing the queues', () => {
  it('again, and while workers work, changes nothing for them', async () => {
    const done = vi.fn(async () => undefined);
    await workOn([handle(plainJob, done)]);
    for (let round = 0; round < 2; round += 1) {
      await Promise.all([installJobs(urlOf('owner'), jobs), enqueue(plainJob, { word: `round ${round}` })]);
    }
    await enqueue(plainJob, { word: 'after' });
    await vi.waitFor(() => expect(done).toHaveBeenCalledTimes(3), 8_000);
  });

  it('by two deploys at once succeeds for both', async () => {
    await expect(Promise.all([installJobs(urlOf('owner'), jobs), installJobs(urlOf('owner'), jobs)])).resolves.toHaveLength(2);
  });

  it('brings the limits of a queue that stands up to date', async () => {
    await installJobs(urlOf('owner'), [{ ...plainJob, retryLimit: 9, expireInSeconds: 77 }] as never[]);
    const read = (): Promise<unknown> => connectedAs('system', async (client) => (await client.query("SELECT retry_limit, expire_seconds, heartbeat_seconds FROM pgboss.queue WHERE name = 'ground-plain'")).rows[0] as unknown);
    expect(await read()).toEqual({ retry_limit: 9, expire_seconds: 77, heartbeat_seconds: 10 });
    await installJobs(urlOf('owner'), jobs);
  });

  it('leaves the app role the right to put jobs in, and none to read, change or take one', async () => {
    await enqueue(plainJob, { word: 'private' });
    for (const statement of ['SELECT data FROM pgboss.job', 'SELECT * FROM pgboss.job', 'SELECT output FROM pgboss.job', "UPDATE pgboss.job SET data = '{}'", 'DELETE FROM pgboss.job', 'SELECT data FROM pgboss.job_common', "DELETE FROM pgboss.queue", 'TRUNCATE pgboss.job']) {
      const code = await connectedAs('app', (client) => client.query(statement)).then(() => 'allowed', (error: { code?: string }) => error.code);
      expect(code, statement).toBe('42501');
    }
  });
});

describe('a queue that was never installed', () => {
  it('stops the worker with the command that installs it', async () => {
    await connectedAs('superuser', (client) => client.query('ALTER SCHEMA pgboss RENAME TO pgboss_away'));
    try {
      await expect(workOn([])).rejects.toThrow(/npm run migrate/);
    } finally {
      await connectedAs('superuser', (client) => client.query('ALTER SCHEMA pgboss_away RENAME TO pgboss'));
    }
  });
});
