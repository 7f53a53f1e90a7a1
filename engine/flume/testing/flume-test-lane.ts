import { Lane } from '../../ledger/lane.ts'
import { LaneLedger } from '../../ledger/lane-ledger.ts'
import { RecordStreams, type RecordContent, type RecordStream } from '../../ledger/record-stream.ts'
import type { Host } from '../../sim/host.ts'
import { Simulation } from '../../sim/simulation.ts'
import { FlumeAgent } from '../agent/flume-agent.ts'
import { FlumeLane } from '../agent/flume-lane.ts'
import type { LineFile } from '../files/line-file.ts'

/** Lines `e0000`, `e0001` and so on. */
export const numberedLines: RecordContent = {
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
