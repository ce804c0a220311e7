import { now } from '../runtime/clock.server.ts';
import { InvalidInputError, RegularsError, errorMessage } from '../runtime/errors.ts';
import { log } from '../runtime/log.server.ts';
import { previewSettings } from './preview-settings.server.ts';
import { parseDraft, type SettingsDraft } from './settings-draft.ts';
import { describeFault } from './settings-fault.ts';
import type { PreviewLine } from './settings-preview.ts';

/** Previews that one process works on at once; more wait, so that they cannot take all of its time and connections. */
const AT_ONCE = 2;

let running = 0;
const waiting: (() => void)[] = [];

async function takePlace(): Promise<void> {
  if (running < AT_ONCE) running += 1;
  else await new Promise<void>((resolve) => waiting.push(resolve));
}

/** Whoever waits longest takes the place over. */
function leavePlace(): void {
  const next = waiting.shift();
  if (next === undefined) running -= 1;
  else next();
}

/**
 * A preview as a stream of JSON lines (PreviewLine): how far it is, and at the end what it comes to or why it does not.
 * It is broken off when the reader leaves.
 * @throws InvalidInputError when a field of the draft is wrong
 */
export function previewStream(options: { shopId: number; draft: SettingsDraft; signal: AbortSignal }): ReadableStream<Uint8Array> {
  const { shopId } = options;
  const { choice, faults } = parseDraft(options.draft);
  if (choice === null) throw new InvalidInputError('settings', [...new Set(faults.map(describeFault))].join(' '));
  const left = new AbortController();
  const signal = AbortSignal.any([options.signal, left.signal]);
  const encoder = new TextEncoder();
  return new ReadableStream({
    async start(controller) {
      const say = (line: PreviewLine): void => {
        if (!signal.aborted) controller.enqueue(encoder.encode(`${JSON.stringify(line)}\n`));
      };
      await takePlace();
      try {
        signal.throwIfAborted();
        let told = -1;
        const preview = await previewSettings({ shopId, choice, now: now(), signal, onProgress: (share) => {
          const percent = Math.floor(100 * share);
          if (percent > told) say({ kind: 'progress', percent });
          told = Math.max(told, percent);
        } });
        say({ kind: 'preview', preview });
      } catch (error) {
        if (!signal.aborted) {
          log.error({ shopId, reason: errorMessage(error) }, 'a preview of settings failed');
          say({ kind: 'failed', fault: error instanceof RegularsError ? { code: error.code, message: error.message } : null });
        }
      } finally {
        leavePlace();
        if (!signal.aborted) controller.close();
      }
    },
    cancel() {
      left.abort(new Error('The reader has left.'));
    },
  });
}
