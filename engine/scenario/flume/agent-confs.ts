import { settingGaps } from '../../flume/agent/setting-gaps.ts'
import { simulatedClasses } from '../../flume/agent/simulated-classes.ts'
import { coverage } from '../../flume/conf/coverage.ts'
import { loadConf, type LoadedAgent } from '../../flume/conf/load-conf.ts'
import type { LoadedSink, LoadedSource } from '../../flume/conf/loaded.ts'
import { describe, OptionError } from '../check-options.ts'
import type { Play } from '../play/play.ts'
import { ScenarioError } from '../source/scenario-error.ts'
import { ConfTroubles } from './conf-troubles.ts'

/** A configuration file as the real loader takes it, for one agent. */
interface JudgedConf {
  readonly text: string
  readonly file: string
  readonly loaded: LoadedAgent
  readonly troubles: ConfTroubles
}

/** Loads a configuration for an agent. @param file the reader's file with this text; undefined when the text was made by code */
function judgedConf(play: Play, agent: string, { text, ownInterceptors }: { readonly text: string; readonly ownInterceptors: readonly string[] }): JudgedConf {
  const file = play.fileOf(text)
  const loaded = loadConf({ text, fileName: file ?? 'flume.conf', agent, ownInterceptors })
  return { text, file: file ?? 'flume.conf', loaded, troubles: new ConfTroubles(loaded, agent, file) }
}

/** The configurations of one agent: the one on its disk, and the others that the scenario's files have for it. */
export class AgentConfs {
  readonly #play: Play
  readonly #agent: string
  readonly #ownInterceptors: readonly string[]
  #current: JudgedConf

  /** @param ownInterceptors classes of interceptors that the agent brings with it */
  constructor(play: Play, agent: string, text: string, ownInterceptors: readonly string[]) {
    this.#play = play
    this.#agent = agent
    this.#ownInterceptors = ownInterceptors
    this.#current = this.#judged(text)
  }

  /** The file that the agent was given last. */
  get current(): JudgedConf {
    return this.#current
  }

  /** What the real loader says at the start becomes remarks; what ends the load, or is not simulated, ends the run. */
  judgeStart(): void {
    const { loaded, troubles } = this.#current
    this.#remark(this.#current)
    if (loaded.fatal !== undefined) throw troubles.fatal(loaded.fatal)
    if (isIdle(loaded)) throw troubles.nothingToRun()
    requireSimulated(this.#current, coverage(loaded, simulatedClasses(this.#ownInterceptors)).gaps)
  }

  /**
   * Takes a new text. What the running agent makes of a file that Flume refuses is a remark: it happens in reality.
   * @throws ScenarioError for what is not simulated
   */
  replace(text: unknown): JudgedConf {
    if (typeof text !== 'string') throw new OptionError(`edits takes the text of a flume.conf, and got ${describe(text)}.`, undefined, "Import it: import conf from './new.conf', or change it: conf.replace('capacity = 100', 'capacity = 1000').")
    if (text === this.#current.text) throw new OptionError('edits: the new text is the same as before.', undefined, 'If it comes from replace(…): the text that it looks for is not there.')
    const next = this.#judged(text)
    const { loaded, troubles } = next
    if (loaded.fatal === undefined) requireSimulated(next, [...coverage(loaded, simulatedClasses(this.#ownInterceptors)).gaps, ...settingGaps(loaded)])
    this.#remark(next)
    if (loaded.fatal !== undefined) this.#warn(troubles.fatal(loaded.fatal), 'A running agent goes on with what it has, and never looks at the file again.')
    else if (isIdle(loaded)) this.#warn(troubles.nothingToRun(), 'A running agent stops all its components, and waits for the next edit.')
    this.#current = next
    return next
  }

  /** A source by name: of the agent's file, or of another file of the scenario that it may be given later. @throws ScenarioError */
  source(name: unknown): LoadedSource {
    return this.#find('source', name, ({ sources }) => sources)
  }

  /** A sink by name, as `source`. */
  sink(name: unknown): LoadedSink {
    return this.#find('sink', name, ({ sinks }) => sinks)
  }

  #find<Component extends { readonly name: string }>(kind: 'source' | 'sink', name: unknown, componentsOf: (loaded: LoadedAgent) => readonly Component[]): Component {
    const { loaded, troubles } = this.#current
    const mine = componentsOf(loaded)
    const found = mine.find((one) => one.name === name) ?? this.#others().flatMap(componentsOf).find((one) => one.name === name)
    if (found !== undefined) return found
    throw troubles.removed(kind, name) ?? new OptionError(`Agent '${this.#agent}' has no ${kind} ${describe(name)}.`, undefined, `Its ${kind}s: ${mine.map((one) => one.name).join(', ')}.`)
  }

  #judged(text: string): JudgedConf {
    return judgedConf(this.#play, this.#agent, { text, ownInterceptors: this.#ownInterceptors })
  }

  #others(): readonly LoadedAgent[] {
    return this.#play.confTexts.filter((text) => text !== this.#current.text).map((text) => this.#judged(text).loaded)
  }

  #remark({ loaded, troubles }: JudgedConf): void {
    for (const entry of loaded.log) {
      const { level, message, thrown, position } = entry
      this.#play.diagnostics.push({ severity: position === undefined ? 'info' : level === 'ERROR' ? 'error' : 'warning', message: [message, ...(thrown ?? [])].join('\n'), position: troubles.at(position), fix: troubles.advice(entry) })
    }
  }

  #warn(error: ScenarioError, consequence: string): void {
    const { message, fix } = error.diagnostic
    const text = `${message} ${consequence}`
    if (error.position === undefined) this.#play.remarks.push({ severity: 'error', message: text, fix, at: new Error('edited here'), key: undefined })
    else this.#play.diagnostics.push({ severity: 'error', message: text, position: error.position, fix })
  }
}

function isIdle({ sources, sinks }: LoadedAgent): boolean {
  return sources.length + sinks.length === 0
}

function requireSimulated({ troubles }: JudgedConf, [gap]: readonly { readonly message: string; readonly line?: number | undefined; readonly column?: number | undefined }[]): void {
  if (gap !== undefined) throw new ScenarioError(gap.message, gap.line === undefined ? undefined : troubles.at({ line: gap.line, column: gap.column ?? 1 }))
}
