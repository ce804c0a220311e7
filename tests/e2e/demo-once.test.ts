import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { expectAccuracy, expectCells, expectForecast, PROFILE_COLUMNS, readDump, readProfiles, type AccuracyRow } from './demo-files.ts';
import { runDemo, type RanDemo } from './demo-process.ts';

/** Here, where the built app stands already. No browser is needed. */
it('npm run demo -- --once ends by itself, with every connection given back before the database stops, and its files are as README.md says', { timeout: 300_000 }, async () => {
  const directory = mkdtempSync(join(tmpdir(), 'regulars-demo-'));
  try {
    const at = (file: string): string => join(directory, file);
    // Enough for 500 buyers, below whom nothing is expected of anybody.
    const { said, complained, status } = await runDemo(directory, '--once', '--customers', '600', '--report', at('report.json'), '--profiles', at('p.csv'), '--accuracy', at('a.json'), '--dump', at('dump'));
    expect(`${complained}${said}`).toContain('scored 600 customers');
    expect(complained).toBe('');
    expect(status).toBe(0);
    // A log line of the app's own, such as of a connection that was lost, has no place among what the demo says.
    expect(said).not.toContain('"level"');
    const server = readFileSync(join(directory, 'postgres', 'postgres.log'), 'utf8');
    expect(server).toContain('database system is shut down');
    expect(server).not.toMatch(/terminating connection|lost connection|unexpected EOF/);
    expect(readdirSync(directory)).not.toContain('demo.pid');

    const readme = readFileSync('README.md', 'utf8').split('\n').find((line) => line.startsWith('| `--profiles`')) ?? '';
    const places = PROFILE_COLUMNS.map((name) => readme.search(new RegExp('[`, ]' + name + '[`,]')));
    expect(places.every((place, index) => place > (places[index - 1] ?? 0)), String(places)).toBe(true);
    const now = Date.parse((JSON.parse(readFileSync(at('report.json'), 'utf8')) as { shop: { now: string } }).shop.now);
    const dumped = readDump(at('dump'), now);
    const profiles = await readProfiles(at('p.csv'));
    expect(new Set(profiles.map((cells) => cells.customer_id))).toEqual(new Set(dumped.keys()));
    const accuracy = JSON.parse(readFileSync(at('a.json'), 'utf8')) as AccuracyRow[];
    expectAccuracy(accuracy, now);
    const shown = accuracy[0]?.shown === true;
    for (const cells of profiles) {
      expectCells(cells, dumped.get(cells.customer_id));
      expectForecast(cells, { given: shown && Number(cells.purchases) > 0 });
    }
    expect([shown, profiles.filter((cells) => cells.p_buy !== '').length >= 500]).toEqual([true, true]);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

interface Report {
  tags: { added: number; foreignTouched: number; undone?: { removed: number } };
  faults?: Record<string, number>;
  shops: { shop: { domain: string }; foreignRows: number; tags: Report['tags']; faults?: Record<string, number> }[];
}

it('with --faults it comes to the same profiles and the same tags as without, in each of two shops, of which neither sees the other', { timeout: 600_000 }, async () => {
  const directory = mkdtempSync(join(tmpdir(), 'regulars-demo-'));
  const run = async (name: string, data: string, ...more: string[]): Promise<Report & RanDemo> => {
    const at = (file: string): string => join(directory, `${name}.${file}`);
    const ran = await runDemo(join(directory, data), '--once', '--shops', '2', '--customers', '40', '--write-tags', '--profiles', at('csv'), '--accuracy', at('accuracy.json'), '--dump', at('dump'), '--report', at('json'), ...more);
    expect(`${ran.complained}${ran.said.slice(ran.status === 0 ? Infinity : -2000)}`).toBe('');
    expect(ran.said).not.toContain('"level"');
    return { ...ran, ...(JSON.parse(readFileSync(at('json'), 'utf8')) as Report) };
  };
  const file = (name: string): string => readFileSync(join(directory, name), 'utf8');
  try {
    const calm = await run('calm', 'calm');
    const bad = await run('bad', 'bad', '--faults', '7');
    for (const [one, other] of [['calm.csv', 'bad.csv'], ['calm.2.csv', 'bad.2.csv'], ['calm.dump/customers.jsonl', 'bad.dump/customers.jsonl'], ['calm.dump.2/customers.jsonl', 'bad.dump.2/customers.jsonl']] as const) {
      expect(file(other), other).toBe(file(one));
    }
    expect(file('calm.csv')).not.toBe(file('calm.2.csv'));
    // Too few to expect anything of.
    for (const place of ['', '2.']) {
      expect(JSON.parse(file(`calm.accuracy.${place}json`))).toEqual([]);
      for (const cells of await readProfiles(join(directory, `calm.${place}csv`))) expectForecast(cells, { given: false });
    }
    expect(calm.faults).toBeUndefined();
    expect(bad.said).toContain('Kettle & Fern: 0 rows of another shop among the ');
    expect(bad.shops.map((one) => [one.shop.domain, one.foreignRows, one.tags.foreignTouched])).toEqual([['regulars-demo.myshopify.com', 0, 0], ['regulars-demo-2.myshopify.com', 0, 0]]);
    // Of each kind something: of webhooks, of the API, of bulk runs.
    for (const { faults } of bad.shops) {
      const met = (...names: string[]): number => names.reduce((sum, name) => sum + (faults?.[name] ?? 0), 0);
      expect(met('drop', 'duplicate', 'duplicateAtOnce', 'reorder', 'delay', 'replay', 'finishLost')).toBeGreaterThan(5);
      expect(met('tooMany', 'throttled', 'serverError', 'answerLost', 'reset', 'errorsBesideData', 'tokenRevoked')).toBeGreaterThan(0);
      expect(met('bulkFail', 'bulkFailPartial', 'bulkExpired', 'bulkCut')).toBeGreaterThan(0);
    }

    const undone = await run('undone', 'bad', '--faults', '8', '--undo');
    expect(file('undone.csv')).toBe(file('calm.csv'));
    for (const [index, { tags }] of undone.shops.entries()) {
      expect(tags.undone?.removed).toBe(calm.shops[index]?.tags.added);
      expect(tags.foreignTouched).toBe(0);
    }
    expect(calm.shops.every(({ tags }) => tags.added > 0)).toBe(true);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
