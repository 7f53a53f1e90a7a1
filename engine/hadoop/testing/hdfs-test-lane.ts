import { Lane } from '../../ledger/lane.ts'
import { RecordStreams } from '../../ledger/record-stream.ts'
import type { Process } from '../../sim/process.ts'
import { Simulation } from '../../sim/simulation.ts'
import { runFlow, type Flow, type Outcome } from '../flow.ts'
import type { DfsClient } from '../hdfs/client/dfs-client.ts'
import { HdfsCluster } from '../hdfs/hdfs-cluster.ts'
import type { HdfsKey, HdfsValue } from '../hdfs/hdfs-config.ts'

const miniSettings: readonly (readonly [HdfsKey, HdfsValue])[] = [
  ['dfs.blocksize', 1_048_576],
  ['dfs.heartbeat.interval', 1],
  ['dfs.namenode.heartbeat.recheck-interval', 1000],
  ['dfs.namenode.redundancy.interval.seconds', 1],
  ['dfs.namenode.safemode.extension', 0],
  ['dfs.client.retry.window.base', 10],
  ['ipc.client.connect.max.retries', 1],
  ['ipc.client.connect.retry.interval', 100],
]

/** A lane with a started HDFS cluster and processes that use it, for tests. */
export class HdfsTestLane {
  readonly simulation: Simulation
  readonly lane: Lane
  readonly hdfs: HdfsCluster

  constructor({ dataNodes = 3, config = [] }: { readonly dataNodes?: number; readonly config?: readonly (readonly [HdfsKey, HdfsValue])[] } = {}) {
    this.simulation = new Simulation({ seed: 1 })
    this.lane = new Lane({ simulation: this.simulation, name: 'Hadoop', streams: new RecordStreams(), offeredAt: () => 0, startMs: 1_700_000_000_000 })
    const hosts = Array.from({ length: dataNodes }, (_, index) => this.lane.host(`datanode-${String(index + 1)}`))
    this.hdfs = new HdfsCluster({ lane: this.lane, nameNode: this.lane.host('namenode'), dataNodes: hosts, config: new Map([...miniSettings, ...config]) })
    this.hdfs.start()
    this.run(5)
  }

  /** A process of its own with a client of its own. */
  client(name: string): { readonly client: DfsClient; readonly process: Process } {
    const process = this.lane.host(name).process({ onStart: () => undefined, onEnd: () => undefined }, { name: 'java', bootMicros: 0 })
    process.start()
    this.run(0.001)
    return { client: this.hdfs.client(process), process }
  }

  /** Lets so many seconds pass. */
  run(seconds: number): void {
    this.simulation.runUntil(this.simulation.nowMicros + Math.round(seconds * 1_000_000))
  }

  /** Runs a flow to its end, or for so many seconds. @throws what it threw; Error when it did not end */
  do<Result>(process: Process, flow: Flow<Result>, seconds = 120): Result {
    const ended: { outcome?: Outcome<Result> } = {}
    runFlow(process, flow, (outcome) => { ended.outcome = outcome })
    const endMicros = this.simulation.nowMicros + seconds * 1_000_000
    while (ended.outcome === undefined && this.simulation.nowMicros < endMicros) this.run(0.01)
    if (ended.outcome === undefined) throw new Error('the flow did not end')
    if (!ended.outcome.isOk) throw ended.outcome.error
    return ended.outcome.value
  }
}
