import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const command = fileURLToPath(new URL('./shopify.ts', import.meta.url));
const run = promisify(execFile);
let dir: string;

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'shopify-cli-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

const shopify = (...args: string[]): Promise<{ stdout: string; stderr: string }> => run(process.execPath, [command, ...args]);

async function refusal(...args: string[]): Promise<string> {
  try {
    await shopify(...args);
  } catch (error) {
    const { code, stderr } = error as { code: number; stderr: string };
    expect(code).toBe(1);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).not.toMatch(/\n\s+at /);
    return stderr;
  }
  throw new Error(`It accepted ${args.join(' ')}.`);
}

describe('npm run shopify', () => {
  it('writes the dump of a generated store and ends, with the same bytes for the same seed', async () => {
    const [one, two] = [join(dir, 'one'), join(dir, 'two')];
    await shopify('--store', 'generated', '--customers', '30', '--seed', '5', '--dump', one);
    await shopify('--store', 'generated', '--customers', '30', '--seed', '5', '--dump', two);
    for (const file of ['customers.jsonl', 'orders.jsonl']) expect(readFileSync(join(one, file), 'utf8')).toBe(readFileSync(join(two, file), 'utf8'));
    expect(readFileSync(join(one, 'customers.jsonl'), 'utf8').trim().split('\n')).toHaveLength(30);
  });

  it('serves until it is stopped, and prints where and with which token', async () => {
    const child = spawn(process.execPath, [command, '--store', 'generated', '--customers', '20'], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      let printed = '';
      for await (const chunk of child.stdout) {
        printed += String(chunk);
        if (printed.includes('Stop it with')) break;
      }
      const url = /GraphQL\s+(\S+)/.exec(printed)?.[1] ?? '';
      const token = /Access token\s+(\S+)/.exec(printed)?.[1] ?? '';
      const answer = await fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Shopify-Access-Token': token }, body: JSON.stringify({ query: '{ customersCount { count } }' }) });
      expect(await answer.json()).toMatchObject({ data: { customersCount: { count: 20 } } });
    } finally {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      expect(await ended).toBe(0);
    }
  });

  it('says in one line what is wrong with an argument or a file', async () => {
    expect(await refusal()).toContain('--store is missing');
    expect(await refusal('--store', join(dir, 'missing.csv'))).toContain('no such file');
    expect(await refusal('--store', 'generated', '--customers', 'many')).toContain('--customers is "many"');
    expect(await refusal('--store', 'generated', '--port', '70000')).toContain('--port is "70000"');
    expect(await refusal('--store', 'generated', '--now', 'yesterday')).toContain('--now is "yesterday"');
    expect(await refusal('--store', 'generated', '--plan', 'gold')).toContain('--plan is "gold"');
    expect(await refusal('--store', 'generated', '--frobnicate')).toContain('--frobnicate');
    expect(await refusal('--store', 'generated', 'stray')).toContain('stray');
    const file = join(dir, 'bad.csv');
    writeFileSync(file, 'invoice,stock_code\n1,2\n');
    expect(await refusal('--store', file)).toContain('bad.csv');
    expect(await refusal('--store', file, '--seed', '3')).toContain('--seed is for --store generated');
  });

  it('says in one line that a port is in use', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    try {
      expect(await refusal('--store', 'generated', '--customers', '1', '--port', String(port))).toContain(`Port ${port} of 127.0.0.1 is in use`);
    } finally {
      server.close();
    }
  });

  it('explains itself', async () => {
    expect((await shopify('--help')).stdout).toContain('--store generated|FILE');
  });
});
