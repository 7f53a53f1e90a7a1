import type { RecordRun } from '../../ledger/record-run.ts'
import { Lane } from '../../ledger/lane.ts'
import type { LaneLedger } from '../../ledger/lane-ledger.ts'
import { RecordStreams, type RecordContent, type RecordStream } from '../../ledger/record-stream.ts'
import type { Host } from '../../sim/host.ts'
import { Simulation } from '../../sim/simulation.ts'
import type { AgentContext } from '../agent/agent-context.ts'
import { FlumeAgent } from '../agent/flume-agent.ts'
import { FlumeLane } from '../agent/flume-lane.ts'
import { JavaThread, type Flow } from '../thread/java-thread.ts'
import type { LineFile } from '../files/line-file.ts'

/** Lines `e0000`, `e0001` and so on. */
const numberedLines: RecordContent = {
  name: 'lines',
  valueBytes: () => 5,
  value: (number) => `e${String(number).padStart(4, '0')}`,
  key: () => undefined,
  headers: () => undefined,
  isUniform: true,
}

/** A lane with one host and one stream, for tests; the books are balanced after every event if asked for. */
export class FlumeTestLane {
  readonly simulation: Simulation
  readonly lane: Lane
  readonly flume: FlumeLane
  readonly host: Host
  readonly stream: RecordStream

  constructor(options: { readonly seed?: number; readonly balancesAfterEachEvent?: boolean } = {}) {
    const streams = new RecordStreams()
    this.simulation = new Simulation({
      seed: options.seed ?? 1,
      ...(options.balancesAfterEachEvent === true ? { afterEachEvent: () => { this.requireBalance() } } : {}),
    })
    this.lane = new Lane({ simulation: this.simulation, name: 'Flume', streams, offeredAt: () => 0, startMs: 1_700_000_000_000 })
    this.flume = new FlumeLane(this.lane)
    this.host = this.lane.host('edge')
    this.stream = streams.add(numberedLines)
  }

  /** An agent on the lane's host, started unless asked otherwise. */
  agent(name: string, conf: string, start = true): FlumeAgent {
    const agent = new FlumeAgent({ lane: this.flume, host: this.host, name: 'a1', processName: name, conf })
    if (start) agent.process.start()
    return agent
  }

  /** What a running agent without components works with, for tests of single components. */
  idleContext(): AgentContext {
    const agent = this.agent('idle', 'nobody.sources = r1\n')
    this.run(1)
    return agent.context
  }

  /** Runs code in a thread of a process, until it ends or so many seconds have passed. @returns what it gave, or threw */
  runThread<Result>(context: AgentContext, code: (thread: JavaThread) => Flow<Result>, seconds = 60): Result | Error | undefined {
    let outcome: Result | Error | undefined
    new JavaThread(context.process, 'test', function* run(thread) {
      try {
        outcome = yield* code(thread)
      } catch (error) {
        if (!(error instanceof Error)) throw error
        outcome = error
      }
    })
    this.run(seconds)
    return outcome
  }

  /** The exception that code in a thread throws, as text; empty when it throws none. */
  failureOf(context: AgentContext, code: (thread: JavaThread) => Flow<unknown>, seconds = 60): string {
    const outcome = this.runThread(context, code, seconds)
    return outcome instanceof Error ? outcome.message : ''
  }

  /** Records of the lane's stream; they count as offered. */
  records(first: number, count: number): RecordRun {
    const run = { first: this.stream.base + first, count }
    this.ledger.offered(run, 'test')
    return run
  }

  /** Runs for so many seconds of virtual time. */
  run(seconds: number): void {
    const end = this.simulation.nowMicros + seconds * 1_000_000
    this.simulation.runUntil(end)
  }

  /** The lines of all files of a directory, in their order. */
  linesIn(directory: string): string[] {
    const files = this.flume.filesOf(this.host).lineFilesIn(directory)
    return files.flatMap((file) => this.linesOf(file))
  }

  linesOf(file: LineFile): string[] {
    return file.read(0, file.lineCount).flatMap((run) => {
      return Array.from({ length: run.count }, (_, index) => run.body ?? this.lane.streams.valueOf(run.first + index))
    })
  }

  /** @throws Error that names the first records that nothing explains */
  requireBalance(): void {
    for (const balance of this.lane.ledger.balance()) {
      if (balance.imbalances.length > 0) throw new Error(`${balance.destination}: ${JSON.stringify(balance.imbalances.slice(0, 3))}`)
    }
  }

  /** The one ledger of the lane. */
  get ledger(): LaneLedger {
    return this.lane.ledger
  }

  /** Journal lines that contain a text. */
  logged(text: string): string[] {
    return this.simulation.recorder.journal.filter(({ message }) => message.includes(text)).map(({ message }) => message)
  }
}
