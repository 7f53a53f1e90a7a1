import type { Host } from '../../../sim/host.ts'
import type { Network } from '../../../sim/network.ts'
import type { Process } from '../../../sim/process.ts'
import type { RandomStream } from '../../../sim/random-stream.ts'
import type { ValueFile } from '../../../sim/value-file.ts'
import type { PartitionLog } from '../../log/partition-log.ts'
import type { NodeSettings } from '../../metadata/node-settings.ts'
import type { PersistedQuorumState, QuorumListener, QuorumRole } from './quorum-types.ts'

/** What a node's part in the quorum is made from. */
export interface RaftClientOptions {
  readonly nodeId: number
  /** Ids of the controllers. */
  readonly voters: readonly number[]
  readonly hostOf: (nodeId: number) => Host
  readonly process: Process
  readonly network: Network
  readonly random: RandomStream
  readonly settings: NodeSettings
  readonly log: PartitionLog
  readonly stateFile: ValueFile<PersistedQuorumState>
  readonly nowMs: () => number
  readonly listeners: readonly QuorumListener[]
  /** Role, epoch or leader changed. */
  readonly onState: (role: QuorumRole, epoch: number, leaderId: number | null) => void
}
