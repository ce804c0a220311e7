import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import { housePlugin } from './tests/checks/lint/house-plugin.ts';

/** Rules that need types cost most of the lint's time, so only those are on that have found real faults: promises nobody waits for, and cases forgotten. */
const typed = {
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
  '@typescript-eslint/await-thenable': 'error',
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
};

export default tseslint.config(
  { ignores: ['node_modules/', 'build/', 'public/', '.data/', '.cache/', '.shopify/', 'app/database/generated/', 'app/shopify/generated/', 'extensions/*/dist/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,tsx,js,mjs}'],
    languageOptions: { parser: tseslint.parser },
    plugins: { '@typescript-eslint': tseslint.plugin, 'react-hooks': reactHooks, house: housePlugin },
    rules: {
      'house/file-names': 'error',
      'house/import-direction': 'error',
      'house/long-file': ['warn', 'comfortable'],
      'house/very-long-file': ['error', 'limit'],
      'house/no-barrels': 'error',
      'house/no-silent-skips': 'error',
      'house/one-reader': 'error',
      'house/purity': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-var': 'error',
      'prefer-const': 'error',
      'no-debugger': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-self-compare': 'error',
      'no-constant-condition': ['error', { checkLoops: false }],
      'no-unreachable-loop': 'error',
      'no-unsafe-finally': 'error',
      'no-template-curly-in-string': 'error',
      'no-irregular-whitespace': 'error',
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      '@typescript-eslint/no-unused-expressions': 'error',
    },
  },
  {
    files: ['**/*.{ts,tsx}'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-ignore': true, 'ts-nocheck': true, 'ts-expect-error': 'allow-with-description', minimumDescriptionLength: 10 }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports', disallowTypeAnnotations: false }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-require-imports': 'error',
      ...typed,
    },
  },
);
