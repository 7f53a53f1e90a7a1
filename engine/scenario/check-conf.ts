import { lint } from '../flume/conf/lint.ts'
import { loadConf, type LoadConfRequest } from '../flume/conf/load-conf.ts'

/** Something to show at a place of a flume.conf; lines and columns from 1. */
export interface ConfMark {
  readonly severity: 'error' | 'warning' | 'info'
  readonly message: string
  readonly line: number
  readonly column: number
  readonly endColumn: number | undefined
  /** Who says it: the loader of the real Flume, or our own reading of what it accepts in silence. */
  readonly from: 'flume' | 'lint'
  readonly fix: string | undefined
}

/**
 * What an editor shows of a flume.conf: the real loader's messages for each agent of the file, and what it accepts in silence.
 * @param code the scenario's TypeScript files: a class name in quotes there can be an interceptor that the agent brings with it
 */
export function checkConf(text: string, fileName = 'flume.conf', code: readonly string[] = []): readonly ConfMark[] {
  const ownInterceptors = code.flatMap((source) => [...source.matchAll(/(['"])(\w+(?:\.[\w$]+)+)\1/g)].map(([, , name = '']) => name))
  return agentsOf(text).flatMap((agent) => [...loaderMarks({ text, fileName, agent, ownInterceptors }), ...lintMarks(text, agent)])
}

/** Names of the agents that a file configures, in the order of their first property. */
export function agentsOf(text: string): readonly string[] {
  const names = [...text.matchAll(/^[ \t]*([^\s#!.=:]+)\.(?:sources|channels|sinks|sinkgroups|configfilters)\b/gm)].map(([, name = '']) => name)
  return [...new Set(names)]
}

function loaderMarks(request: LoadConfRequest): readonly ConfMark[] {
  const { log, fatal, fatalPosition } = loadConf(request)
  const marks = log.map(({ level, message, thrown, position }): ConfMark => ({
    severity: level === 'ERROR' ? 'error' : 'warning',
    message: [message, ...(thrown ?? [])].join('\n'),
    line: position?.line ?? 1, column: position?.column ?? 1, endColumn: undefined, from: 'flume', fix: undefined,
  }))
  if (fatal === undefined) return marks
  return [...marks, { severity: 'error', message: fatal.join('\n'), line: fatalPosition?.line ?? 1, column: fatalPosition?.column ?? 1, endColumn: undefined, from: 'flume', fix: undefined }]
}

function lintMarks(text: string, agent: string): readonly ConfMark[] {
  return lint(text, agent).map(({ severity, message, line, column, endColumn, fix }): ConfMark => ({ severity, message, line, column, endColumn, from: 'lint', fix }))
}
