import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { DESKTOP, launchTestBrowser, Merchant } from './harness.ts';
import type { Entered, ScreenSize } from './harness.ts';
import type { TestHouse } from './house.ts';

export interface TestBrowser {
  /** Enters a house with a window of its own, which the test's end closes, and fails the test on whatever should not have happened in it. */
  enter(house: Entered, screen: ScreenSize, options?: { reducedMotion?: boolean }): Promise<Merchant>;
  /** For beforeAll: opens the app for the first time and waits until the store is imported, sorted and its tag changes proposed. */
  importStore(house: TestHouse): Promise<void>;
}

/** One browser for a test file. */
export function testBrowser(): TestBrowser {
  let browser: Browser | undefined;
  let open: Merchant[] = [];
  beforeAll(async () => {
    browser = await launchTestBrowser();
  });
  afterAll(async () => {
    await browser?.close();
  });
  afterEach(async ({ task }) => {
    const leaving = open;
    open = [];
    const results = await Promise.allSettled(leaving.map((merchant) => merchant.leave(task.result?.state === 'fail')));
    const faults = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as Error] : []));
    if (faults.length > 0) throw new Error(faults.map((fault) => fault.message).join('\n'));
  });
  const started = (): Browser => {
    if (browser === undefined) throw new Error('The browser has not started.');
    return browser;
  };
  return {
    enter: async (house, screen, options) => {
      const merchant = await Merchant.enter(house, started(), screen, options);
      open.push(merchant);
      return merchant;
    },
    importStore: async (house) => {
      const merchant = await Merchant.enter(house, started(), DESKTOP);
      try {
        await merchant.open('/app');
        await merchant.app.getByRole('link', { name: 'Review tag changes' }).waitFor({ timeout: 60_000 });
      } catch (error) {
        const home = await merchant.app.locator('body').innerText().catch(() => '');
        throw new Error(`The store was not imported. Home says: ${home}\n${house.log().slice(-2000)}`, { cause: error });
      } finally {
        await merchant.leave(false);
      }
    },
  };
}
