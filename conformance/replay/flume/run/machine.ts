import { FlumeLane } from '../../../../engine/flume/agent/flume-lane.ts'
import { bodyOf, type EventRun } from '../../../../engine/flume/event/event-run.ts'
import type { HostFiles } from '../../../../engine/flume/files/host-files.ts'
import type { LineFile } from '../../../../engine/flume/files/line-file.ts'
import { Lane } from '../../../../engine/ledger/lane.ts'
import { RecordStreams } from '../../../../engine/ledger/record-stream.ts'
import type { EventOwner } from '../../../../engine/sim/event-queue.ts'
import type { DiskOptions } from '../../../../engine/sim/disk.ts'
import type { Host } from '../../../../engine/sim/host.ts'
import type { Process } from '../../../../engine/sim/process.ts'
import { Simulation } from '../../../../engine/sim/simulation.ts'
import { contentOfLines } from './line-list.ts'

/** When a replay begins when the fact does not say: Sunday 2026-03-01 12:30 UTC. */
const startMsDefault = 1_772_368_200_000

/** Bounds of one replay: the facts last minutes and move thousands of lines. */
const limits = { events: 20_000_000, records: 20_000_000, virtualTimeMicros: 3_600_000_000 }

/** How often conditions are looked at when nothing happens. */
const lookEveryMicros = 100_000

/** The machine that a fact was recorded on: its clock, files, network, and a process from which clients speak. */
export class Machine {
  readonly simulation: Simulation
  readonly lane: Lane
  readonly flume: FlumeLane
  readonly host: Host
  readonly files: HostFiles
  /** Clients that the recorder ran. */
  readonly client: Process
  readonly #owner: EventOwner
  #streams = 0

  /** @param options when it starts (2026-03-01 12:30 UTC when absent), and its disk */
  constructor(seed: number, options: { readonly startMs?: number; readonly disk?: Partial<DiskOptions> } = {}) {
    this.simulation = new Simulation({ seed, limits })
    this.lane = new Lane({ simulation: this.simulation, name: 'Flume', streams: new RecordStreams(), offeredAt: () => 0, startMs: options.startMs ?? startMsDefault })
    this.flume = new FlumeLane(this.lane)
    this.host = this.lane.host('machine', options.disk)
    this.files = this.flume.filesOf(this.host)
    this.#owner = this.simulation.owner('replay')
    this.client = this.host.process({ onStart: () => undefined, onEnd: () => undefined }, { name: 'client', bootMicros: 0 })
    this.client.start()
    this.#look()
  }

  /** The recorder looked again and again: something has to happen for a silence to be noticed. */
  #look(): void {
    this.simulation.after(lookEveryMicros, this.#owner, () => {
      this.#look()
    })
  }

  get nowMicros(): number {
    return this.simulation.nowMicros
  }

  get nowSeconds(): number {
    return this.simulation.nowMicros / 1_000_000
  }

  /** Runs until something is true or a time has come. @returns whether it is true */
  runUntil(isTrue: () => boolean, untilMicros: number): boolean {
    if (isTrue()) return true
    const end = Math.max(this.nowMicros, Math.round(untilMicros))
    this.simulation.at(end, this.#owner, () => undefined)
    while (this.nowMicros < end) {
      if (this.simulation.advance() !== 'instant') break
      if (isTrue()) return true
    }
    const { limitReached } = this.simulation
    if (limitReached !== undefined) throw new Error(`the limit '${limitReached.limit}' was reached: ${limitReached.usedBy}`)
    return isTrue()
  }

  /** Lets time pass. */
  runFor(seconds: number): void {
    this.runUntil(() => false, this.nowMicros + Math.round(seconds * 1_000_000))
  }

  /** Records with these lines as values, offered now and owed to some destinations. */
  records(lines: readonly string[], place: string, destinations: readonly number[]): EventRun {
    const stream = this.lane.streams.add(contentOfLines(`lines ${String(++this.#streams)}`, lines))
    this.lane.ledger.owe(stream.index, destinations)
    const run = { first: stream.base, count: lines.length }
    if (run.count > 0) this.lane.ledger.offered(run, place)
    return run
  }

  /** The lines of the files of a directory, oldest file first. */
  linesIn(directory: string): readonly string[] {
    return this.filesIn(directory).flatMap((file) => this.linesOf(file))
  }

  /** How many lines the files of a directory have. */
  lineCountIn(directory: string): number {
    return this.filesIn(directory).reduce((sum, file) => sum + file.lineCount, 0)
  }

  /** The files of lines of a directory by start millis and number in their names. */
  filesIn(directory: string): readonly LineFile[] {
    return this.files.lineFilesIn(directory).toSorted((left, right) => compareNumbers(numbersOf(left.name), numbersOf(right.name)))
  }

  linesOf(file: LineFile): readonly string[] {
    return file.append.entries.flatMap(({ run }) => this.textsOf(run))
  }

  textsOf(run: EventRun): readonly string[] {
    return Array.from({ length: run.count }, (_, index) => bodyOf(this.lane.streams, { ...run, first: run.first + index, count: 1 }))
  }
}

function numbersOf(name: string): readonly number[] {
  return [...name.matchAll(/\d+/g)].map(([digits]) => Number(digits))
}

function compareNumbers(left: readonly number[], right: readonly number[]): number {
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const order = (left[index] ?? 0) - (right[index] ?? 0)
    if (order !== 0) return order
  }
  return left.length - right.length
}
