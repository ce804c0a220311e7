import type { ESLint } from 'eslint';
import { fileNames } from './file-names.ts';
import { importDirection } from './import-direction.ts';
import { longFile } from './long-file.ts';
import { noBarrels } from './no-barrels.ts';
import { noSilentSkips } from './no-silent-skips.ts';
import { oneReader } from './one-reader.ts';
import { purity } from './purity.ts';

/** The rules of docs/architecture.md that a machine can hold us to. */
export const housePlugin: ESLint.Plugin = {
  meta: { name: 'house' },
  rules: {
    'file-names': fileNames,
    'import-direction': importDirection,
    'long-file': longFile,
    'very-long-file': longFile,
    'no-barrels': noBarrels,
    'no-silent-skips': noSilentSkips,
    'one-reader': oneReader,
    purity,
  },
};
