import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

/** A source of the project: its path from the project's root, with forward slashes, its text and its syntax tree. */
export interface SourceFile {
  readonly path: string
  readonly text: string
  readonly tree: ts.SourceFile
}

const folders = ['engine', 'src', 'content', 'conformance', 'scripts', 'tests', 'e2e', 'bench'] as const

/** Parses a text as the TypeScript file of that path; the tests of the rules make their bad samples with it. */
export function parseSource(path: string, text: string): SourceFile {
  return { path, text, tree: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true) }
}

/** All TypeScript files of the project, declarations excepted, in the order of their paths. */
export function typeScriptFiles(): readonly SourceFile[] {
  return filesWithEnding('.ts')
    .filter((path) => !path.endsWith('.d.ts'))
    .map((path) => parseSource(path, readFileSync(path, 'utf8')))
}

/** All components and pages, which import TypeScript but are none. */
export function componentTexts(): readonly { readonly path: string; readonly text: string }[] {
  return ['.astro', '.svelte', '.mdx', '.mjs']
    .flatMap((ending) => filesWithEnding(ending))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }))
}

/** True for unit tests and browser tests, which users never meet. */
export function isTest(path: string): boolean {
  return path.endsWith('.test.ts') || path.startsWith('e2e/') || path.startsWith('tests/')
}

function filesWithEnding(ending: string): readonly string[] {
  const inFolders = folders.flatMap((folder) => listFolder(folder).map((name) => join(folder, name)))
  return [...inFolders, ...listRoot()]
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith(ending))
    .sort()
}

/** The configuration files in the root import sources too. */
function listRoot(): readonly string[] {
  return readdirSync('.', { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
}

function listFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
  } catch {
    // A folder that does not exist yet has no files.
    return []
  }
}
