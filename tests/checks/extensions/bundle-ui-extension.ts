/** UI extensions as Shopify CLI builds them: Preact's JSX, one file for each target, minified. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

export interface BuiltModule {
  /** Bytes as they travel. */
  compressed: number;
  code: string;
  /** What it was built of, without node_modules. */
  sources: { path: string; text: string }[];
}

/** Shopify refuses a bundle that is larger, compressed. */
export const MOST_BUNDLE = 64 * 1024;

/** @param file the module of a target @throws {Error} saying where the build failed */
export async function bundleUiExtension(file: string): Promise<BuiltModule> {
  const { outputFiles, metafile } = await build({
    entryPoints: [file], bundle: true, minify: true, write: false, metafile: true, format: 'esm', platform: 'browser', target: 'es2022', jsx: 'automatic', jsxImportSource: 'preact',
    define: { 'process.env.NODE_ENV': '"production"' }, logLevel: 'silent', absWorkingDir: path.dirname(file),
  });
  const code = outputFiles[0]?.text ?? '';
  const sources = Object.keys(metafile.inputs).map((one) => path.resolve(path.dirname(file), one)).filter((one) => !one.includes('node_modules'));
  return { compressed: gzipSync(code).length, code, sources: sources.map((one) => ({ path: one, text: readFileSync(one, 'utf8') })) };
}
