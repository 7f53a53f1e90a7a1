import { transform } from 'sucrase'
import { ScenarioError } from './scenario-error.ts'
import { SourceMap } from './source-map.ts'

/** JavaScript with the same lines as the TypeScript that it comes from. */
export interface StrippedSource {
  readonly code: string
  readonly map: SourceMap
}

/**
 * Removes the types from a TypeScript file; lines stay, columns are mapped.
 * @throws ScenarioError for a syntax error, and for a namespace with values, which the stripper would drop in silence
 */
export function stripTypes(file: string, text: string): StrippedSource {
  const { code, sourceMap } = stripped(file, text)
  refuseDroppedNamespaces(file, text, code)
  return { code, map: new SourceMap(sourceMap?.mappings ?? '') }
}

function stripped(file: string, text: string): ReturnType<typeof transform> {
  try {
    return transform(text, {
      transforms: ['typescript'],
      disableESTransforms: true,
      filePath: file,
      sourceMapOptions: { compiledFilename: file },
    })
  } catch (error) {
    throw asScenarioError(file, error)
  }
}

/** The position that sucrase and acorn put into their errors. */
function asScenarioError(file: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('loc' in error)) return error
  const { loc } = error
  if (typeof loc !== 'object' || loc === null || !('line' in loc) || !('column' in loc)) return error
  const message = error.message.replace(/^Error transforming [^:]*: /, '').replace(/ \(\d+:\d+\)$/, '')
  return new ScenarioError(`Syntax error: ${message}`, { file, line: Number(loc.line), column: Number(loc.column) })
}

function refuseDroppedNamespaces(file: string, text: string, code: string): void {
  const strippedLines = code.split('\n')
  text.split('\n').forEach((line, index) => {
    const match = /^\s*(?:export\s+)?(?:namespace|module)\s+[\w$.]+\s*\{/.exec(line)
    if (match === null || /\b(?:namespace|module)\b/.test(strippedLines[index] ?? '')) return
    throw new ScenarioError(
      'A namespace cannot be used in a scenario.',
      { file, line: index + 1, column: line.length - line.trimStart().length + 1 },
      'Put its contents into the file itself, or into a file of its own that this one imports.',
    )
  })
}
