import type { ProcessHandle } from './fault-types.ts'

/**
 * An HDFS cluster: how many data nodes it has, and hdfs-site.xml's own keys: `'dfs.heartbeat.interval': 3`. The keys of
 * clients (`dfs.client.…`, `ipc.client.…`) hold for every client in the lane.
 */
export interface HdfsOptions {
  /** The machine of the name node, as `hdfs.path = hdfs://namenode/…` names it; 'namenode' when not given. */
  readonly nameNode?: string
  /** Machines with a data node each; 3 when not given. */
  readonly dataNodes?: number
  /** Replicas of each block (dfs.replication); 3 when not given. */
  readonly replication?: number
  readonly [key: `${string}.${string}`]: string | number | boolean
}

/** A file as the name node lists it. */
export interface HdfsFile {
  readonly path: string
  /** Bytes that the name node knows of: those of a block that is being written only as far as it was told. */
  readonly bytes: number
  readonly blocks: number
  /** Whether a writer still has it open, or died with it open. */
  readonly isOpen: boolean
}

/** An HDFS cluster. Flume's hdfs sink finds it by its `hdfs.path`. */
export interface HdfsHandle {
  /** The name node: the namespace outlives its process, where the blocks are it has to be told again. */
  readonly nameNode: ProcessHandle
  /** The data nodes, from 1. */
  readonly dataNode: (number: number) => ProcessHandle
  readonly dataNodes: readonly ProcessHandle[]
  /** All files at this moment, by name. */
  readonly files: (directory?: string) => readonly HdfsFile[]
}

/** What a lane can have of HDFS. */
export interface HdfsKit {
  /** An HDFS cluster; a lane has one. A sink's `hdfs.path = hdfs://namenode/…` leads to it. */
  readonly hdfs: (options?: HdfsOptions) => HdfsHandle
}
