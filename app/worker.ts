import { startWorkerHealth } from './ingress/worker-health.server.ts';
import { startWorker, stopWorker } from './pipeline.server.ts';
import { endAtOnce, endInWords, logConsole } from './runtime/log.server.ts';

/** The job process: claims and does background work until it is told to stop. Any number of them may run. */
endInWords();
/** A job ends at its next safe point within seven seconds; what is not over by then is not going to be. */
const GRACE_MS = 12_000;
// Before it says that it is ready: whoever hears that may tell it to stop the next moment.
let stopping = false;
let stopHealth: () => Promise<void> = async () => {};
// `disconnect`: the process that started this one is gone, and would never tell it to stop.
for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const) {
  process.on(signal as 'SIGINT', () => {
    if (stopping) process.exit(1);
    stopping = true;
    void stopWorker().finally(() => stopHealth().finally(() => process.exit(0)));
    setTimeout(endAtOnce, GRACE_MS).unref();
  });
}

try {
  await startWorker();
  stopHealth = await startWorkerHealth();
  process.send?.({ ready: true });
  logConsole();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
