import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { readRetailInteractions } from './bench/recommendations/retail-interactions.ts';

const directory = mkdtempSync(join(tmpdir(), 'recommend-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const HEADER = 'invoice,stock_code,description,quantity,invoice_date,price,customer_id,country';

const PAST = [
  '100001,85048a,LIGHTS,10,2010-06-30 23:30:00,2.5,13085,United Kingdom',
  '100001,POST,POSTAGE,1,2010-06-30 23:30:00,18,13085,United Kingdom',
  '100002,22041,FRAME,4,2010-07-05 10:00:00,3,13085,United Kingdom',
  '100002,22042,MUG,4,2010-07-05 10:00:00,3,13085,United Kingdom',
  '100003,22041,FRAME,4,2010-07-06 10:00:00,3,13086,United Kingdom',
  '100003,22043,PLATE,4,2010-07-06 10:00:00,3,13086,United Kingdom',
  'C100004,22042,MUG,-4,2010-07-08 09:00:00,3,13085,United Kingdom',
  '100005,22041,FRAME,1,2010-07-09 09:00:00,3,,United Kingdom',
];
const FUTURE = [
  '100008,22043,PLATE,many,2010-07-12 09:00:00,dear,A,United Kingdom',
  '100006,22043,PLATE,9,2010-07-11 09:00:00,3,13085,United Kingdom',
  '100007,99999,NEVER SEEN,1,2010-07-11 09:00:00,3,13087,United Kingdom',
];

function fileOf(name: string, rows: readonly string[]): string {
  const path = join(directory, name);
  writeFileSync(path, [HEADER, ...rows].join('\n'));
  return path;
}

async function recommend(...args: string[]): Promise<{ status: number; said: string }> {
  try {
    const { stderr } = await promisify(execFile)(process.execPath, ['tests/cli/recommend.ts', ...args]);
    return { status: 0, said: stderr };
  } catch (error) {
    const { code, stderr } = error as { code: number; stderr: string };
    return { status: code, said: stderr };
  }
}

describe('orders of a file', () => {
  it('become lines of products with a customer, by days of the shop, codes upper-cased, and what came back', async () => {
    const { interactions, lines } = await readRetailInteractions(fileOf('read.csv', PAST), null);
    expect([interactions.customerIds, interactions.productCodes, lines]).toEqual([['13085', '13086'], ['22041', '22042', '22043', '85048A'], 5]);
    const day = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000;
    // 23:30 UTC is the next day of a summer in London.
    expect([...interactions.basketDay]).toEqual([day('2010-07-01'), day('2010-07-05'), day('2010-07-06')]);
    expect([[...interactions.returned.product], [...interactions.returned.quantity]]).toEqual([[1], [4]]);
  });

  it('are not read after the last day that is asked for', async () => {
    const { interactions } = await readRetailInteractions(fileOf('through.csv', [...PAST, ...FUTURE]), Date.parse('2010-06-30T00:00:00Z') / 86_400_000);
    expect(interactions.customerIds).toEqual([]);
  });
});

describe('npm run recommend', () => {
  it('writes a line for each customer with an order up to the cut-off, the same whatever comes after it', async () => {
    const outs: string[] = [];
    for (const [name, rows] of [['past', PAST], ['all', [...PAST, ...FUTURE]]] as const) {
      const out = join(directory, `${name}.jsonl`);
      const { status, said } = await recommend('--store', fileOf(`${name}.csv`, rows), '--cutoff', '2010-07-10', '--k', '3', '--out', out, '--why', `${out}.why`);
      expect([status, said]).toEqual([0, expect.stringContaining('2 customers')]);
      outs.push(readFileSync(out, 'utf8') + readFileSync(`${out}.why`, 'utf8'));
    }
    expect(outs[0]).toBe(outs[1]);
    const [first, second] = (outs[0] ?? '').split('\n').map((line) => (line === '' ? null : (JSON.parse(line) as { customer_id: string; items: string[]; novel: string[] })));
    // The mug came back whole.
    expect(first).toEqual({ customer_id: '13085', items: ['22041', '85048A', '22043'], novel: ['22043'] });
    expect(second?.customer_id).toBe('13086');
  });

  it('says what is wrong with a command or a file, and how it is used', async () => {
    const store = fileOf('wrong.csv', PAST);
    const out = join(directory, 'never.jsonl');
    expect(await recommend('--store', store, '--out', out)).toMatchObject({ status: 1, said: expect.stringContaining('--cutoff is needed') });
    expect(await recommend('--store', store, '--cutoff', '2010-02-30', '--out', out)).toMatchObject({ status: 1, said: expect.stringContaining('2010-02-30') });
    expect(await recommend('--store', store, '--cutoff', '2010-07-10', '--k', '0', '--out', out)).toMatchObject({ status: 1, said: expect.stringContaining('--k is "0"') });
    expect(await recommend('--store', store, '--cutoff', '2009-07-10', '--out', out)).toMatchObject({ status: 1, said: expect.stringContaining('no order of a known customer up to 2009-07-10') });
    expect(await recommend('--store', join(directory, 'none.csv'), '--cutoff', '2010-07-10', '--out', out)).toMatchObject({ status: 1, said: expect.stringContaining('no such file') });
    expect(await recommend('--store', store, '--cutoff', '2010-07-10', '--out', join(directory, 'no', 'where.jsonl'))).toMatchObject({ status: 1, said: expect.stringContaining('cannot be written') });
    expect(readdirSync(directory).filter((name) => name.startsWith('never'))).toEqual([]);
  });

  it('never writes over what it reads, and leaves what stood at its place until the lines are whole', async () => {
    const store = fileOf('kept.csv', PAST);
    for (const args of [['--out', store], ['--out', join(directory, '.', 'both.jsonl'), '--why', join(directory, 'both.jsonl')]]) {
      expect(await recommend('--store', store, '--cutoff', '2010-07-10', ...args)).toMatchObject({ status: 1, said: expect.stringContaining('name the same file') });
    }
    expect(readFileSync(store, 'utf8').split('\n')).toEqual([HEADER, ...PAST]);
    const out = join(directory, 'earlier.jsonl');
    writeFileSync(out, 'earlier');
    expect((await recommend('--store', store, '--cutoff', '2009-07-10', '--out', out)).status).toBe(1);
    expect(readFileSync(out, 'utf8')).toBe('earlier');
    expect((await recommend('--store', store, '--cutoff', '2010-07-10', '--out', out)).status).toBe(0);
    expect(readFileSync(out, 'utf8')).toContain('13086');
  });
});
