import type { FetchRequest, FetchResponse } from '../../protocol/fetch.ts'
import type { MetadataBatch } from '../../metadata/metadata-record.ts'

/** Name and id of the metadata topic, which has one partition. */
export const METADATA_TOPIC = '__cluster_metadata'
/** See {@link METADATA_TOPIC}. */
export const METADATA_TOPIC_ID = 'AAAAAAAAAAAAAAAAAAAAAQ'

/** What a node is in the quorum (KIP-595, KIP-996). */
export type QuorumRole = 'unattached' | 'follower' | 'prospective' | 'candidate' | 'leader' | 'resigned'

/** What a node remembers of the quorum across restarts (the quorum-state file). */
export interface PersistedQuorumState {
  readonly epoch: number
  readonly leaderId: number | null
  readonly votedFor: number | null
}

/** Sends the response to a request; does nothing when the connection is gone. */
export type Respond<Body> = (body: Body) => void

/** A fetch that a leader holds back until there is something to say. */
export interface PendingMetadataFetch {
  readonly request: FetchRequest
  readonly respond: Respond<FetchResponse>
}

/** Who is told what the quorum decides. */
export interface QuorumListener {
  /** A batch is committed; called in order, once for each batch in a life of the process. */
  onCommit(batch: MetadataBatch): void
  /** This node leads, and every record of earlier epochs is committed and handed over. */
  onLeader(epoch: number): void
  /** This node has ceased to lead. */
  onResigned(): void
}
