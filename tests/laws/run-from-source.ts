import { runScenario } from '../../engine/host.ts'
import type { RunDocument, RunRequest } from '../../engine/host.ts'

/** What a test says beside the scenario's text. */
export type SourceRunOptions = Partial<Omit<RunRequest, 'entry' | 'drain' | 'sharesRealm'>>

/** Runs a scenario with the engine's sources, in the realm of the test. */
export function runFromSource(text: string, { files = {}, ...options }: SourceRunOptions = {}): Promise<RunDocument> {
  if ('stackTraceLimit' in Error) Error.stackTraceLimit = 60
  const drain = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  return runScenario({ files: { 'scenario.ts': text, ...files }, entry: 'scenario.ts', drain, sharesRealm: true, ...options })
}
