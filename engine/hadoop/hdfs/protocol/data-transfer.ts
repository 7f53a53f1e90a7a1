import type { HadoopException } from '../../hadoop-exception.ts'
import type { PlacedData } from '../file-data.ts'
import type { BlockId, ReplicaState } from './blocks.ts'

/** Begins a pipeline: a new block, further bytes of a finished one, or the rest after a failure. Source: DataTransferProtocol.writeBlock. */
export interface WriteRequest {
  readonly op: 'write'
  readonly block: BlockId
  readonly stage: 'create' | 'append' | 'recovery'
  /** The generation that the replica gets, except for a new block. */
  readonly newGenerationStamp: number
  /** Bytes that replicas of an append or a recovery must have. */
  readonly acknowledgedBytes: number
  /** The nodes after this one. */
  readonly targets: readonly string[]
}

/** A packet of a block; without bytes it keeps the connection alive, syncs or ends the block. */
export interface Packet {
  readonly op: 'packet'
  readonly seqno: number
  /** Where its bytes begin in the block. */
  readonly offset: number
  readonly bytes: number
  /** Items whose last byte is in it. */
  readonly data: readonly PlacedData[]
  readonly isLast: boolean
  /** fsync before the answer. */
  readonly isSync: boolean
}

/** What may be asked of a data node's port. Source: DataTransferProtocol, ClientDatanodeProtocol, InterDatanodeProtocol. */
export type StreamRequest =
  | WriteRequest
  | Packet
  | { readonly op: 'read'; readonly block: BlockId; readonly offset: number; readonly bytes: number }
  | { readonly op: 'visible length'; readonly block: BlockId }
  /** Has this node send its replica to another one, which joins a pipeline. */
  | { readonly op: 'transfer'; readonly block: BlockId; readonly target: string }
  /** A replica, from another data node. */
  | { readonly op: 'replica'; readonly block: BlockId; readonly bytes: number; readonly state: ReplicaState }
  | { readonly op: 'init recovery'; readonly block: BlockId; readonly newGenerationStamp: number }
  | { readonly op: 'update replica'; readonly block: BlockId; readonly newGenerationStamp: number; readonly lengthBytes: number }

/** A replica as its node tells the primary of a recovery. */
export interface RecoverableReplica {
  readonly lengthBytes: number
  readonly state: ReplicaState
}

/** What a data node sends back. */
export type StreamResponse =
  /** The pipeline stands, or the node that could not be reached. */
  | { readonly kind: 'setup'; readonly badNode: string | undefined }
  /** One status a node from the answering one on; what is behind the first false is not known. */
  | { readonly kind: 'ack'; readonly seqno: number; readonly statuses: readonly boolean[] }
  | { readonly kind: 'answer'; readonly bytes?: number; readonly isCorrupt?: boolean; readonly replica?: RecoverableReplica; readonly thrown?: HadoopException }

/** Bytes of a request, an answer or a packet's header. */
export const headerBytes = 60

/** Bytes of a packet on the network: data, and a checksum of four bytes a chunk. */
export function packetBytes({ bytes }: Packet, bytesPerChecksum: number): number {
  return headerBytes + bytes + 4 * Math.ceil(bytes / bytesPerChecksum)
}
