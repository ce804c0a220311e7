import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '#app/database/embedded.server.ts';
import { InvalidInputError } from '#app/runtime/errors.ts';

let directory: string;
const started: EmbeddedPostgres[] = [];
async function start(options: { port?: number; takeOver?: boolean } = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ directory, ...options });
  started.push(server);
  return server;
}
async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}
async function refusal(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(InvalidInputError);
  return (error as Error).message;
}

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'regulars-embedded-'));
  await chmod(directory, 0o755);
});

afterEach(async () => {
  for (const server of started.splice(0)) await server.stop();
  await rm(directory, { recursive: true, force: true });
});

describe('the embedded PostgreSQL', () => {
  it('is started once by two starts at the same moment, in this process and in another', async () => {
    const child = spawn(process.execPath, [fileURLToPath(new URL('start-embedded.ts', import.meta.url)), directory], { stdio: ['pipe', 'pipe', 'inherit'], env: process.env });
    const said = once(child.stdout, 'data') as Promise<[Buffer]>;
    const [one, two, [line]] = await Promise.all([start(), start(), said]);
    const other = JSON.parse(line.toString()) as { ownerUrl: string };
    expect(new Set([one.ownerUrl, two.ownerUrl, other.ownerUrl]).size).toBe(1);
    expect(await answers(one.ownerUrl)).toBe(true);
    child.stdin.end();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('goes with the process that started it, even when that ends without a word', async () => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', `const { startEmbeddedPostgres } = await import(${JSON.stringify(new URL('../../../app/database/embedded.server.ts', import.meta.url).href)}); console.log((await startEmbeddedPostgres({ directory: process.argv[1] })).ownerUrl); throw new Error('nobody caught this');`, directory], { stdio: ['ignore', 'pipe', 'ignore'], env: process.env });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    if (child.exitCode === null) await once(child, 'exit');
    await expect.poll(() => answers(line.toString().trim()), { timeout: 10_000 }).toBe(false);
  });

  it('leaves signals to the process that started it, which may still need it to finish its work', async () => {
    const before = { SIGTERM: process.listenerCount('SIGTERM'), SIGINT: process.listenerCount('SIGINT') };
    await start();
    expect({ SIGTERM: process.listenerCount('SIGTERM'), SIGINT: process.listenerCount('SIGINT') }).toEqual(before);
  });

  it('is not started on data of another version', async () => {
    await (await start()).stop();
    await writeFile(join(directory, 'cluster', 'PG_VERSION'), '16\n');
    expect(await refusal(start())).toMatch(/written by PostgreSQL 16, and the embedded server is 18.*remove the directory/);
    expect(await readFile(join(directory, 'cluster', 'PG_VERSION'), 'utf8')).toBe('16\n');
  });

  it('is not started on a port that is in use', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    expect(await refusal(start({ port }))).toMatch(new RegExp(`Port ${port} .* in use`));
    taken.close();
  });

  it('starts again after the machine was reset, even if its old number is now another program', async () => {
    const first = await start();
    await first.stop();
    await writeFile(join(directory, 'cluster', 'postmaster.pid'), `${process.pid}\n${join(directory, 'cluster')}\n1700000000\n${first.port}\n\n127.0.0.1\n\nready\n`);
    expect(await answers((await start()).appUrl)).toBe(true);
  });

  it('never throws data away because its passwords are missing or damaged', async () => {
    await (await start()).stop();
    await rm(join(directory, 'roles.json'));
    expect(await refusal(start())).toMatch(/roles\.json is missing/);
    await writeFile(join(directory, 'roles.json'), '{"superuser": "x"');
    expect(await refusal(start())).toMatch(/roles\.json is damaged/);
    expect(await readFile(join(directory, 'cluster', 'PG_VERSION'), 'utf8')).toBe('18\n');
  });

  it('keeps its data and its passwords from one start to the next', async () => {
    const first = await start();
    await first.stop();
    const second = await start();
    expect(new URL(second.appUrl).password).toBe(new URL(first.appUrl).password);
    expect(await answers(second.appUrl)).toBe(true);
  });
});
