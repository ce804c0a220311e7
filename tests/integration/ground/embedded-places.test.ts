import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startEmbeddedPostgres } from '#app/database/embedded.server.ts';
import type { EmbeddedPostgres } from '#app/database/embedded.server.ts';
import { InvalidInputError } from '#app/runtime/errors.ts';

/** As root the server runs as another user, who cannot walk into a folder of mode 0700; otherwise such a folder of ours is as good as any. */
const isRoot = process.getuid?.() === 0;
let directory: string;
const started: EmbeddedPostgres[] = [];
const homes = new Set<string>();

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'regulars-embedded-'));
});
afterEach(async () => {
  for (const server of started.splice(0)) await server.stop();
  for (const home of homes) await rm(home, { recursive: true, force: true });
  homes.clear();
  await rm(directory, { recursive: true, force: true });
});

async function start(folder: string): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ directory: folder });
  started.push(server);
  const home = await homeOf(folder);
  if (home !== null) homes.add(home);
  return server;
}

/** Where the cluster of a directory lies when it cannot lie inside, or null. */
async function homeOf(folder: string): Promise<string | null> {
  return existsSync(join(folder, 'cluster-home')) ? readFile(join(folder, 'cluster-home'), 'utf8') : null;
}

async function count(url: string, statement: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rowCount ?? 0;
  } finally {
    await client.end();
  }
}

async function refusal(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(InvalidInputError);
  return (error as Error).message;
}

const TABLE = 'CREATE TABLE kept AS SELECT generate_series(1, 3) AS n';
const ROWS = 'SELECT n FROM kept';

describe('the embedded PostgreSQL below a folder that is closed to others', () => {
  let closed: string;
  beforeEach(async () => {
    closed = join(directory, 'a folder with spaces', 'and a long name '.repeat(12).trim());
    await mkdir(closed, { recursive: true });
  });

  it('keeps its data from one start to the next, where nobody else can read it', async () => {
    const first = await start(closed);
    await count(first.ownerUrl, TABLE);
    await first.stop();
    expect(await count((await start(closed)).ownerUrl, ROWS)).toBe(3);
    const home = await homeOf(closed);
    expect(home !== null).toBe(isRoot);
    const { mode, uid } = await stat(join(home ?? closed, 'cluster'));
    expect(mode & 0o777).toBe(0o700);
    expect(uid).not.toBe(0);
    expect((await stat(join(closed, 'roles.json'))).mode & 0o777).toBe(0o600);
  });

  it('starts afresh when the directory was removed, in a cluster of its own', async () => {
    const first = await start(closed);
    await count(first.ownerUrl, TABLE);
    await first.stop();
    await rm(closed, { recursive: true });
    expect(await count((await start(closed)).ownerUrl, "SELECT FROM pg_tables WHERE tablename = 'kept'")).toBe(0);
    expect(homes.size).toBe(isRoot ? 2 : 0);
  });

  it('goes with a directory that was moved, and a copy never gets the cluster of the one it was copied from', async () => {
    const first = await start(closed);
    await count(first.ownerUrl, TABLE);
    await first.stop();
    const moved = join(directory, 'moved');
    await rename(closed, moved);
    expect(await count((await start(moved)).ownerUrl, ROWS)).toBe(3);
    expect((await homeOf(moved)) !== null).toBe(isRoot);
    if (!isRoot) return;
    const copied = join(directory, 'copied');
    await cp(moved, copied, { recursive: true });
    expect(await refusal(start(copied))).toMatch(/is a copy of .*moved.*Remove the copy/);
  });

  it('says so when the cluster was removed behind the directory\'s back, or the pointer names something else', async () => {
    await (await start(closed)).stop();
    const home = await homeOf(closed);
    expect(home !== null).toBe(isRoot);
    if (home !== null) {
      await rm(home, { recursive: true });
      expect(await refusal(start(closed))).toMatch(/is gone\. Remove the directory/);
    }
    await writeFile(join(closed, 'cluster-home'), '/etc');
    expect(await refusal(start(closed))).toMatch(isRoot ? /names \/etc, which is no place for a cluster/ : /was made by root/);
  });

  it('has what was left of a removed directory cleared away by a later start, though not at once', async () => {
    await (await start(closed)).stop();
    const left = await homeOf(closed);
    expect(left !== null).toBe(isRoot);
    await rm(closed, { recursive: true });
    await (await start(join(directory, 'second'))).stop();
    expect(left !== null && existsSync(left)).toBe(isRoot);
    const longAgo = Date.now() / 1000 - 2 * 3600;
    if (left !== null) await utimes(join(left, 'belongs-to.json'), longAgo, longAgo);
    await start(join(directory, 'third'));
    expect(left !== null && existsSync(left)).toBe(false);
    expect(await homeOf(join(directory, 'second')).then((home) => home !== null && existsSync(home))).toBe(isRoot);
  });

  it('takes a cluster along that lay inside while the folder was open', async () => {
    await chmod(directory, 0o755);
    const first = await start(closed);
    await count(first.ownerUrl, TABLE);
    await first.stop();
    expect(await homeOf(closed)).toBeNull();
    await chmod(directory, 0o700);
    expect(await count((await start(closed)).ownerUrl, ROWS)).toBe(3);
    expect(existsSync(join(closed, 'cluster'))).toBe(!isRoot);
  });
});

describe('the end of the process that started the embedded PostgreSQL', () => {
  beforeEach(() => chmod(directory, 0o755));

  /** Starts it in another process; resolves when it answers. */
  async function startElsewhere(): Promise<{ ownerUrl: string; kill(signal: NodeJS.Signals): Promise<void> }> {
    const child = spawn(process.execPath, [fileURLToPath(new URL('start-embedded.ts', import.meta.url)), directory], { stdio: ['pipe', 'pipe', 'inherit'], env: process.env });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const { ownerUrl } = JSON.parse(line.toString()) as { ownerUrl: string };
    const kill = async (signal: NodeJS.Signals): Promise<void> => {
      const gone = once(child, 'exit');
      child.kill(signal);
      await gone;
    };
    return { ownerUrl, kill };
  }

  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    it(`by ${signal} ends the server too, in order`, async () => {
      const other = await startElsewhere();
      await count(other.ownerUrl, TABLE);
      await other.kill(signal);
      const pidFile = join(directory, 'cluster', 'postmaster.pid');
      for (let waited = 0; waited < 20_000 && existsSync(pidFile); waited += 50) await sleep(50);
      expect(existsSync(pidFile)).toBe(false);
      // Polled: the server writes its last line after it has taken its pid file away.
      await expect.poll(() => readFile(join(directory, 'postgres.log'), 'utf8'), { timeout: 10_000 }).toMatch(/received fast shutdown request[^]*database system is shut down/);
    });
  }

  it('may be followed at once by another start, which finds the data whole', async () => {
    const other = await startElsewhere();
    await count(other.ownerUrl, TABLE);
    await other.kill('SIGKILL');
    const next = await start(directory);
    expect(await count(next.ownerUrl, ROWS)).toBe(3);
    await sleep(1_000);
    expect(await count(next.ownerUrl, ROWS)).toBe(3);
  });

  it('leaves a server that was killed itself to the next start', async () => {
    const other = await startElsewhere();
    await count(other.ownerUrl, TABLE);
    const pid = Number((await readFile(join(directory, 'cluster', 'postmaster.pid'), 'utf8')).split('\n')[0]);
    process.kill(pid, 'SIGKILL');
    await other.kill('SIGKILL');
    expect(await count((await start(directory)).ownerUrl, ROWS)).toBe(3);
  });
});
