import stylistic from '@stylistic/eslint-plugin'
import astro from 'eslint-plugin-astro'
import svelte from 'eslint-plugin-svelte'
import { defineConfig } from 'eslint/config'
import tseslint from 'typescript-eslint'

/** Globals that would let the engine see the host: wall clock, timers, randomness, locale, I/O. */
const hostGlobals = [
  'Date',
  'Intl',
  'performance',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'clearTimeout',
  'clearInterval',
  'queueMicrotask',
  'process',
  'require',
  'console',
  'crypto',
  'fetch',
  'window',
  'document',
  'navigator',
  'WeakRef',
  'FinalizationRegistry',
]

/** Math functions whose last bits differ between JavaScript engines. */
const transcendentals = [
  ...['sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'atan2', 'sinh', 'cosh', 'tanh', 'asinh', 'acosh', 'atanh'],
  ...['log', 'log2', 'log10', 'log1p', 'exp', 'expm1', 'pow', 'cbrt', 'hypot'],
]

const localeMethods = ['toLocaleString', 'toLocaleLowerCase', 'toLocaleUpperCase', 'toLocaleDateString', 'localeCompare']

const strictTypeScript = {
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-non-null-assertion': 'error',
  '@typescript-eslint/consistent-type-imports': 'error',
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  // Numbers in a template are exact and locale-free, so they are welcome there.
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
  // Spreading a string gives its code points, which is what the formats that we model count.
  '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
  // Ports and callbacks with nothing to do are written out on purpose.
  '@typescript-eslint/no-empty-function': 'off',
  'no-restricted-syntax': [
    'error',
    { selector: 'TSEnumDeclaration', message: 'Use an `as const` object and a derived union.' },
    { selector: 'TSModuleDeclaration[kind="namespace"]', message: 'Use a module of its own.' },
  ],
  eqeqeq: 'error',
}

/** One hand for all files: no semicolons, single quotes. Line breaks are left to the writer. */
const oneStyle = {
  '@stylistic/semi': ['error', 'never', { beforeStatementContinuationChars: 'never' }],
  '@stylistic/no-extra-semi': 'error',
  '@stylistic/member-delimiter-style': ['error', { multiline: { delimiter: 'none' }, singleline: { delimiter: 'semi', requireLast: false } }],
  '@stylistic/quotes': ['error', 'single', { avoidEscape: true, allowTemplateLiterals: 'always' }],
  '@stylistic/no-trailing-spaces': 'error',
  '@stylistic/eol-last': 'error',
}

export default defineConfig(
  {
    ignores: ['dist/', 'dist-engine/', 'node_modules/', '.astro/', '.cache/', 'test-results/', 'playwright-report/'],
  },
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
  },
  {
    files: ['**/*.ts'],
    // The scripts inside components are linted without types: no tsconfig knows them.
    ignores: ['**/*.astro/*.ts', '**/*.svelte.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.engine.json', './tsconfig.node.json', './tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: strictTypeScript,
  },
  {
    files: ['engine/**/*.ts'],
    ignores: ['engine/**/*.test.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...hostGlobals.map((name) => ({ name, message: 'The engine may not see the host it runs on.' })),
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Draw from a named random stream of engine/sim.' },
        ...transcendentals.map((property) => ({
          object: 'Math',
          property,
          message: 'Differs between JavaScript engines: use the functions of engine/sim.',
        })),
        ...localeMethods.map((property) => ({ property, message: 'Depends on the locale of the host.' })),
      ],
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: ['node:*'], message: 'The engine is pure: it runs in a browser, in Node and in QuickJS alike.' },
            {
              regex: '^(?!\\.|sucrase$|acorn$|acorn-walk$|pako$|snappyjs$)',
              message: 'The engine imports only its own files, parsers for the reader’s code, and codecs.',
            },
            { group: ['**/src/*', '**/content/*', '**/conformance/*'], message: 'The engine knows none of its users.' },
          ],
        },
      ],
    },
  },
  {
    // Tests may take what they have just built apart; the types of fixtures are not their subject.
    files: ['**/*.test.ts', 'e2e/**/*.ts'],
    rules: { '@typescript-eslint/no-unnecessary-condition': 'off' },
  },
  { files: ['**/*.ts', '**/*.mjs'], plugins: { '@stylistic': stylistic }, rules: oneStyle },
  { files: ['**/*.mjs'], rules: { eqeqeq: 'error', 'no-var': 'error', 'prefer-const': 'error' } },
  astro.configs['flat/recommended'],
  svelte.configs.recommended,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
  },
)
