import type { FlumeAgent } from '../../flume/agent/flume-agent.ts'
import type { KafkaCluster } from '../../kafka/cluster/kafka-cluster.ts'
import { Lane } from '../../ledger/lane.ts'
import { RecordStreams, numberInStream, streamIndexOf } from '../../ledger/record-stream.ts'
import type { RecordStream } from '../../ledger/record-stream.ts'
import type { Workload } from '../../ledger/workload.ts'
import type { EventOwner } from '../../sim/event-queue.ts'
import { Simulation } from '../../sim/simulation.ts'
import type { Load } from '../api/load-types.ts'
import { describe, OptionError } from '../check-options.ts'
import { LoadSpec } from '../load/load-spec.ts'
import type { LoadParts } from '../load/load-spec.ts'
import { recordContent } from '../load/record-content.ts'
import type { Diagnostic, ModelParameter, RunMarker, RunParameter } from '../run/run-document.ts'
import type { ScenarioFrame } from '../scenario-definition.ts'
import type { ReaderSession } from '../source/reader-session.ts'

/** A load that the run offers: its stream of records and when they come. */
export interface PlayedLoad {
  readonly stream: RecordStream
  readonly workload: Workload
}

/** An expectation, to be evaluated at the end. */
export interface PlannedExpectation {
  readonly evaluate: () => { readonly description: string; readonly expected: string; readonly actual: string; readonly isMet: boolean }
  /** Made where the scenario states it, for its place in the reader's file. */
  readonly statedAt: Error
}

/** Something to say about a call of the scenario. */
export interface Remark {
  readonly severity: Diagnostic['severity']
  readonly message: string
  readonly fix: string | undefined
  /** Made within the call. */
  readonly at: Error
  /** The property of its options that is meant. */
  readonly key: string | undefined
}

/** All that a scenario has set up, for tests that look inside after each event. */
export interface PlayedSystems {
  readonly lanes: readonly Lane[]
  readonly clusters: readonly KafkaCluster[]
  readonly agents: readonly FlumeAgent[]
}

/** What a run gets from outside. */
export interface PlayOptions {
  readonly seed: number
  /** They come before the scenario's own. */
  readonly limits: Readonly<Record<string, number>>
  /** Values of parameters by name. */
  readonly given: Readonly<Record<string, number>>
  /** The scenario's files by path. */
  readonly files: Readonly<Record<string, string>>
  /** Called after every event; what it throws ends the run. */
  readonly afterEachEvent?: ((systems: PlayedSystems) => void) | undefined
}

/** Everything that belongs to one run while it is built and played. */
export class Play {
  readonly frame: ScenarioFrame
  readonly simulation: Simulation
  readonly session: ReaderSession
  readonly streams = new RecordStreams()
  readonly lanes: Lane[] = []
  readonly clusters: KafkaCluster[] = []
  readonly agents: FlumeAgent[] = []
  readonly loads: PlayedLoad[] = []
  readonly markers: RunMarker[] = []
  readonly parameters: RunParameter[] = []
  readonly modelParameters = new Map<string, ModelParameter>()
  readonly diagnostics: Diagnostic[] = []
  /** Remarks on a call of the scenario; places are found when the run is over. */
  readonly remarks: Remark[] = []
  readonly expectations: PlannedExpectation[] = []
  /** Copies of a record that the configuration asks for, by lane. */
  readonly copies = new Map<string, number>()
  /** What is to be done when everything is declared: stores first, so that ways can lead to them, starts last. */
  readonly starters: Readonly<Record<'stores' | 'makers' | 'worlds' | 'starts', (() => void)[]>> = { stores: [], makers: [], worlds: [], starts: [] }
  /** The faults' and the reader's own events. */
  readonly owner: EventOwner
  /** The first exception of the reader's code. */
  failure: { readonly error: unknown } | undefined
  isBuilt = false
  /** Set when the reader's code has run: it may have left something to microtasks, though nobody waits for it. */
  hasReaderRun = false
  readonly #given: Readonly<Record<string, number>>
  readonly #files: Readonly<Record<string, string>>
  readonly #loadByParts = new Map<LoadParts, PlayedLoad>()
  readonly #loadByStream = new Map<number, PlayedLoad>()
  readonly #conditions: { readonly holds: () => unknown; readonly action: () => unknown }[] = []

  constructor(frame: ScenarioFrame, session: ReaderSession, options: PlayOptions) {
    this.frame = frame
    this.session = session
    const { seed, limits, afterEachEvent } = options
    this.simulation = new Simulation({
      seed, limits: { ...frame.limits, ...limits }, ...(afterEachEvent === undefined ? {} : { afterEachEvent: () => { afterEachEvent(this) } }),
    })
    this.simulation.endMicros = frame.durationMicros
    this.owner = this.simulation.owner('the scenario')
    this.#given = options.given
    this.#files = options.files
  }

  /** Adds a lane. @throws OptionError for a name that is taken or no name */
  addLane(name: unknown): Lane {
    if (typeof name !== 'string' || !/^\w[\w ,.=()+-]{0,60}$/.test(name)) throw new OptionError(`A lane needs a name of letters and digits, and got ${describe(name)}.`)
    if (this.lanes.some((lane) => lane.name === name)) throw new OptionError(`There is already a lane called '${name}'.`)
    const { startMs, zone, disk, link, nicBytesPerSecond } = this.frame
    const lane = new Lane({ simulation: this.simulation, name, streams: this.streams, offeredAt: (record) => this.offeredAtMicros(record), startMs, zone, disk, link, nicBytesPerSecond })
    this.lanes.push(lane)
    return lane
  }

  /** When a load's record came; 0 for records that are no load's. */
  offeredAtMicros(record: number): number {
    return this.#loadByStream.get(streamIndexOf(record))?.workload.arrivalMicros(numberInStream(record)) ?? 0
  }

  /** The stream and the arrivals of a load; the same for the same load. @throws OptionError when it is none */
  load(value: Load): PlayedLoad {
    const parts = LoadSpec.partsOf(value)
    if (parts === undefined) throw new OptionError(`A load is expected here, and got ${describe(value)}.`, undefined, 'Make one with load.steady({ perSecond: 100 }).')
    const known = this.#loadByParts.get(parts)
    if (known !== undefined) {
      this.#requireFuture(known.workload.count > 0 ? known.workload.arrivalMicros(0) : Infinity, parts.name)
      return known
    }
    const name = this.#freeName(parts.name)
    const content = recordContent(name, parts.shape)
    const fromMicros = parts.fromMicros ?? this.simulation.nowMicros
    this.#requireFuture(fromMicros, parts.name)
    const lastingMicros = Math.max(0, Math.min(parts.forMicros ?? Infinity, this.frame.durationMicros - fromMicros))
    const arrivals = parts.arrivals(this.simulation, { name, fromMicros, lastingMicros })
    const played = this.#addLoad({ content, count: arrivals.count, arrivalMicros: (number: number) => arrivals.arrivalMicros(number) })
    this.#loadByParts.set(parts, played)
    return played
  }

  /** Adds records that the reader's own code makes while the run goes on; the workload grows with them. */
  addOwnRecords(wantedName: string, make: (name: string) => Workload): PlayedLoad {
    return this.#addLoad(make(this.#freeName(wantedName)))
  }

  /** Declares a parameter and gives its value in this run. */
  parameter(parameter: Omit<RunParameter, 'value'>): number {
    const given = this.#given[parameter.name]
    const value = given === undefined ? parameter.defaultValue : Math.min(parameter.max, Math.max(parameter.min, given))
    this.parameters.push({ ...parameter, value })
    return value
  }

  /** The file of the scenario that has this text. */
  fileOf(text: string): string | undefined {
    return Object.keys(this.#files).find((path) => this.#files[path] === text)
  }

  /** Texts of the scenario's files that may be configurations of agents. */
  get confTexts(): readonly string[] {
    return Object.entries(this.#files).filter(([path]) => /\.(?:conf|properties)$/.test(path)).map(([, text]) => text)
  }

  /** Does something when everything is declared: at once when it is. */
  prepare(step: keyof Play['starters'], action: () => void): void {
    if (this.isBuilt) action()
    else this.starters[step].push(action)
  }

  /** Does what is to be done when everything is declared. */
  finishBuilding(): void {
    const { stores, makers, worlds, starts } = this.starters
    for (const step of [stores, makers, worlds, starts]) for (const action of step) action()
    this.isBuilt = true
  }

  /** Names that were given from outside and that the scenario does not have. */
  get unknownParameters(): readonly string[] {
    return Object.keys(this.#given).filter((name) => this.parameters.every((parameter) => parameter.name !== name))
  }

  /** Records what the scenario does to a component, in the journal and for chart and picture. */
  mark({ kind, lane, component, text }: Omit<RunMarker, 'timeMicros'>): void {
    this.markers.push({ kind, timeMicros: this.simulation.nowMicros, lane, component, text })
    this.simulation.recorder.log(component, kind === 'fault' ? 'FAULT' : 'INFO', text)
  }

  /** Runs the reader's code; a promise that it returns is waited for, and what it throws ends the run. */
  call(action: () => unknown): void {
    this.hasReaderRun = true
    try {
      const result = action()
      if (!isThenable(result)) return
      this.simulation.readerWaits = true
      Promise.resolve(result).catch((error: unknown) => { this.fail(error) })
    } catch (error) {
      this.fail(error)
    }
  }

  /** A promise for the reader's code: when it settles, the driver lets the code go on before time does. */
  promise<T>(begin: (resolve: (value: T) => void, reject: (error: Error) => void) => void): Promise<T> {
    const call = new Error('the call that gave the promise')
    return new Promise((resolve, reject) => {
      begin((value) => {
        this.simulation.readerWaits = true
        resolve(value)
      }, (error) => {
        this.simulation.readerWaits = true
        this.session.callOf.set(error, call)
        reject(error)
      })
    })
  }

  /** Notes the first exception of the reader's code. */
  fail(error: unknown): void {
    this.failure ??= { error }
  }

  /** Adds an action that runs once, when a condition holds. */
  addCondition(holds: () => unknown, action: () => unknown): void {
    this.#conditions.push({ holds, action })
  }

  /** Runs the actions whose condition has come to hold. */
  pollConditions(): void {
    if (this.#conditions.length === 0) return
    for (const condition of this.#conditions.slice()) {
      const answer = { holds: false }
      this.call(() => { answer.holds = condition.holds() === true })
      if (!answer.holds) continue
      this.#conditions.splice(this.#conditions.indexOf(condition), 1)
      this.call(condition.action)
    }
  }

  #addLoad(workload: Workload): PlayedLoad {
    const played = { stream: this.streams.add(workload.content), workload }
    this.#loadByStream.set(played.stream.index, played)
    this.loads.push(played)
    return played
  }

  /** Records of the past cannot come to anybody now. @throws OptionError */
  #requireFuture(fromMicros: number, name: string | undefined): void {
    if (fromMicros >= this.simulation.nowMicros) return
    throw new OptionError(`Load ${describe(name)} began at ${fromMicros / 1_000_000} s, and it is ${this.simulation.nowMicros / 1_000_000} s: its records have come already.`, undefined, 'Give a load of its own here; without from it begins at this moment.')
  }

  #freeName(wanted: string | undefined): string {
    const names = this.loads.map(({ stream }) => stream.content.name)
    const base = wanted ?? 'load'
    let name = base
    for (let number = 2; names.includes(name); number++) name = `${base} ${number}`
    return name
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}
