import type { Lane } from '../../ledger/lane.ts'
import type { Host } from '../../sim/host.ts'
import { HostFiles } from '../files/host-files.ts'
import { KafkaTopics } from '../kafka/kafka-topics.ts'
import { HBaseClusters } from '../sinks/hbase2/hbase-clusters.ts'
import { HdfsClusters } from '../sinks/hdfs/hdfs-clusters.ts'
import { Routes } from './routes.ts'

/** What all agents of a lane and the world around them share: files by host, and the ways that events take. */
export class FlumeLane {
  readonly lane: Lane
  readonly routes: Routes
  readonly kafka = new KafkaTopics()
  readonly hbase: HBaseClusters
  readonly hdfs: HdfsClusters
  readonly #files = new Map<Host, HostFiles>()

  constructor(lane: Lane) {
    this.lane = lane
    this.routes = new Routes(lane)
    this.hdfs = new HdfsClusters((from, hostname) => this.routes.hostOf(from, hostname))
    this.hbase = new HBaseClusters((from, hostname) => this.routes.hostOf(from, hostname))
  }

  /** The files of a host. */
  filesOf(host: Host): HostFiles {
    let files = this.#files.get(host)
    if (files === undefined) {
      files = new HostFiles(this.lane, host)
      this.#files.set(host, files)
    }
    return files
  }
}
