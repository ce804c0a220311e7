import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What a measured process did with its life. */
export interface Measured<Result> {
  result: Result;
  /** Most memory that it held at any time (VmHWM, as the system has it), in MiB. */
  peakMiB: number;
  /** Processor time that it took in all its threads, in seconds. */
  cpuSeconds: number;
}

type Word<Result> = { done: { result: Result; peakMiB: number; cpuSeconds: number } } | { failed: string } | { said: string };

/**
 * Runs a script of this folder in a process of its own, so that its memory is its own. The script calls `measured`.
 * @param input what its work is called with; goes through JSON
 * @throws {Error} with the script's own words when it fails
 */
export async function inProcess<Input, Result>(script: string, input: Input, options: { environment?: Record<string, string>; nodeOptions?: string[]; onSaid?: (line: string) => void } = {}): Promise<Measured<Result>> {
  const child = fork(fileURLToPath(new URL(script, import.meta.url)), [], {
    env: { ...process.env, ...options.environment },
    execArgv: options.nodeOptions ?? [],
    // Its standard output is no place for words: the bench's own is for figures.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  try {
    const outcome = await new Promise<Measured<Result>>((resolve, reject) => {
      child.on('message', (word: Word<Result>) => {
        if ('said' in word) options.onSaid?.(word.said);
        else if ('done' in word) resolve(word.done);
        else reject(new Error(word.failed));
      });
      child.once('error', reject);
      child.once('exit', (code, signal) => reject(new Error(`${script} ended with ${signal ?? `status ${code}`} before it was done.`)));
      child.send(input as object);
    });
    // It ends by itself, so that a profile it was asked for (--cpu-prof) is written.
    await ended;
    return outcome;
  } finally {
    process.off('exit', kill);
    kill();
  }
}

/** The other side of `inProcess`: does the work with what the bench sent, and tells the outcome with what it took. */
export function measured<Input, Result>(work: (input: Input, say: (line: string) => void) => Promise<Result>): void {
  const tell = (word: Word<Result>, then: () => void = () => {}): void => void process.send?.(word, then);
  process.once('disconnect', () => process.exit(1));
  process.once('message', (input) => {
    work(input as Input, (said) => tell({ said })).then(
      (result) => {
        const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
        tell({ done: { result, peakMiB: maxRSS / 1024, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6 } }, () => process.exit(0));
      },
      (error: unknown) => tell({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }, () => process.exit(1)),
    );
  });
}
