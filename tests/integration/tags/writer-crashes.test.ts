import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listTagRuns } from '#app/tags/list-tag-runs.server.ts';
import { undoAll } from '#app/tags/undo-run.server.ts';
import type { WriteStep } from '#app/tags/write-step.ts';
import { STAFF, TaggedShop } from './tagged-shop.ts';

let shop: TaggedShop;
let beginning: Map<number, string[]>;
const range = (from: number, to: number): number[] => shop.customerIds.slice(from, to);

beforeAll(async () => {
  shop = await TaggedShop.open({ customers: 140 });
  for (const id of shop.customerIds) shop.standIn.live.removeTags('Customer', id, ['lapsed', 'new'], null);
  beginning = shop.allTags();
});

afterAll(async () => {
  await shop.close();
});

class Crash extends Error {}

/** Lets the writer die at its nth step from here on. Tells the step, or null when it ended before. */
async function writeUntil(nth: number): Promise<WriteStep | null> {
  let count = 0;
  let died: WriteStep | null = null;
  try {
    await shop.write((step) => {
      count += 1;
      if (count < nth) return;
      died = step;
      throw new Crash(step);
    });
  } catch (error) {
    if (!(error instanceof Crash)) throw error;
  }
  return died;
}

/** Everything as at the beginning. */
async function startOver(): Promise<void> {
  for (const [id, tags] of shop.allTags()) {
    const foreign = tags.filter((tag) => !(beginning.get(id) ?? []).includes(tag));
    shop.standIn.live.removeTags('Customer', id, foreign, null);
  }
  expect(shop.allTags()).toEqual(beginning);
  shop.tick();
  for (const table of ['tag_ledger', 'tag_changes', 'tag_batches', 'tag_runs', 'wanted_tags']) await shop.query(`DELETE FROM ${table}`);
}

/**
 * One run of additions and of removals after their week, for as many customers; killed at one step, killed once more on
 * the way of the resume, then let go on.
 */
async function killAt(nth: number, customers: number): Promise<Set<WriteStep>> {
  const steps = new Set<WriteStep>();
  await shop.setRhythm('prospect', shop.customerIds);
  await shop.setRhythm('lapsed', range(0, customers));
  await shop.run();
  await shop.setRhythm('prospect', range(0, customers));
  await shop.propose();
  shop.day += 7;
  await shop.setRhythm('new', range(customers, 2 * customers));
  const proposal = await shop.propose();
  expect(proposal).toMatchObject({ adds: customers, removes: customers });
  const entry = shop.standIn.live.flowLog().length;
  const runId = await shop.approve(proposal);
  for (const at of [nth, nth + 2]) {
    const died = await writeUntil(at);
    if (died !== null) steps.add(died);
  }
  await shop.write();
  const effects = shop.effectsSince(entry);
  expect(effects, 'each effect once').toHaveLength(2 * customers);
  expect(new Set(effects.map((one) => `${one.customerId} ${one.trigger} ${one.detail}`)).size).toBe(2 * customers);
  expect((await listTagRuns({ shopId: shop.shopId, runId }))[0]).toMatchObject({ state: 'done', added: customers, removed: customers, skipped: 0, failed: 0, underWay: 0 });
  expect(await shop.query("SELECT id FROM tag_changes WHERE state IN ('planned', 'sent')")).toEqual([]);
  expect(await shop.query<{ state: string }>('SELECT DISTINCT state FROM tag_ledger')).toEqual([{ state: 'written' }]);
  expect(await shop.query<{ count: number }>('SELECT count(*)::int AS count FROM tag_ledger')).toEqual([{ count: customers }]);
  expect(await shop.propose()).toMatchObject({ proposalId: null });
  if (nth % 5 === 0) {
    await undoAll({ shopId: shop.shopId, by: STAFF });
    await shop.write();
    expect(shop.allTags()).toEqual(beginning);
  }
  await startOver();
  return steps;
}

describe('a writer that dies', () => {
  it('at any step of single calls doubles nothing and forgets nothing when it is taken up again', async () => {
    const steps = new Set<WriteStep>();
    for (let nth = 1; nth <= 11; nth += 1) for (const step of await killAt(nth, 1)) steps.add(step);
    expect([...steps].sort()).toEqual(['answered', 'decided', 'leftovers settled', 'run ended', 'run held', 'sent', 'settled', 'tags read']);
  });

  it('at any step of a bulk mutation likewise', async () => {
    const steps = new Set<WriteStep>();
    for (let nth = 1; nth <= 19; nth += 1) for (const step of await killAt(nth, 60)) steps.add(step);
    expect([...steps].sort()).toEqual([
      'batch done', 'batch prepared', 'batch running', 'decided', 'leftovers settled', 'lines settled', 'operation ended', 'run ended', 'run held', 'submitted', 'tags read', 'uploaded',
    ]);
  });

  it('between a bulk mutation’s start and its answer finds it again by its name', async () => {
    await shop.setRhythm('prospect', shop.customerIds);
    await shop.setRhythm('lapsed', range(0, 70));
    const entry = shop.standIn.live.flowLog().length;
    await shop.approve(await shop.propose());
    const started = shop.asked('BulkMutationRun');
    expect(await writeUntil(7)).toBe('submitted');
    await shop.write();
    expect(shop.asked('BulkMutationsRecent')).toBeGreaterThan(0);
    expect(shop.asked('BulkMutationRun')).toBe(started + 1);
    expect(shop.effectsSince(entry)).toHaveLength(70);
    await startOver();
  });

  it('while the result’s address has ended settles by a look at Shopify', async () => {
    await shop.setRhythm('lapsed', range(0, 70));
    const entry = shop.standIn.live.flowLog().length;
    const runId = await shop.approve(await shop.propose());
    const downloads = shop.asked('download');
    shop.meddle = ({ operation }) => (operation === 'download' && shop.asked('download') === downloads + 1 ? new Response('gone', { status: 404 }) : null);
    await shop.write();
    shop.meddle = null;
    expect(shop.effectsSince(entry)).toHaveLength(70);
    expect((await listTagRuns({ shopId: shop.shopId, runId }))[0]).toMatchObject({ state: 'done', added: 70 });
    await startOver();
  });
});

describe('two workers', () => {
  it('do not write one run at the same time', async () => {
    await shop.setRhythm('new', range(0, 70));
    const entry = shop.standIn.live.flowLog().length;
    await shop.approve(await shop.propose());
    const results = await Promise.allSettled([shop.write(), shop.write()]);
    expect(results.filter((result) => result.status === 'rejected').map((result) => String(result.reason))).toEqual([expect.stringMatching(/Another worker is at run/)]);
    expect(shop.effectsSince(entry)).toHaveLength(70);
    await startOver();
  });
});
