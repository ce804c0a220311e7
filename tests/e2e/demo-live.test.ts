import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDemo, runDemo, type OpenDemo } from './demo-process.ts';
import { DESKTOP } from './harness.ts';
import { testBrowser } from './test-browser.ts';

/** Two seconds on a machine that has nothing else to do. */
const PATIENCE_MS = 20_000;
const { enter } = testBrowser();
let directory: string;
let demo: OpenDemo | undefined;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'regulars-live-'));
});

afterAll(async () => {
  await demo?.stop();
  rmSync(directory, { recursive: true, force: true });
});

const clock = (): number => Date.parse((JSON.parse(readFileSync(join(directory, 'clock.json'), 'utf8')) as { now: string }).now);
const figure = (page: string, name: string): string => new RegExp(`${name} (?:\\? )?(\\S+)`).exec(page.slice(page.indexOf(' Facts ')))?.[1] ?? '';

/** Loads the customer's page anew until it has it. @returns the page, and after how long (ms) */
async function seen(what: string, path: string, holds: (page: string) => boolean): Promise<{ page: string; ms: number }> {
  for (const began = performance.now(); ; await sleep(50)) {
    const page = (await demo?.page(path)) ?? '';
    const ms = Math.round(performance.now() - began);
    if (holds(page)) return { page, ms };
    if (ms > PATIENCE_MS) throw new Error(`${what} was not in the app after ${ms} ms: ${page.slice(0, 6000)}`);
  }
}

it('an order, a refund and tags of the local Shopify’s admin are in the app within seconds, today by its clock, and over a restart', { timeout: 400_000 }, async () => {
  demo = await openDemo(directory, '--customers', '40');
  const { adminUrl } = demo.standIn;
  const merchant = await enter(demo, DESKTOP);
  await merchant.open('/app');
  await merchant.app.getByRole('link', { name: 'Review tag changes' }).waitFor({ timeout: 90_000 });

  const admin = await merchant.page.context().newPage();
  await admin.goto(`${adminUrl}/customers`);
  const href = (await admin.locator('main a[href*="/customers/"]').first().getAttribute('href')) ?? '';
  const customerId = href.split('/').at(-1) ?? '';
  const path = `/app/customers/${customerId}`;
  const before = await demo.page(path);
  expect(figure(before, 'Orders')).toMatch(/^\d+$/);
  const orders = Number(figure(before, 'Orders'));

  const place = async (quantity: string): Promise<string> => {
    await admin.goto(`${adminUrl}/customers/${customerId}`);
    await admin.locator('summary', { hasText: 'Place an order' }).click();
    await admin.getByLabel('Quantity').fill(quantity);
    await admin.getByRole('button', { name: 'Place an order' }).click();
    await admin.waitForURL(/\/orders\/\d+$/);
    return /#\d+/.exec(await admin.locator('main').innerText())?.[0] ?? '';
  };

  const name = await place('3');
  const ordered = await seen('The order', path, (page) => page.includes(name) && figure(page, 'Orders') === String(orders + 1));
  expect(figure(ordered.page, 'Net spend')).not.toBe(figure(before, 'Net spend'));
  expect(ordered.page).toContain('0 days since the last order');

  await admin.locator('summary', { hasText: 'Refund' }).click();
  await admin.locator('input[name^="units-"]').first().fill('1');
  await admin.getByRole('button', { name: 'Refund', exact: true }).click();
  await admin.waitForLoadState();
  const refunded = await seen('The refund', path, (page) => figure(page, 'Net spend') !== figure(ordered.page, 'Net spend'));

  await admin.goto(`${adminUrl}/customers/${customerId}`);
  await admin.getByLabel('Add tags').fill('Met at the fair');
  await admin.getByRole('button', { name: 'Add', exact: true }).click();
  await admin.getByRole('button', { name: 'Remove Met at the fair' }).waitFor();
  const tagged = await seen('The tag', path, (page) => page.includes('Met at the fair'));
  process.stdout.write(`seen in the app after: order ${ordered.ms} ms, refund ${refunded.ms} ms, tag ${tagged.ms} ms\n`);

  // The same in the merchant's own window.
  await merchant.open(path);
  for (const text of ['Met at the fair', name, figure(refunded.page, 'Net spend')]) await merchant.app.getByText(text).first().waitFor();
  await merchant.settled();
  await merchant.page.goto('about:blank');
  await admin.close();

  // The demo's time does not begin anew with the demo.
  const firstRun = await demo.stop();
  demo = undefined;
  expect([firstRun.status, firstRun.complained]).toEqual([0, '']);
  const leftAt = clock();
  demo = await openDemo(directory, '--customers', '40');
  expect(clock()).toBeGreaterThanOrEqual(leftAt);
  const again = await demo.page(path);
  for (const text of [name, '0 days since the last order', 'Met at the fair']) expect(again).toContain(text);
  expect(figure(again, 'Net spend')).toBe(figure(refunded.page, 'Net spend'));
  await demo.stop();
  demo = undefined;

  // Nor for a run that stands still.
  const profiles = join(directory, 'p.csv');
  const once = await runDemo(directory, '--customers', '40', '--once', '--profiles', profiles);
  expect(once.complained).toBe('');
  const row = readFileSync(profiles, 'utf8').split('\n').find((line) => line.startsWith(`${customerId},`))?.split(',');
  expect([row?.[3], row?.[6]]).toEqual([String(orders + 1), '0']);
});
