import { Lane } from '../../../ledger/lane.ts'
import { RecordStreams } from '../../../ledger/record-stream.ts'
import { Simulation } from '../../../sim/simulation.ts'
import type { KafkaClusterOptions } from '../cluster-options.ts'
import { KafkaCluster } from '../kafka-cluster.ts'

/** What a test bed is made from. */
export interface TestBedOptions extends KafkaClusterOptions {
  readonly seed?: number
  readonly afterEachEvent?: () => void
}

/** A cluster by itself on a lane, with one stream of records that are owed to one destination, for tests. */
export class TestBed {
  readonly simulation: Simulation
  readonly lane: Lane
  readonly cluster: KafkaCluster

  constructor(options: TestBedOptions = {}) {
    const { seed = 1, afterEachEvent, ...clusterOptions } = options
    this.simulation = new Simulation({ seed, ...(afterEachEvent === undefined ? {} : { afterEachEvent }) })
    const streams = new RecordStreams()
    streams.add({ name: 'records', isUniform: true, valueBytes: () => 100, value: String, key: () => undefined, headers: () => undefined })
    this.lane = new Lane({ simulation: this.simulation, name: 'Kafka', streams, offeredAt: () => 0, startMs: 1_700_000_000_000 })
    this.lane.ledger.owe(0, [this.lane.ledger.destination('store').index])
    this.cluster = new KafkaCluster(this.lane, clusterOptions)
  }

  /** Starts the cluster and runs until it is ready; returns the moment in microseconds. */
  startAndWait(): number {
    let readyMicros = -1
    this.cluster.onReady(() => { readyMicros = this.simulation.nowMicros })
    this.cluster.start()
    while (readyMicros < 0 && this.simulation.nowMicros < 60_000_000) if (this.simulation.advance() !== 'instant') break
    return readyMicros
  }

  /** Runs for so many more seconds of virtual time. */
  runFor(seconds: number): void {
    this.simulation.runUntil(this.simulation.nowMicros + Math.round(seconds * 1_000_000))
  }

  /** Calls back after so many seconds. */
  after(seconds: number, action: () => void): void {
    const owner = this.lane.hosts[0]
    if (owner !== undefined) this.simulation.after(Math.round(seconds * 1_000_000), owner, action)
  }

  /** Record numbers in a replica's log on its disk, in order. */
  recordsOn(nodeId: number, topic: string, partitionId = 0): readonly number[] {
    const records: number[] = []
    this.cluster.filesOf(nodeId, topic, partitionId)?.walk(0, ({ runs }) => {
      for (const { first, count } of runs) for (let index = 0; index < count; index++) records.push(first + index)
    })
    return records
  }
}
