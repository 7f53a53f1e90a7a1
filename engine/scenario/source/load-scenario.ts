import type { SourcePosition } from '../run/run-document.ts'
import { guardModule } from './guarded-module.ts'
import type { GuardedModule } from './guarded-module.ts'
import { realmNames, readerPower } from './reader-realm.ts'
import type { RealmValues } from './reader-realm.ts'
import type { ReaderSession } from './reader-session.ts'
import { ScenarioError } from './scenario-error.ts'
import type { SourceSet } from './source-set.ts'

/** The reader's files by their path within the scenario: `scenario.ts`, `flume.conf`. */
export type ScenarioFiles = Readonly<Record<string, string>>

/** What a scenario's files are evaluated with. */
export interface LoadScenarioRequest {
  readonly files: ScenarioFiles
  readonly entry: string
  readonly realm: RealmValues
  /** What `import … from 'kafka-vs-flume'` gives. */
  readonly api: object
  readonly session: ReaderSession
  readonly sources: SourceSet
}

/** Files that are imported as their text. */
const textEndings: readonly string[] = ['.conf', '.properties', '.txt', '.log', '.json', '.csv']

/** The evaluation of code in the global scope; the name is kept from the reader, whose every identifier is a parameter. */
const evaluate: (code: string) => unknown = globalThis.eval

/**
 * Compiles and evaluates the entry file of a scenario with everything that it imports.
 * @returns the entry's exports
 * @throws ScenarioError for what cannot be compiled; whatever the reader's code throws
 */
export function loadScenario(request: LoadScenarioRequest): Readonly<Record<string, unknown>> {
  return new Loader(request).load(request.entry, undefined)
}

class Loader {
  readonly #request: LoadScenarioRequest
  readonly #exports = new Map<string, Record<string, unknown>>()
  readonly #names: ReadonlySet<string>

  constructor(request: LoadScenarioRequest) {
    this.#request = request
    this.#names = realmNames(request.realm)
  }

  load(file: string, importedAt: SourcePosition | undefined): Readonly<Record<string, unknown>> {
    const known = this.#exports.get(file)
    if (known !== undefined) return known
    const { files, session, sources } = this.#request
    const text = Object.hasOwn(files, file) ? files[file] : undefined
    if (text === undefined) {
      throw new ScenarioError(`There is no file ${file} in this scenario.`, importedAt, `Its files are ${Object.keys(files).join(', ')}.`)
    }
    const exports: Record<string, unknown> = {}
    this.#exports.set(file, exports)
    if (textEndings.some((ending) => file.endsWith(ending))) exports['default'] = text
    else {
      const module = guardModule(file, text, this.#names, { positions: session.guardPositions })
      sources.add(module)
      for (const { source, position } of module.imports) this.#import(file, source, position)
      this.#evaluate(module, exports)
    }
    return exports
  }

  #import(from: string, source: string, position: SourcePosition | undefined): object {
    if (source === 'kafka-vs-flume') return this.#request.api
    if (!source.startsWith('.')) {
      throw new ScenarioError(`'${source}' cannot be imported.`, position, "A scenario imports from 'kafka-vs-flume' and its own files ('./flume.conf').")
    }
    return this.load(resolvePath(from, source), position)
  }

  #evaluate(module: GuardedModule, exports: object): void {
    const { realm, session } = this.#request
    const define = evaluate(module.code.text) as (...values: readonly unknown[]) => () => void
    const importFor = (source: string): object => this.#import(module.file, source, undefined)
    const { float, floats } = session.floating
    const body = define(session.step, readerPower, float, floats, importFor, exports, ...module.names.map((name) => realm.get(name)))
    body()
  }
}

function resolvePath(from: string, source: string): string {
  const parts = from.split('/').slice(0, -1)
  for (const part of source.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.') parts.push(part)
  }
  return parts.join('/')
}
