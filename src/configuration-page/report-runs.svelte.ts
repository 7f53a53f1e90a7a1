import type { ReportRun } from '../../engine/scenario/from-conf/conf-report.ts'
import { reportEntry } from '../../engine/scenario/from-conf/conf-report.ts'
import { reportLine, type ReportLine } from '../../engine/scenario/from-conf/report-line.ts'
import { decodeRun } from '../../engine/scenario/run/decode-run.ts'
import type { RunDocument } from '../../engine/scenario/run/run-document.ts'
import { digestOf } from '../../engine/scenario/run/verdict.ts'
import { sandboxFor } from '../playground/bench/engine-sandbox.ts'
import { scenarioPage, type ShippedScenario } from '../playground/bench/shipped-scenario.ts'
import { changesBetween } from '../playground/link/file-change.ts'
import { writeLink } from '../playground/link/link-fragment.ts'
import { maskSecrets } from '../playground/link/secrets.ts'
import type { SandboxRun } from '../playground/sandbox/sandbox.ts'

/** A line of the report as far as it is known. */
export interface RunLine {
  readonly run: ReportRun
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'stopped' | 'does not apply'
  readonly line: ReportLine | undefined
  /** Why there is no result. */
  readonly message: string
  /** Opens it in the playground; empty while there is nothing to open. */
  readonly address: string
  /** Why there is no address. */
  readonly linkTrouble: string
}

/** Runs the lines of a report one after the other, in the sandbox. */
export class ReportRuns {
  lines = $state.raw<readonly RunLine[]>([])
  isRunning = $state(false)
  /** Of the line that runs, from 0 to 1. */
  progress = $state(0)
  message = $state('')
  /** The scenarios that the lines belong to, to tell when the page has moved on. */
  ranFor = $state.raw<readonly ReportRun[]>([])
  readonly #base: ShippedScenario
  #running: SandboxRun | undefined
  #isStopped = false

  /** @param base the shipped scenario that links are a difference to */
  constructor(base: ShippedScenario) {
    this.#base = base
  }

  /** Runs all lines; each is shown as soon as it is there. */
  async start(runs: readonly ReportRun[]): Promise<void> {
    if (this.isRunning) return
    this.isRunning = true
    this.#isStopped = false
    this.ranFor = runs
    this.lines = runs.map((run) => lineOf(run, run.files === undefined ? 'does not apply' : 'waiting', run.inapplicable ?? ''))
    const toRun = runs.filter(({ files }) => files !== undefined).length
    let done = 0
    for (const [index, run] of runs.entries()) {
      if (run.files === undefined) continue
      if (this.#isStopped) {
        this.#set(index, lineOf(run, 'stopped', 'Not run.'))
        continue
      }
      done++
      this.message = `Running line ${done} of ${toRun}: ${run.title}`
      this.#set(index, lineOf(run, 'running', ''))
      this.#set(index, await this.#runLine(run, run.files))
    }
    this.isRunning = false
    this.message = this.#isStopped ? 'Stopped.' : `The report is complete: ${toRun} ${toRun === 1 ? 'line' : 'lines'} run.`
  }

  /** Ends the run under way, and with it the report. */
  stop(): void {
    this.#isStopped = true
    this.#running?.stop()
  }

  #set(index: number, line: RunLine): void {
    this.lines = this.lines.with(index, line)
  }

  async #runLine(run: ReportRun, files: Readonly<Record<string, string>>): Promise<RunLine> {
    this.progress = 0
    const { engineHash, seed } = this.#base
    try {
      const sandbox = await sandboxFor(engineHash)
      this.#running = sandbox.run({ files, entry: reportEntry, engineHash, seed }, (share) => { this.progress = share })
      const end = await this.#running.end
      this.#running = undefined
      if (end.kind === 'stopped') return lineOf(run, 'stopped', 'Stopped.')
      if (end.kind === 'timed out') return this.#withLink(lineOf(run, 'failed', `Ended from outside after ${Math.round(end.afterMs / 1_000)} s of your time. A lower rate makes it shorter.`), files, undefined)
      if (end.kind === 'flooded') return lineOf(run, 'failed', 'Ended from outside: it sent more messages than any run does.')
      if (end.kind === 'failed') return lineOf(run, 'failed', end.message)
      const document = decodeRun(end.run)
      const line = reportLine(document)
      return await this.#withLink({ ...lineOf(run, line.trouble === undefined ? 'done' : 'failed', line.trouble ?? ''), line }, files, document)
    } catch (error) {
      this.#running = undefined
      return lineOf(run, 'failed', error instanceof Error ? error.message : String(error))
    }
  }

  async #withLink(line: RunLine, files: Readonly<Record<string, string>>, document: RunDocument | undefined): Promise<RunLine> {
    const { id, hash, engineHash, seed } = this.#base
    try {
      const changes = changesBetween(this.#base.files, maskSecrets(files).files)
      const expected = document === undefined ? undefined : digestOf(document)
      const fragment = await writeLink({ base: id, baseHash: hash, engineHash, changes, parameters: {}, seed, momentMicros: undefined, expected })
      return { ...line, address: `${scenarioPage(id)}${fragment}` }
    } catch (error) {
      return { ...line, linkTrouble: error instanceof Error ? error.message : String(error) }
    }
  }
}

function lineOf(run: ReportRun, state: RunLine['state'], message: string): RunLine {
  return { run, state, line: undefined, message, address: '', linkTrouble: '' }
}
