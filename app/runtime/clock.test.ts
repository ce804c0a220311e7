import { afterEach, beforeEach, expect, it, vi } from 'vitest';

const started = Date.UTC(2026, 10, 29, 1, 0, 0);

beforeEach(() => {
  vi.resetModules();
  vi.useFakeTimers({ now: started + 60_000 });
  for (const name of ['SHOPIFY_API_KEY', 'SHOPIFY_API_SECRET']) vi.stubEnv(name, 'any');
  vi.stubEnv('SHOPIFY_APP_URL', 'http://127.0.0.1:1');
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

it('the business clock is the machine’s, stands at REGULARS_NOW, or runs on from there since REGULARS_NOW_AT, in every process alike', async () => {
  const { clockIsFixed, now } = await import('./clock.server.ts');
  expect([now(), clockIsFixed()]).toEqual([started + 60_000, false]);

  vi.resetModules();
  vi.stubEnv('REGULARS_NOW', '2011-12-10T00:00:00Z');
  const standing = await import('./clock.server.ts');
  vi.advanceTimersByTime(5_000);
  expect([standing.now(), standing.clockIsFixed()]).toEqual([Date.UTC(2011, 11, 10), true]);

  vi.resetModules();
  vi.stubEnv('REGULARS_NOW_AT', new Date(started).toISOString());
  const running = await import('./clock.server.ts');
  expect([running.now(), running.clockIsFixed()]).toEqual([Date.UTC(2011, 11, 10, 0, 1, 5), false]);
  vi.advanceTimersByTime(2_000);
  expect(running.now()).toBe(Date.UTC(2011, 11, 10, 0, 1, 7));
});
