import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, LaunchOptions } from 'playwright-core';

/** Quiet and self-contained: the browser calls nobody of its own accord, and runs as root in a container. */
export const CHROMIUM_FLAGS: readonly string[] = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'];

/** A full user agent: the library that spots bots (isbot) answers headless Chrome's own with 410. */
export const USER_AGENT = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome', 'microsoft-edge-stable', 'microsoft-edge'];
const ELSEWHERE = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

const HOW_TO = 'Install Chromium or Chrome (Debian, Ubuntu: `apt-get install chromium`; macOS: `brew install --cask chromium`), or set CHROMIUM_PATH to the file of one.';

/**
 * The browser for tests: CHROMIUM_PATH, else one that is installed.
 * @param environment for tests; the process's own
 * @throws Error in one line that says what to install
 */
export function chromiumPath(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  const given = environment['CHROMIUM_PATH'];
  if (given !== undefined && given !== '') {
    if (isExecutable(given)) return given;
    throw new Error(`CHROMIUM_PATH is ${given}, which is no file that can be run. ${HOW_TO}`);
  }
  const folders = (environment['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const found = [...NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name))), ...ELSEWHERE].find(isExecutable);
  if (found === undefined) throw new Error(`There is no Chromium for the browser tests. ${HOW_TO}`);
  return found;
}

/**
 * As chromiumPath, but as root on Debian installs the distribution's package first when there is none. For commands, not for tests: it takes a minute.
 * @param say gets a line before it installs
 * @throws Error in one line that says what to install
 */
export function ensureChromium(say: (line: string) => void): string {
  try {
    return chromiumPath();
  } catch (missing) {
    const canInstall = process.env['CHROMIUM_PATH'] === undefined && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
    if (!canInstall) throw missing;
    say('There is no Chromium for the browser tests; installing the distribution\'s package (about a minute, once).');
    for (const args of [['update'], ['install', '--yes', '--no-install-recommends', 'chromium']]) {
      const { status, stderr } = spawnSync('apt-get', args, { encoding: 'utf8', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, stdio: ['ignore', 'ignore', 'pipe'] });
      if (status !== 0) throw new Error(`apt-get ${args[0]} failed: ${stderr.trim().split('\n').slice(-3).join(' ')} ${HOW_TO}`, { cause: missing });
    }
    return chromiumPath();
  }
}

/** A headless browser of the tests' own. The caller closes it. */
export async function launchChromium(options: LaunchOptions = {}): Promise<Browser> {
  const { args = [], ...rest } = options;
  return chromium.launch({ executablePath: chromiumPath(), headless: true, ...rest, args: [...CHROMIUM_FLAGS, ...args] });
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
