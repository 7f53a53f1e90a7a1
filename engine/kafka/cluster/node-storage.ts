import type { Disk } from '../../sim/disk.ts'
import type { ValueFile } from '../../sim/value-file.ts'
import type { PersistedQuorumState } from '../controller/raft/quorum-types.ts'
import { METADATA_TOPIC } from '../controller/raft/quorum-types.ts'
import { type BatchesLost, LogFiles } from '../log/log-files.ts'

/** The file that a broker leaves when it stops in order (.kafka_cleanshutdown). */
export interface CleanShutdown {
  readonly brokerEpoch: number
}

/** One replica's files with its name. */
export interface ReplicaFiles {
  readonly topic: string
  readonly partitionId: number
  readonly files: LogFiles
}

/** The log directory of a node: what is on its disk whether its process lives or not. */
export class NodeStorage {
  readonly disk: Disk
  readonly #directory: string
  readonly #onLost: (topic: string, partitionId: number) => BatchesLost
  readonly #replicas = new Map<string, ReplicaFiles>()
  #metadata: LogFiles
  #cleanShutdown: ValueFile<CleanShutdown>
  #highWatermarks: ValueFile<ReadonlyMap<string, number>>
  #quorumState: ValueFile<PersistedQuorumState>

  /** @param onLost who is told of records that the hardware destroyed */
  constructor(disk: Disk, directory: string, onLost: (topic: string, partitionId: number) => BatchesLost) {
    this.disk = disk
    this.#directory = directory
    this.#onLost = onLost
    this.#metadata = this.#metadataFiles()
    this.#cleanShutdown = this.#valueFile('.kafka_cleanshutdown')
    this.#highWatermarks = this.#valueFile('replication-offset-checkpoint')
    this.#quorumState = this.#valueFile(`${METADATA_TOPIC}-0/quorum-state`)
  }

  get metadata(): LogFiles {
    return this.#metadata
  }

  get cleanShutdown(): ValueFile<CleanShutdown> {
    return this.#cleanShutdown
  }

  get highWatermarks(): ValueFile<ReadonlyMap<string, number>> {
    return this.#highWatermarks
  }

  get quorumState(): ValueFile<PersistedQuorumState> {
    return this.#quorumState
  }

  /** Replicas with files on the disk. */
  get replicas(): readonly ReplicaFiles[] {
    return [...this.#replicas.values()]
  }

  /** The files of a replica on the disk, if there are any. */
  find(topic: string, partitionId: number): LogFiles | undefined {
    return this.#replicas.get(`${topic}-${partitionId}`)?.files
  }

  /** The files of a replica; an empty directory when there are none. */
  open(topic: string, partitionId: number): LogFiles {
    const name = `${topic}-${partitionId}`
    const known = this.#replicas.get(name)
    if (known !== undefined) return known.files
    const files = new LogFiles(this.disk, `${this.#directory}/${name}`, this.#onLost(topic, partitionId))
    this.#replicas.set(name, { topic, partitionId, files })
    return files
  }

  /** Forgets a replica whose files were deleted. */
  remove(topic: string, partitionId: number): void {
    this.#replicas.delete(`${topic}-${partitionId}`)
  }

  /** Looks at the disk before a start: on a new, empty one there is nothing. */
  mount(): void {
    if (this.disk.find(this.#cleanShutdown.path) === this.#cleanShutdown) return
    this.#replicas.clear()
    this.#metadata = this.#metadataFiles()
    this.#cleanShutdown = this.#valueFile('.kafka_cleanshutdown')
    this.#highWatermarks = this.#valueFile('replication-offset-checkpoint')
    this.#quorumState = this.#valueFile(`${METADATA_TOPIC}-0/quorum-state`)
  }

  #valueFile<T>(name: string): ValueFile<T> {
    return this.disk.valueFile<T>(`${this.#directory}/${name}`)
  }

  #metadataFiles(): LogFiles {
    return new LogFiles(this.disk, `${this.#directory}/${METADATA_TOPIC}-0`, () => undefined)
  }
}
