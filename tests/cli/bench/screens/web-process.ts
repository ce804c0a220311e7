import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freePort } from '#app/database/embedded.server.ts';
import { signSessionToken } from '#tests/shopify-standin/session-token.ts';

/** The app's built web process, and a merchant's browser to ask it with. */
export interface WebProcess {
  /** Milliseconds from asking for a screen's data, as the app asks for it between two screens, to the last byte. @throws {Error} on any answer but 200 */
  timeOf(route: string, path: string): Promise<number>;
  stop(): Promise<void>;
}

/** Starts app/server.ts on a bench's database. Shopify is never asked: the shop's session is in the database already. */
export async function startWebProcess(environment: Record<string, string>, shopDomain: string): Promise<WebProcess> {
  const port = await freePort();
  const child = fork(fileURLToPath(new URL('../../../../app/server.ts', import.meta.url)), [], {
    env: { ...process.env, ...environment, HOST: '127.0.0.1', PORT: String(port) },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  await Promise.race([once(child, 'message'), once(child, 'exit').then(() => Promise.reject(new Error('The web process ended before it was ready.')))]);
  const token = (): string => signSessionToken({ shopDomain, clientId: environment['SHOPIFY_API_KEY'] ?? '', clientSecret: environment['SHOPIFY_API_SECRET'] ?? '' });
  return {
    timeOf: async (route, path) => {
      const url = new URL(path, `http://127.0.0.1:${port}`);
      url.searchParams.set('_data', route);
      const headers = { authorization: `Bearer ${token()}`, 'user-agent': 'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36' };
      const began = performance.now();
      const response = await fetch(url, { headers, redirect: 'manual' });
      const text = await response.text();
      const took = performance.now() - began;
      if (response.status !== 200) throw new Error(`${path} (${route}) was answered with ${response.status}: ${text.slice(0, 200)}`);
      return took;
    },
    stop: async () => {
      process.off('exit', kill);
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}
