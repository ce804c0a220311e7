import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Merchant } from '../cli/demo/merchant.ts';
import type { Entered } from './harness.ts';

const command = fileURLToPath(new URL('../cli/demo.ts', import.meta.url));

/** A demo that came to its end. */
export interface RanDemo {
  said: string;
  complained: string;
  status: unknown;
}

/** Runs `npm run demo` to its end. */
export async function runDemo(directory: string, ...args: string[]): Promise<RanDemo> {
  return start(directory, args).ended;
}

/** A demo that runs, as somebody started it in a terminal. */
export interface OpenDemo extends Entered {
  /** What a reload of a page of the app gives, as its text. */
  page(path: string): Promise<string>;
  /** Ctrl-C. */
  stop(): Promise<RanDemo>;
}

/** Starts `npm run demo` without --once, and waits for the address that it prints. @throws {Error} with what it said when it ends before */
export async function openDemo(directory: string, ...args: string[]): Promise<OpenDemo> {
  const { child, said, ended } = start(directory, args);
  let over: RanDemo | undefined;
  let asked = false;
  void ended.then((ran) => (over = ran));
  let adminUrl: string | undefined;
  while ((adminUrl = /^ {2}(http\S+)\/apps\/regulars$/m.exec(said())?.[1]) === undefined) {
    if (over !== undefined) throw new Error(`The demo ended: ${over.complained}${over.said}`);
    await new Promise((done) => setTimeout(done, 50));
  }
  const json = (file: string): Record<string, unknown> => JSON.parse(readFileSync(join(directory, file), 'utf8')) as Record<string, unknown>;
  const appPublicUrl = `http://127.0.0.1:${String(json('ports.json')['app'])}`;
  const shopDomain = `${adminUrl.split('/').at(-1) ?? ''}.myshopify.com`;
  const { clientId, clientSecret } = json('app.json');
  const merchant = new Merchant({ app: { clientId: String(clientId), clientSecret: String(clientSecret), url: appPublicUrl } }, shopDomain);
  return {
    standIn: { adminUrl, appPublicUrl },
    ended: () => (over === undefined || asked ? [] : [`The demo ended: ${over.complained}${over.said}`]),
    page: async (path) => (await merchant.load(path)).replace(/<(script|style)[\s\S]*?<\/\1>/g, '').replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' '),
    stop: async () => {
      asked = true;
      child.kill('SIGINT');
      return ended;
    },
  };
}

function start(directory: string, args: string[]): { child: ReturnType<typeof spawn>; said: () => string; ended: Promise<RanDemo> } {
  const child = spawn(process.execPath, [command, '--data', directory, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [said, complained] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (complained += chunk.toString()));
  const ended = new Promise<RanDemo>((resolve) => child.once('close', (status) => resolve({ said, complained, status })));
  return { child, said: () => said, ended };
}
