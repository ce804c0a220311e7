import { mkdtempSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Frame, FrameLocator, Page } from 'playwright-core';
import { USER_AGENT, launchChromium } from './chromium.ts';

export const DESKTOP = { name: 'a desktop', width: 1280, height: 900 };
export const PHONE = { name: 'a phone', width: 390, height: 844 };
export const SCREENS = [DESKTOP, PHONE];
/** The narrowest screen that nothing may scroll sideways on (WCAG 1.4.10). */
export const NARROWEST = { name: 'the narrowest phone', width: 320, height: 640 };
export type ScreenSize = typeof DESKTOP;

/** What a merchant enters: a test's house, or a demo that runs. */
export interface Entered {
  standIn: { adminUrl: string; appPublicUrl: string | null };
  /** Processes that ended of themselves. */
  ended(): string[];
}

export interface Focused {
  tag: string;
  text: string;
  name: string | null;
  visible: boolean;
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** A browser that can reach this machine alone. */
export async function launchTestBrowser(): Promise<Browser> {
  return launchChromium({ args: ['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost'] });
}

/**
 * The merchant in a browser, with the app in its frame. Collects all that should not happen; `leave()` fails the test on
 * it. Times out rather than sleeps: whatever is waited for is a condition on the page.
 */
export class Merchant {
  readonly page: Page;
  /** The app's own document, whatever it navigates to. */
  readonly app: FrameLocator;
  readonly #house: Entered;
  readonly #problems = new Set<string>();
  readonly #allowed: RegExp[] = [];

  private constructor(house: Entered, page: Page) {
    this.#house = house;
    this.page = page;
    this.app = page.frameLocator('iframe');
    const hosts = [house.standIn.adminUrl, house.standIn.appPublicUrl ?? ''].map((url) => new URL(url).host);
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.#problems.add(`console ${message.type()}: ${message.text()} (${address(message.location().url)})`);
    });
    page.on('pageerror', (error) => this.#problems.add(`page error: ${error.message}`));
    page.on('crash', () => this.#problems.add('the page crashed'));
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (url.protocol !== 'data:' && url.protocol !== 'blob:' && !hosts.includes(url.host)) this.#problems.add(`unexpected request: ${request.method()} ${address(request.url())}`);
    });
    page.on('requestfailed', (request) => {
      // What the browser itself gives up when it goes on to another page, or a newer load overtakes an older one.
      if (request.failure()?.errorText !== 'net::ERR_ABORTED') this.#problems.add(`failed request: ${request.method()} ${address(request.url())}: ${request.failure()?.errorText}`);
    });
    page.on('response', (response) => {
      if (response.status() >= 500) this.#problems.add(`HTTP ${response.status()}: ${address(response.url())}`);
    });
  }

  static async enter(house: Entered, browser: Browser, screen: ScreenSize, options: { reducedMotion?: boolean } = {}): Promise<Merchant> {
    const context = await browser.newContext({
      viewport: { width: screen.width, height: screen.height }, userAgent: USER_AGENT, locale: 'en-GB', reducedMotion: options.reducedMotion === true ? 'reduce' : 'no-preference',
    });
    // Generous, as the machine may be busy: what is waited for comes within a second where it is not.
    context.setDefaultTimeout(60_000);
    return new Merchant(house, await context.newPage());
  }

  /** Opens a page of the app by its address in the admin, and waits until it answers to clicks. */
  async open(path = '/app'): Promise<void> {
    await this.page.goto(`${this.#house.standIn.adminUrl}/apps/regulars${path}`);
    await this.ready();
  }

  /** Until the app's page is hydrated: it gives itself its title then. */
  async ready(title?: string): Promise<void> {
    const frame = await this.frame();
    await frame.waitForFunction((wanted) => document.title.includes(' · ') && (wanted === undefined || document.title.startsWith(`${wanted} · `)), title);
  }

  /** The frame that shows the app. */
  async frame(): Promise<Frame> {
    const handle = await this.page.waitForSelector('iframe', { state: 'attached' });
    const frame = await handle.contentFrame();
    if (frame === null) throw new Error('The admin page has no frame.');
    return frame;
  }

  /** Path and query of the app as the admin's own address has them. */
  place(): string {
    const url = new URL(this.page.url());
    const app = /\/apps\/regulars(.*)$/.exec(url.pathname);
    return app === null ? this.page.url() : `${app[1] ?? ''}${url.search}`;
  }

  /** Until the admin's address is at this place of the app, and the app shows it: the address changes first. */
  async at(place: string | RegExp): Promise<void> {
    await this.page.waitForURL((url) => {
      const here = `${/\/apps\/regulars(.*)$/.exec(url.pathname)?.[1] ?? ''}${url.search}`;
      return typeof place === 'string' ? here === place : place.test(here);
    });
    await this.shown();
  }

  /** Until the app has drawn what its address names. A page that is none of the app's screens (no such address) says nothing of it. */
  async shown(): Promise<void> {
    const frame = await this.frame();
    await frame.waitForFunction(() => {
      const shows = document.querySelector('main')?.dataset['shows'];
      return document.readyState !== 'loading' && (shows === undefined || shows === location.pathname + location.search);
    });
  }

  /** What has the focus in the app, and whether a ring around it can be seen. */
  async focused(): Promise<Focused> {
    const frame = await this.frame();
    return frame.evaluate(() => {
      let element = document.activeElement ?? document.body;
      // Keys go elsewhere while the admin around the app has the focus, or nothing has.
      if (!document.hasFocus() || element === document.body) return { tag: '', text: '', name: null, visible: false };
      while (element.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      const rings = [element, ...element.querySelectorAll('*')].flatMap((one) => [getComputedStyle(one), getComputedStyle(one, '::after')]);
      const visible = element.matches(':focus-visible') && rings.some((style) => (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1) || style.boxShadow !== 'none');
      return { tag: element.localName, text: element.textContent ?? '', name: element.getAttribute('aria-label'), visible };
    });
  }

  /** Presses Tab until what has the focus in the app is what was looked for. @throws {Error} when it is not reached */
  async tabTo(wanted: (focused: Focused) => boolean, presses = 80): Promise<void> {
    const seen: string[] = [];
    for (let press = 0; press < presses; press += 1) {
      await this.page.keyboard.press('Tab');
      const focused = await this.focused();
      if (wanted(focused)) return;
      seen.push(focused.name ?? focused.text.slice(0, 30));
    }
    throw new Error(`Not reached by Tab. On the way: ${seen.join(', ')}`);
  }

  /** Presses an action of the page's heading, which a narrow screen keeps in a menu. */
  async headingAction(name: string): Promise<void> {
    const direct = this.app.getByRole('button', { name }).or(this.app.getByRole('link', { name }));
    const menu = this.app.getByRole('button', { name: /^View actions/ });
    await direct.or(menu).first().waitFor();
    if ((await direct.count()) === 0) {
      await menu.click();
      await this.app.getByRole('menuitem', { name }).or(direct).click();
    } else await direct.click();
  }

  /** From here on a console message, error or failure like this is what the test is about. */
  allow(problem: RegExp): void {
    this.#allowed.push(problem);
  }

  /** The page as it stands now has no barrier that axe-core knows of, and does not scroll sideways. */
  async settled(): Promise<void> {
    const frame = await this.frame();
    await frame.waitForFunction(() => document.fonts.status === 'loaded' && document.getAnimations().every((one) => one.playState !== 'running' || one.effect?.getComputedTiming().iterations === Infinity));
    const violations = await axeViolations(frame);
    for (const violation of violations) this.#problems.add(violation);
    const sideways = await frame.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (sideways > 0) this.#problems.add(`the document scrolls sideways by ${sideways}px at ${this.page.viewportSize()?.width}px (${this.place()})`);
  }

  /** @returns what should not have happened so far. */
  problems(): string[] {
    return [...this.#problems, ...this.#house.ended()].filter((problem) => !this.#allowed.some((pattern) => pattern.test(problem)));
  }

  /** Closes the browser window. @throws {Error} with everything that should not have happened, and a picture of the page then, and when the test has failed. */
  async leave(failed: boolean): Promise<void> {
    const problems = this.problems();
    if (failed || problems.length > 0) {
      const picture = join(mkdtempSync(join(tmpdir(), 'regulars-e2e-picture-')), 'page.png');
      await this.page.screenshot({ path: picture, fullPage: true }).then(() => problems.push(`The page as it was: ${picture}`), () => {});
    }
    await this.page.context().close();
    if (problems.length > 0) throw new Error(problems.join('\n'));
  }
}

/** Without the query, in which the launch's signed parameters stand. */
function address(url: string): string {
  return url.split('?')[0] ?? url;
}

/** Barriers by axe-core: the rule, what it asks for, and the first elements that break it. */
export async function axeViolations(frame: Frame): Promise<string[]> {
  await frame.evaluate(axeSource);
  const found = await frame.evaluate(async (tags) => {
    const { axe } = window as unknown as { axe: { run(scope: Document, options: object): Promise<{ violations: { id: string; help: string; nodes: { html: string; failureSummary?: string }[] }[] }> } };
    const { violations } = await axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'], iframes: false });
    return violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.slice(0, 3).map((node) => `${node.html.slice(0, 200)} ${node.failureSummary ?? ''}`), count: nodes.length }));
  }, AXE_TAGS);
  return found.map(({ id, help, nodes, count }) => `axe: ${id} (${help}), ${count} elements, such as ${nodes.join(' | ')}`);
}
