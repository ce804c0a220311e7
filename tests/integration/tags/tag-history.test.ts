import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tagKey } from '#app/profiles/tag-key.ts';
import { InvalidInputError } from '#app/runtime/errors.ts';
import { approveAutomatically } from '#app/tags/approve-automatically.server.ts';
import { approveTags } from '#app/tags/approve-tags.server.ts';
import { pauseWriting, resumeWriting, setDailyAdditions, switchAutomaticOff, switchAutomaticOn, writeBatchNow } from '#app/tags/change-writing.server.ts';
import { chooseForCollision } from '#app/tags/choose-collision.server.ts';
import { listTagRuns } from '#app/tags/list-tag-runs.server.ts';
import { proposeTagsAgain } from '#app/tags/propose-again.server.ts';
import type { ProposalResult } from '#app/tags/propose-tags.server.ts';
import { undoAll, undoRun } from '#app/tags/undo-run.server.ts';
import { undoTag } from '#app/tags/undo-tag.server.ts';
import { STAFF, TaggedShop, type Rhythm } from './tagged-shop.ts';

/** Random histories of two customers: rules that come and go, runs, undos and crashes, and a merchant who edits between any two of them. */

const CUSTOMERS = 2;
const MERCHANTS_TAGS = ['LAPSED', 'Lapsed', 'new', 'Wholesale'];

type Step =
  | { kind: 'rhythm'; customer: number; rhythm: Rhythm }
  | { kind: 'days'; days: number }
  | { kind: 'merchant adds' | 'merchant removes'; customer: number; tag: string }
  | { kind: 'run'; meanwhile: { customer: number; tag: string } | null }
  | { kind: 'propose' | 'approve' | 'write' | 'undo last run' | 'propose again' }
  | { kind: 'crash'; step: number }
  | { kind: 'approve part'; customer: number; daily: number | null }
  | { kind: 'automatic' | 'pause' | 'next batch' | 'undo tag' | 'adopt' | 'leave' };

const customer = fc.nat(CUSTOMERS - 1);
const tag = fc.constantFrom(...MERCHANTS_TAGS);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('rhythm' as const), customer, rhythm: fc.constantFrom<Rhythm>('prospect', 'new', 'lapsed') }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('days' as const), days: fc.constantFrom(1, 7, 8) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('merchant adds' as const, 'merchant removes' as const), customer, tag }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('run' as const), meanwhile: fc.option(fc.record({ customer, tag })) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('propose' as const, 'approve' as const, 'write' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('undo last run' as const, 'propose again' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('crash' as const), step: fc.integer({ min: 1, max: 14 }) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('approve part' as const), customer, daily: fc.constantFrom(null, 1) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('automatic' as const, 'pause' as const, 'next batch' as const, 'undo tag' as const, 'adopt' as const, 'leave' as const) }) },
);

let shop: TaggedShop;

beforeAll(async () => {
  shop = await TaggedShop.open({ customers: CUSTOMERS });
});

afterAll(async () => {
  await shop.close();
});

class Crash extends Error {}

class History {
  private proposal: ProposalResult | null = null;
  private readonly rhythms = new Map<number, Rhythm>();
  private entry = 0;
  /**
   * Tags by customer and key, with who wrote them: what no ledger may get wrong. One of the app's that the merchant took
   * off and put back while nobody looked can be told by no one: it may be taken for either's.
   */
  private readonly owners = new Map<string, 'app' | 'merchant' | 'adopted' | 'unknown'>();
  private readonly takenOffUnseen = new Set<string>();
  /** Once the merchant's, handed over and then removed by the rules: an undo gives them back, and who leaves keeps them. */
  private readonly handedOverAndRemoved = new Set<string>();

  async begin(before: readonly { customer: number; tag: string }[]): Promise<void> {
    for (const [id, tags] of shop.allTags()) shop.standIn.live.removeTags('Customer', id, tags, null);
    for (const table of ['tag_ledger', 'tag_changes', 'tag_batches', 'tag_runs', 'wanted_tags', 'tag_writing', 'tag_settings', 'tag_choices', 'tag_collisions']) await shop.query(`DELETE FROM ${table}`);
    await shop.setRhythm('prospect', shop.customerIds);
    for (const [place, id] of shop.customerIds.entries()) this.rhythms.set(id, place % 2 === 0 ? 'lapsed' : 'new');
    shop.tick();
    this.entry = shop.standIn.live.flowLog().length;
    for (const one of before) shop.merchantAdds(shop.customerIds[one.customer] as number, one.tag);
    this.follow();
  }

  /** Reads Shopify's own log: the app may remove what the app wrote, and nothing else. */
  follow(): void {
    const log = shop.standIn.live.flowLog();
    for (; this.entry < log.length; this.entry += 1) {
      const one = log[this.entry];
      if (one === undefined) continue;
      for (const name of one.detail.split(', ')) {
        const key = `${one.customerId} ${tagKey(name)}`;
        if (one.trigger === 'Customer tags added') {
          this.owners.set(key, one.source !== null ? 'app' : this.takenOffUnseen.has(key) ? 'unknown' : 'merchant');
        } else {
          const owner = this.owners.get(key);
          if (one.source !== null) expect(owner, `the app removed ${name}, which the merchant wrote`).not.toBe('merchant');
          else if (owner !== 'merchant') this.takenOffUnseen.add(key);
          if (one.source !== null && owner === 'adopted') this.handedOverAndRemoved.add(key);
          this.owners.delete(key);
        }
      }
    }
  }

  async take(one: Step): Promise<void> {
    switch (one.kind) {
      case 'rhythm':
        this.rhythms.set(shop.customerIds[one.customer] as number, one.rhythm);
        break;
      case 'days':
        shop.day += one.days;
        break;
      case 'merchant adds':
        shop.merchantAdds(shop.customerIds[one.customer] as number, one.tag);
        break;
      case 'merchant removes':
        shop.merchantRemoves(shop.customerIds[one.customer] as number, one.tag);
        break;
      case 'run':
        await this.take({ kind: 'propose' });
        await this.take({ kind: 'approve' });
        if (one.meanwhile !== null) await this.take({ kind: 'merchant adds', ...one.meanwhile });
        await this.take({ kind: 'write' });
        break;
      case 'propose':
        // Their one order moves along with the days.
        for (const [id, rhythm] of this.rhythms) await shop.setRhythm(rhythm, [id]);
        this.proposal = await shop.propose();
        this.takenOffUnseen.clear();
        break;
      case 'approve':
        if (this.proposal?.proposalId != null) await shop.approve(this.proposal);
        this.proposal = null;
        break;
      case 'write':
        await shop.write();
        break;
      case 'crash':
        await this.crash(one.step);
        break;
      case 'approve part':
        await this.refusable(() => approveTags({ shopId: shop.shopId, by: STAFF, selection: { customerIds: [shop.customerIds[one.customer] as number] }, dailyAdditions: one.daily }));
        // Whoever still has the whole before them is refused from here on.
        this.proposal = null;
        break;
      case 'automatic':
        await this.take({ kind: 'propose' });
        await this.refusable(() => switchAutomaticOn({ shopId: shop.shopId, by: STAFF }));
        await approveAutomatically({ shopId: shop.shopId });
        await switchAutomaticOff({ shopId: shop.shopId });
        this.proposal = null;
        await this.take({ kind: 'write' });
        break;
      case 'pause': {
        await pauseWriting({ shopId: shop.shopId, by: STAFF });
        const entry = shop.standIn.live.flowLog().length;
        await shop.write();
        expect(shop.effectsSince(entry), 'written while paused').toEqual([]);
        await resumeWriting({ shopId: shop.shopId, by: STAFF });
        break;
      }
      case 'next batch':
        await this.nextBatch();
        break;
      case 'undo tag':
        await this.refusable(async () => {
          await undoTag({ shopId: shop.shopId, rule: 'lapsed', by: STAFF, keepOn: true });
          this.handBack();
        });
        await this.take({ kind: 'write' });
        break;
      case 'adopt':
        await this.adopt();
        break;
      case 'leave':
        await this.leaveToMerchant();
        break;
      case 'undo last run': {
        const [last] = (await listTagRuns({ shopId: shop.shopId })).filter((run) => run.canUndo);
        if (last !== undefined) await undoRun({ shopId: shop.shopId, runId: last.id, by: STAFF });
        break;
      }
      case 'propose again': {
        const [undo] = (await listTagRuns({ shopId: shop.shopId })).filter((run) => run.kind === 'undo' && run.removed > 0);
        if (undo !== undefined) await proposeTagsAgain({ shopId: shop.shopId, undoRunId: undo.id });
        break;
      }
    }
    this.follow();
  }

  /** What is asked at the wrong moment is refused in words, and changes nothing. */
  private async refusable(ask: () => Promise<unknown>): Promise<void> {
    await ask().catch((error: unknown) => {
      if (!(error instanceof InvalidInputError)) throw error;
    });
  }

  /** A batch more of a run that waits: one addition, as these tests have it. */
  private async nextBatch(): Promise<void> {
    const [waiting] = (await listTagRuns({ shopId: shop.shopId })).filter((run) => run.state === 'waiting');
    if (waiting === undefined) return;
    const entry = shop.standIn.live.flowLog().length;
    await writeBatchNow({ shopId: shop.shopId, runId: waiting.id, how: 'next batch' });
    await shop.write();
    expect(shop.effectsSince(entry).filter((one) => one.trigger === 'Customer tags added').length, 'additions of a batch').toBeLessThanOrEqual(1);
  }

  /** The merchant hands over what stands as Lapsed: from now on the app may remove it, and nothing else of theirs. */
  private async adopt(): Promise<void> {
    await chooseForCollision({ shopId: shop.shopId, rule: 'lapsed', choice: 'adopt', by: STAFF });
    await this.take({ kind: 'propose' });
    for (const row of await shop.query<{ customer_id: number; tag_key: string }>("SELECT customer_id, tag_key FROM tag_ledger WHERE state = 'written' AND adopted")) {
      if (this.owners.get(`${row.customer_id} ${row.tag_key}`) === 'merchant') this.owners.set(`${row.customer_id} ${row.tag_key}`, 'adopted');
    }
  }

  private async leaveToMerchant(): Promise<void> {
    await chooseForCollision({ shopId: shop.shopId, rule: 'lapsed', choice: 'leave', by: STAFF });
    this.handBack();
  }

  private handBack(): void {
    for (const [key, owner] of this.owners) if (owner === 'adopted') this.owners.set(key, 'merchant');
  }

  /** The writer dies at a step and is taken up at once. */
  private async crash(at: number): Promise<void> {
    let count = 0;
    await shop.write(() => {
      count += 1;
      if (count === at) throw new Crash('stopped');
    }).catch((error: unknown) => {
      if (!(error instanceof Crash)) throw error;
    });
    await shop.write();
  }

  /** Whoever leaves has their own tags and no others, in their own spelling and order. */
  async leave(): Promise<void> {
    await setDailyAdditions({ shopId: shop.shopId, dailyAdditions: null });
    await shop.write();
    this.follow();
    const before = shop.allTags();
    await undoAll({ shopId: shop.shopId, by: STAFF });
    await shop.write();
    this.follow();
    for (const [id, tags] of shop.allTags()) {
      const owner = (name: string) => this.owners.get(`${id} ${tagKey(name)}`);
      expect(tags.filter((name) => owner(name) === 'app' && !this.handedOverAndRemoved.has(`${id} ${tagKey(name)}`)), `customer ${id} is left with`).toEqual([]);
      expect(tags.filter((name) => owner(name) === 'merchant'), `customer ${id}`).toEqual((before.get(id) ?? []).filter((name) => owner(name) === 'merchant'));
    }
  }
}

describe('any history of a shop’s tags', () => {
  it('never has the app remove a tag of the merchant’s, and undoing everything leaves theirs alone', async () => {
    const before = fc.array(fc.record({ customer, tag }), { maxLength: 6 });
    await fc.assert(fc.asyncProperty(before, fc.array(step, { minLength: 15, maxLength: 30, size: 'max' }), async (tags, steps) => {
      const history = new History();
      await history.begin(tags);
      for (const one of steps) await history.take(one);
      await history.leave();
      expect((await shop.query("SELECT id FROM tag_changes WHERE state = 'sent'"))).toEqual([]);
    }), { numRuns: 12, endOnFailure: true });
  }, 240_000);
});
