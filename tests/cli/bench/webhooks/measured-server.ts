import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freePort } from '#app/database/embedded.server.ts';

/** A server process that is measured. */
export interface MeasuredServer {
  port: number;
  /** Processor time of the process so far, in seconds (process.cpuUsage). */
  cpuSeconds(): Promise<number>;
  stop(): Promise<void>;
}

/** @param script from this folder: the app's web process or a reference */
export async function startServer(script: '../../../../app/server.ts' | './reference-server.ts' | '../serve/reference-server.ts', environment: Record<string, string>): Promise<MeasuredServer> {
  const port = await freePort();
  const child = fork(fileURLToPath(new URL(script, import.meta.url)), [], {
    env: { ...process.env, ...environment, HOST: '127.0.0.1', PORT: String(port) },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  await Promise.race([once(child, 'message'), once(child, 'exit').then(() => Promise.reject(new Error(`${script} ended before it was ready.`)))]);
  return {
    port,
    cpuSeconds: async () => {
      const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
      const seconds = /^process_cpu_seconds_total (\S+)$/m.exec(text)?.[1];
      if (seconds === undefined) throw new Error(`${script} does not tell its processor time.`);
      return Number(seconds);
    },
    stop: async () => {
      process.off('exit', kill);
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}
