import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Frame, Locator, Page } from 'playwright-core';

/** A screen with what a merchant does on it, as often as it has it. */
export interface LookedAtScreen {
  name: string;
  path: string;
  use(page: Page, frame: Frame): Promise<void>;
}

/** The screens of the house's own list, as far as the app has them by now; the rest are named in `missing`. */
export function lookedAtScreens(customerId: number): { screens: LookedAtScreen[]; missing: string[] } {
  const files = readdirSync(fileURLToPath(new URL('../../../../app/routes/', import.meta.url)));
  const all: (LookedAtScreen & { route: string })[] = [
    { name: 'home', path: '/app', route: 'app._index', use: read },
    { name: 'customers', path: '/app/customers', route: 'app.customers._index', use: useCustomers },
    { name: 'customer', path: `/app/customers/${customerId}`, route: 'app.customers.$customerId', use: read },
    { name: 'tag-changes', path: '/app/tags', route: 'app.tags._index', use: useTags },
    { name: 'settings', path: '/app/settings', route: 'app.settings', use: fillIn },
    { name: 'insights', path: '/app/insights', route: 'app.insights', use: read },
    { name: 'segments', path: '/app/segments', route: 'app.segments', use: fillIn },
    { name: 'data', path: '/app/data', route: 'app.data', use: read },
  ];
  const here = (route: string): boolean => files.some((file) => file === `${route}.tsx` || file === `${route}._index.tsx`);
  return { screens: all.filter((one) => here(one.route)), missing: all.filter((one) => !here(one.route)).map((one) => one.name) };
}

/** Presses it when the screen has it, and waits until the browser has drawn what came of it. */
async function press(frame: Frame, target: Locator): Promise<void> {
  const first = target.first();
  if ((await first.count()) === 0 || !(await first.isVisible()) || !(await first.isEnabled())) return;
  await first.click();
  await drawn(frame);
}

async function drawn(frame: Frame): Promise<void> {
  await frame.evaluate(() => new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve, 100));
  }));
}

/** What is on every screen: explanations, what unfolds, and Tab. */
async function read(page: Page, frame: Frame): Promise<void> {
  await press(frame, frame.locator('.rg-explain'));
  await page.keyboard.press('Escape');
  await press(frame, frame.locator('summary'));
  for (let tab = 0; tab < 5; tab += 1) await page.keyboard.press('Tab');
  await drawn(frame);
}

async function useCustomers(page: Page, frame: Frame): Promise<void> {
  await press(frame, frame.getByRole('button', { name: 'Tier', exact: true }));
  await page.keyboard.press('Escape');
  await press(frame, frame.getByRole('button', { name: 'Next page' }));
  await settled(frame);
  await frame.getByRole('searchbox').first().click();
  await page.keyboard.type('maker7', { delay: 60 });
  await frame.waitForFunction(() => location.search.includes('maker7'));
  await settled(frame);
  await chooseNext(page, frame.locator('select').first());
  await settled(frame);
  await read(page, frame);
}

async function useTags(page: Page, frame: Frame): Promise<void> {
  await press(frame, frame.getByRole('button', { name: 'Next page' }));
  await settled(frame);
  await press(frame, frame.getByRole('button', { name: /^Review and approve/ }));
  await page.keyboard.press('Escape');
  await read(page, frame);
}

async function fillIn(page: Page, frame: Frame): Promise<void> {
  const select = frame.locator('main select').first();
  if ((await select.count()) > 0) await chooseNext(page, select);
  const field = frame.locator('main input[type=text]').first();
  if ((await field.count()) > 0 && (await field.isVisible())) {
    await field.click();
    await page.keyboard.type('Regular', { delay: 60 });
    await drawn(frame);
  }
  await read(page, frame);
}

/** By a key, as a merchant does: what a script chooses is no input to the browser, and would count as a shift out of nothing. */
async function chooseNext(page: Page, select: Locator): Promise<void> {
  await select.focus();
  await page.keyboard.press('ArrowDown');
}

/** Until the list shows what its address names. */
async function settled(frame: Frame): Promise<void> {
  await frame.waitForFunction(() => document.querySelector('main')?.dataset['shows'] === location.pathname + location.search && document.querySelector('[aria-busy="true"]') === null);
  await drawn(frame);
}
