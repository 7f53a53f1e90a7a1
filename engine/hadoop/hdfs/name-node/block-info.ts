import type { FileNode } from './inode.ts'

/** What the name node knows of a block. Source: org.apache.hadoop.hdfs.server.blockmanagement.BlockInfo. */
export interface BlockInfo {
  readonly id: number
  generationStamp: number
  lengthBytes: number
  /** Written to; known in length and waiting for replicas; stored often enough. */
  state: 'under construction' | 'committed' | 'complete'
  readonly file: FileNode
  /** Data nodes with a finished replica, in the order of their reports. */
  readonly locations: Set<string>
  /** Data nodes of the pipeline that writes it. */
  pipeline: readonly string[]
  /** Data nodes whose replica is known to be corrupt. */
  readonly corrupt: Set<string>
  /** A recovery that was asked for and is not over: its generation stamp, and when it was asked for. */
  recovery: { readonly generationStamp: number; readonly sinceMicros: number } | undefined
  /** Copies under way, with the time they were asked for, by target. */
  readonly pending: Map<string, number>
}

/** A new block of a file. */
export function newBlock(id: number, generationStamp: number, file: FileNode, pipeline: readonly string[]): BlockInfo {
  return { id, generationStamp, lengthBytes: 0, state: 'under construction', file, locations: new Set(), pipeline, corrupt: new Set(), recovery: undefined, pending: new Map() }
}
