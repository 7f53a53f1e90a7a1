/** A block in one generation: a recovery of its pipeline or its lease begins the next one. */
export interface BlockId {
  readonly id: number
  readonly generationStamp: number
}

/** A block as the name node tells a client of it. */
export interface LocatedBlock {
  readonly block: BlockId
  /** Bytes that the name node knows of. */
  readonly lengthBytes: number
  /** Where it begins in its file. */
  readonly offset: number
  /** Names of data nodes, the first to be asked first. */
  readonly locations: readonly string[]
  /** Whether all known replicas are corrupt. */
  readonly isCorrupt: boolean
}

/** What `getBlockLocations` answers. */
export interface LocatedBlocks {
  readonly fileLengthBytes: number
  readonly blocks: readonly LocatedBlock[]
  readonly isUnderConstruction: boolean
  readonly isLastBlockComplete: boolean
}

/** State of a replica on a data node: being written, waiting for recovery after a restart, complete. */
export type ReplicaState = 'RBW' | 'RWR' | 'FINALIZED'

/** A replica in a report. */
export interface ReportedReplica {
  readonly block: BlockId
  readonly lengthBytes: number
  readonly state: ReplicaState
}

/** The text of a block in messages: `BP-1:blk_1073741825_1001`. */
export function blockText({ id, generationStamp }: BlockId): string {
  return `BP-1:blk_${String(id)}_${String(generationStamp)}`
}
