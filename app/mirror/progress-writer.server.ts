import { withTenant } from '../database/tenant.server.ts';
import { machineNow } from '../runtime/clock.server.ts';
import { errorMessage } from '../runtime/errors.ts';
import { log } from '../runtime/log.server.ts';
import { estimate, withSample, type PartProgress, type Sample } from './import-progress.ts';
import type { PartKind } from './mirror-tables.ts';

/** About twice a second: often enough for a bar that moves, rare enough to cost nothing. */
const EVERY_MS = 500;

/**
 * Keeps a run's progress row up to date while it works, and learns from it whether the merchant wants to stop.
 * A failed write is logged and tried again at the next turn: progress is no reason to fail an import.
 */
export class ProgressWriter {
  private readonly shopId: number;
  private readonly runId: number;
  private readonly onCancel: () => void;
  private readonly parts = new Map<PartKind, PartProgress>();
  private samples: Sample[] = [];
  private phase = 'Asking Shopify about the shop';
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(shopId: number, runId: number, onCancel: () => void) {
    this.shopId = shopId;
    this.runId = runId;
    this.onCancel = onCancel;
  }

  start(): void {
    this.timer = setInterval(() => {
      this.writing = this.writing.then(() => this.write());
    }, EVERY_MS);
  }

  /** Ends the rhythm with one last write, so that the row says how far it came. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.writing;
    await this.write();
  }

  phaseIs(phase: string): void {
    this.phase = phase;
  }

  partIs(kind: PartKind, known: Partial<Omit<PartProgress, 'kind'>>): void {
    const part = this.parts.get(kind) ?? { kind, done: 0, expected: 0, certain: false };
    this.parts.set(kind, { ...part, ...known, expected: known.certain === true ? (known.expected ?? part.expected) : Math.max(part.expected, known.expected ?? 0) });
  }

  moved(kind: PartKind, rows: number): void {
    this.partIs(kind, { done: (this.parts.get(kind)?.done ?? 0) + rows });
  }

  private async write(): Promise<void> {
    const parts = [...this.parts.values()];
    const at = machineNow();
    this.samples = withSample(this.samples, { at, done: parts.reduce((sum, part) => sum + part.done, 0) });
    const { done, expected, rowsPerSecond, secondsLeft } = estimate(parts, this.samples);
    try {
      const { rows } = await withTenant(this.shopId, async (tx) => {
        await tx.query('SET LOCAL synchronous_commit = off');
        return tx.query<{ cancelled: boolean }>(
          `UPDATE import_runs SET phase = $3, objects_done = $4, objects_expected = $5, rows_per_second = $6, seconds_left = $7, progress_at = $8
            WHERE shop_id = $1 AND id = $2 AND active RETURNING cancel_requested_at IS NOT NULL AS cancelled`,
          [this.shopId, this.runId, this.phase, done, expected, rowsPerSecond, secondsLeft, new Date(at)],
        );
      });
      // No row: someone has ended the run (an uninstall, a cancel of a stalled run); go on no further.
      if (rows[0]?.cancelled !== false) this.onCancel();
    } catch (error) {
      log.warn({ shopId: this.shopId, runId: this.runId, reason: errorMessage(error) }, 'the progress of an import could not be written');
    }
  }
}
