import type { TenantTransaction } from '../database/tenant.server.ts';
import { enqueue } from '../jobs/queue.server.ts';
import { machineNow } from '../runtime/clock.server.ts';
import { errorCode, errorMessage } from '../runtime/errors.ts';
import { log } from '../runtime/log.server.ts';
import { observeStage } from '../runtime/metrics.server.ts';
import { adminClient } from '../shopify/admin-client.server.ts';
import { forgottenWritingJob } from './forgotten-writing.job.server.ts';
import { writeFewTags } from './write-few-tags.server.ts';
import { writeTagsJob } from './write-tags.job.server.ts';

/** Shops that are written to at once. They wait for Shopify most of the time. */
const SHOPS_AT_ONCE = 8;
/** A shop where it did not work is written to by jobs for so long, whose retries keep the pauses that Shopify wants. */
const REST_MS = 30_000;
/** The job that looks after forgotten writing begins so long after an approval... */
const LOOK_AFTER_SECONDS = 20;
/** ... and covers approvals that come this long after the first. */
const COVERS_MS = 15_000;

/**
 * Writes what was approved by itself, as soon as it was, beside the work that approved it: a shop that is slow to answer
 * holds up no other. At every moment something durable remembers what is yet to be written: the approved run says what,
 * and a job that was put in with the approval looks whether it was done.
 */
export class WritingLanes {
  private readonly waiting = new Map<number, string>();
  private readonly running = new Map<number, Promise<void>>();
  private readonly restingUntil = new Map<number, number>();
  private readonly coveredUntil = new Map<number, number>();
  private readonly stopping = new AbortController();

  /**
   * What an approval is to put in with it (Approval.writer). Undefined: the writer's job, since the shop is not written to here just now.
   * @returns `kept` is to be called when that approval has been committed
   */
  remember(shopId: number): { writer?: (tx: TenantTransaction) => Promise<void>; kept: () => void } {
    const now = machineNow();
    if (this.stopping.signal.aborted || (this.restingUntil.get(shopId) ?? 0) > now) return { kept: () => {} };
    if ((this.coveredUntil.get(shopId) ?? 0) > now) return { writer: async () => {}, kept: () => {} };
    let own = false;
    return {
      writer: async (tx) => {
        // None of our own where another process's waits already, which begins earlier and covers less.
        own = (await enqueue(forgottenWritingJob, { shopId }, { tx, startAfterSeconds: LOOK_AFTER_SECONDS })) !== null;
      },
      kept: () => void (own && this.coveredUntil.set(shopId, now + COVERS_MS)),
    };
  }

  /** Writes what is due in the shop, now or as soon as a lane is free. */
  write(shop: { id: number; domain: string }): void {
    this.waiting.set(shop.id, shop.domain);
    this.begin();
  }

  /** Resolves when nothing is under way or waits; for tests and the end of a process. */
  async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running.values());
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.waiting.clear();
    await this.idle();
  }

  private begin(): void {
    for (const [shopId, domain] of this.waiting) {
      if (this.running.size >= SHOPS_AT_ONCE || this.stopping.signal.aborted) return;
      if (this.running.has(shopId)) continue;
      this.waiting.delete(shopId);
      this.running.set(shopId, this.writeShop(shopId, domain).finally(() => {
        this.running.delete(shopId);
        this.begin();
      }));
    }
  }

  private async writeShop(shopId: number, domain: string): Promise<void> {
    const began = machineNow();
    try {
      const whole = await writeFewTags({ shopId, client: adminClient(domain), signal: this.stopping.signal });
      observeStage('write', machineNow() - began);
      if (whole) return;
    } catch (error) {
      if (this.stopping.signal.aborted) return;
      log.info({ shopId, code: errorCode(error), reason: errorMessage(error) }, 'tags could not be written at once; their job does it');
      this.restingUntil.set(shopId, machineNow() + REST_MS);
    }
    // Should this fail too, the job that looks after forgotten writing finds the run.
    await enqueue(writeTagsJob, { shopId }).catch((error: unknown) => log.warn({ shopId, reason: errorMessage(error) }, 'the job that writes tags could not be put in'));
  }
}
