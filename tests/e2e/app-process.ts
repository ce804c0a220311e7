import { spawn, type ChildProcess } from 'node:child_process';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** One of the app's processes, started as a person or a supervisor starts it, with what it printed. */
export interface AppProcess {
  child: ChildProcess;
  output(): string;
  /** Resolves with the exit status, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals | null>;
}

export function startProcess(entry: 'server.ts' | 'worker.ts' | 'start.ts', environment: Record<string, string | undefined>, options: { standIn?: boolean; detached?: boolean } = {}): AppProcess {
  const preload = options.standIn === true ? ['--import', `${root}tests/shopify-standin/preload.ts`] : [];
  const child = spawn(process.execPath, [...preload, `${root}app/${entry}`], { env: { PATH: process.env['PATH'], HOME: process.env['HOME'], NODE_ENV: 'development', ...environment } as NodeJS.ProcessEnv, stdio: ['ignore', 'pipe', 'pipe', 'ipc'], detached: options.detached === true });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const ended = once(child, 'exit').then(([status, signal]) => (status ?? signal) as number | NodeJS.Signals | null);
  return { child, output: () => text, ended };
}

/** Waits until a server answers there. @throws {Error} with what the process printed. */
export async function untilItAnswers(url: string, started: AppProcess, patience = 30_000): Promise<void> {
  for (const began = performance.now(); performance.now() - began < patience; ) {
    if (started.child.exitCode !== null) break;
    const answered = await fetch(url, { signal: AbortSignal.timeout(5_000) }).then((response) => response.body?.cancel().then(() => true) ?? true, () => false);
    if (answered) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`Nothing answers at ${url}: ${started.output().slice(-500)}`);
}

/** A way to a TCP port that can be cut and mended, in place of a server that goes away. */
export async function openWay(port: number): Promise<{ port: number; cut(): void; freeze(): void; mend(): void; close(): void }> {
  const sockets = new Set<Socket>();
  let state: 'open' | 'cut' | 'frozen' = 'open';
  const server = createServer((inside) => {
    sockets.add(inside);
    inside.on('error', () => inside.destroy());
    if (state === 'cut') return void inside.destroy();
    if (state === 'frozen') return;
    const outside = connect(port, '127.0.0.1');
    sockets.add(outside);
    outside.on('error', () => inside.destroy());
    outside.on('close', () => inside.destroy());
    inside.on('close', () => outside.destroy());
    inside.on('data', (chunk) => void (state === 'frozen' || outside.write(chunk)));
    outside.on('data', (chunk) => void (state === 'frozen' || inside.write(chunk)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const drop = (): void => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  return {
    port: (server.address() as AddressInfo).port,
    cut: () => {
      state = 'cut';
      drop();
    },
    freeze: () => {
      state = 'frozen';
    },
    mend: () => {
      state = 'open';
      drop();
    },
    close: () => {
      drop();
      server.close();
    },
  };
}
