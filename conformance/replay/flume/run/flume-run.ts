import type { EventRun } from '../../../../engine/flume/event/event-run.ts'
import { JavaThread, type Flow } from '../../../../engine/flume/thread/java-thread.ts'
import { isObject, listOf, property, textOf, type Json } from '../../../json.ts'
import { NotReplayable } from '../../replayer.ts'
import { AgentUnderTest } from './agent-under-test.ts'
import { readLines } from './line-list.ts'
import { Machine } from './machine.ts'
import { ObservedFields } from './observed-fields.ts'
import type { TextConnection } from './text-connection.ts'

/** A feed that runs in the background. */
export interface Feed {
  isDone: boolean
  /** Lines that were answered with OK. */
  readonly acked: Set<string>
}

/** How long a step that waits for its own end may take before the replay is given up. */
const stepMaxSeconds = 1200

/** The state of one replayed run. */
export class FlumeRun {
  readonly machine: Machine
  readonly agents = new Map<string, AgentUnderTest>()
  readonly observed = new ObservedFields()
  readonly connections = new Map<string, TextConnection>()
  readonly feeds = new Map<string, Feed>()
  /** When labelled steps began, in microseconds. */
  readonly labels = new Map<string, number>()
  /** Whether the recorder of this family left out the lines of sinks that try again: it did where it cut the sinks off. */
  readonly ignoresSinkRetries: boolean
  /** Whether it also counted INFO lines about restarts and retries: it did where it counted exceptions. */
  readonly countsInfoLines: boolean

  /** @throws NotReplayable when something in the set-up is not known */
  constructor(setup: Json | undefined, steps: readonly Json[], seed: number) {
    this.machine = new Machine(seed)
    const has = (field: string, text: string): boolean => steps.some((step) => textOf(step, field) === text)
    this.countsInfoLines = has('what', 'exceptionCounts')
    this.ignoresSinkRetries = this.countsInfoLines || has('op', 'replaceConf')
    for (const directory of listOf(setup, 'dirs')) if (typeof directory === 'string') this.machine.files.makeDirectory(directory)
    const processes = property(setup, 'processes')
    for (const [name, process] of Object.entries(isObject(processes) ? processes : {})) {
      if (process === undefined || textOf(process, 'type') !== 'flume-agent') throw new NotReplayable(`a process of type '${textOf(process, 'type')}'`)
      this.agents.set(name, new AgentUnderTest(this.machine, name, process))
    }
    const files = property(setup, 'files')
    for (const [path, lines] of Object.entries(isObject(files) ? files : {})) this.append(path, readLines(lines))
  }

  /** The agent that a step names. @throws NotReplayable */
  agent(name: string): AgentUnderTest {
    const agent = this.agents.get(name)
    if (agent === undefined) throw new NotReplayable(`the step names a process '${name}' that the set-up does not have`)
    return agent
  }

  /** Appends lines to a file of the machine in one write; creates it when it is not there. */
  append(path: string, lines: readonly string[]): void {
    const file = this.machine.files.open(path)
    if (lines.length > 0) file.write([this.records(lines)])
  }

  /** Records of lines that come in at a port of an agent, or lie in files; owed to where the agent's sources lead. */
  records(lines: readonly string[], port?: number): EventRun {
    return this.machine.records(lines, port === undefined ? 'files' : 'client', this.destinations(port))
  }

  /** Where the agents' sources lead: those that listen on a port, or those that read files. */
  destinations(port?: number): readonly number[] {
    return [...this.agents.values()].flatMap((agent) => agent.destinations(port))
  }

  /** What the TAILDIR position file holds; null when there is none. */
  positions(path: string): Json {
    const exists = this.machine.host.mainDisk.find(path) !== undefined
    const value = exists ? this.machine.files.valueFile<readonly { readonly pos: number }[]>(path).read() : undefined
    return value === undefined ? null : value.map(({ pos }) => ({ pos }))
  }

  /** Runs a client's code in the background. @returns tells whether it has ended */
  background(name: string, code: (thread: JavaThread) => Flow<void>): () => boolean {
    const thread = new JavaThread(this.machine.client, name, code)
    return () => !thread.isAlive
  }

  /** Runs a client's code to its end. */
  foreground(name: string, code: (thread: JavaThread) => Flow<void>): void {
    const isDone = this.background(name, code)
    this.waitFor(isDone, name)
  }

  /** Waits for the end of something that ends by itself. @throws Error when it does not */
  waitFor(isDone: () => boolean, what: string): void {
    if (!this.machine.runUntil(isDone, this.machine.nowMicros + stepMaxSeconds * 1_000_000)) throw new Error(`${what} did not end within ${String(stepMaxSeconds)} s`)
  }

  /** The output directories that a step names. */
  static outputsOf(step: Json | undefined): readonly string[] {
    const output = textOf(step, 'output')
    return output === '' ? listOf(step, 'outputs').filter((entry) => typeof entry === 'string') : [output]
  }

  /** Lines in output directories. */
  outputLines(directories: readonly string[]): readonly string[] {
    return directories.flatMap((directory) => this.machine.linesIn(directory))
  }

  /** Number of lines in output directories. */
  outputCount(directories: readonly string[]): number {
    return directories.reduce((sum, directory) => sum + this.machine.lineCountIn(directory), 0)
  }
}
