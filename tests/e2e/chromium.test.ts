import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { USER_AGENT, chromiumPath, launchChromium } from './chromium.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'regulars-chromium-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('finding a browser', () => {
  it('takes CHROMIUM_PATH before anything else', () => {
    const file = path.join(folder, 'my-browser');
    writeFileSync(file, '', { mode: 0o755 });
    expect(chromiumPath({ CHROMIUM_PATH: file, PATH: process.env['PATH'] })).toBe(file);
  });

  it('says what is wrong with a CHROMIUM_PATH that leads nowhere', () => {
    expect(() => chromiumPath({ CHROMIUM_PATH: path.join(folder, 'nothing') })).toThrow(/CHROMIUM_PATH is .*nothing, which is no file that can be run/);
  });

  it('finds one on PATH', () => {
    writeFileSync(path.join(folder, 'chromium'), '', { mode: 0o755 });
    expect(chromiumPath({ PATH: folder })).toBe(path.join(folder, 'chromium'));
  });
});

describe('the browser', () => {
  it('starts, and its user agent does not give it away as headless', async () => {
    const browser = await launchChromium();
    try {
      const page = await browser.newPage({ userAgent: USER_AGENT });
      await page.setContent('<h1>Regulars</h1>');
      expect(await page.textContent('h1')).toBe('Regulars');
      expect(await page.evaluate('navigator.userAgent')).not.toContain('Headless');
    } finally {
      await browser.close();
    }
  });
});
