/** The document in which an extension runs: a frame of no origin, so that it reaches nothing of the page around it but what that page gives. */
import { readFileSync } from 'node:fs';
import { html } from '../admin/html.ts';
import type { Html } from '../admin/html.ts';
import { wordsOf } from './ui-extension.ts';
import type { UiExtension } from './ui-extension.ts';

/** What the frame's script makes the global `shopify` from. */
export interface FrameFacts {
  target: string;
  locale: string;
  words: unknown;
  standard: unknown;
  currency: string;
  /** Where relative addresses of `fetch` lead, in the admin. */
  appUrl: string;
  /** Where the app stands in the admin: what `app:` leads to. */
  appBase: string;
  /** Values of the API that are plain, by their names. */
  plain: Readonly<Record<string, unknown>>;
  /** Values that are signals. */
  signals: Readonly<Record<string, unknown>>;
}

export const extensionFiles: Readonly<Record<string, string>> = { 'elements.js': 'elements.js', 'choice-list.js': 'choice-list.js', 'shopify-global.js': 'shopify-global.js', 'extension-page.js': 'extension-page.js' };

/** A script of this folder; null for another name. */
export function extensionFile(name: string): string | null {
  const file = Object.hasOwn(extensionFiles, name) ? extensionFiles[name] : undefined;
  return file === undefined ? null : readFileSync(new URL(file, import.meta.url), 'utf8');
}

/** @param base where the scripts and the bundle stand, without a slash at the end */
export function frameDocument(options: { extension: UiExtension; target: string; language: string; base: string; bundle: string; facts: Omit<FrameFacts, 'target' | 'locale' | 'words' | 'standard'> }): string {
  const { extension, target, base, bundle } = options;
  const facts: FrameFacts = { target, ...wordsOf(extension, options.language), ...options.facts };
  const json = JSON.stringify(facts).replaceAll('<', '\\u003c');
  const scripts = ['choice-list.js', 'elements.js', 'shopify-global.js'].map((name) => html`<script src="${base}/${name}"></script>`);
  return html`<!doctype html><html lang="${facts.locale}"><head><meta charset="utf-8"><title>${extension.handle}</title></head><body>`.text
    + `<script type="application/json" id="facts">${json}</script>${scripts.map((one) => one.text).join('')}${html`<script src="${bundle}"></script>`.text}<script src="${base}/shopify-global.js?run"></script></body></html>`;
}

/** The frame in a page, `height` pixels tall until what is in it says how tall that is; `tokenPath` and `queryPath` are asked by the page, with its own cookies. */
export function frameHolder(options: { handle: string; title: string; src: string; tokenPath: string; queryPath: string | null; height?: number }): Html {
  return html`<iframe class="ui-extension" title="${options.title}" name="${options.handle}" src="${options.src}" sandbox="allow-scripts allow-top-navigation-by-user-activation allow-popups" data-token="${options.tokenPath}"${options.queryPath === null ? null : html` data-query="${options.queryPath}"`}${options.height === undefined ? null : html` style="display: block; width: 100%; border: 0; height: ${options.height}px"`}></iframe>`;
}
