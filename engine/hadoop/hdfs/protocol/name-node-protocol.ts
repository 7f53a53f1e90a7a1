import type { BlockId, LocatedBlock, LocatedBlocks, ReportedReplica } from './blocks.ts'

/** Status of a file or directory. Source: org.apache.hadoop.hdfs.protocol.HdfsFileStatus. */
export interface FileStatus {
  readonly path: string
  readonly fileId: number
  readonly isDirectory: boolean
  readonly lengthBytes: number
  readonly replication: number
  readonly blockSizeBytes: number
  readonly owner: string
  readonly modifiedMs: number
}

/** Who calls. */
export interface Caller {
  readonly user: string
  readonly clientName: string
  /** The machine that it runs on: a data node there gets the first replica. */
  readonly machine: string
}

/** What `create` is asked for. */
export interface CreateArguments extends Caller {
  readonly path: string
  readonly isOverwrite: boolean
  readonly createsParent: boolean
  readonly replication: number
  readonly blockSizeBytes: number
}

/** A file that its writer names, and the last block that it has written. */
export interface WriterArguments extends Caller {
  readonly path: string
  readonly fileId: number
  readonly last?: { readonly block: BlockId; readonly lengthBytes: number }
}

/** Content of a directory with all below it. */
export interface ContentSummary {
  readonly lengthBytes: number
  readonly fileCount: number
  readonly directoryCount: number
  readonly spaceConsumedBytes: number
}

type PathArguments = Caller & { readonly path: string }
type RenameArguments = Caller & { readonly from: string; readonly to: string }

/** Numbers of the name node. Source: FSNamesystem's metrics. */
export interface NameNodeCounts {
  readonly lowRedundancy: number
  readonly missing: number
  readonly missingReplOne: number
  readonly corrupt: number
  readonly liveDatanodes: number
  readonly deadDatanodes: number
}

/** Calls of clients. Source: org.apache.hadoop.hdfs.protocol.ClientProtocol. */
export interface ClientProtocol {
  create(args: CreateArguments): FileStatus
  append(args: PathArguments): { readonly status: FileStatus; readonly last: LocatedBlock | undefined }
  addBlock(args: WriterArguments & { readonly excluded: readonly string[] }): LocatedBlock
  abandonBlock(args: WriterArguments & { readonly block: BlockId }): null
  getAdditionalDatanode(args: WriterArguments & { readonly block: BlockId; readonly existing: readonly string[]; readonly excluded: readonly string[] }): string | null
  updateBlockForPipeline(args: WriterArguments & { readonly block: BlockId }): BlockId
  updatePipeline(args: WriterArguments & { readonly block: BlockId; readonly old: BlockId; readonly lengthBytes: number; readonly nodes: readonly string[] }): null
  fsync(args: WriterArguments & { readonly lengthBytes: number }): null
  complete(args: WriterArguments): boolean
  renewLease(args: Caller): null
  recoverLease(args: PathArguments): boolean
  isFileClosed(args: PathArguments): boolean
  getBlockLocations(args: PathArguments): LocatedBlocks
  getFileInfo(args: PathArguments): FileStatus | null
  getListing(args: PathArguments): readonly FileStatus[] | null
  getContentSummary(args: PathArguments): ContentSummary
  mkdirs(args: PathArguments & { readonly createsParent: boolean }): boolean
  delete(args: PathArguments & { readonly isRecursive: boolean }): boolean
  rename(args: RenameArguments): boolean
  rename2(args: RenameArguments & { readonly isOverwrite: boolean }): null
  truncate(args: PathArguments & { readonly lengthBytes: number }): boolean
  setReplication(args: PathArguments & { readonly replication: number }): boolean
  setPermission(args: PathArguments & { readonly mode: number }): null
  setOwner(args: PathArguments & { readonly owner: string | undefined; readonly group: string | undefined }): null
  setQuota(args: PathArguments & { readonly names: number | null | undefined; readonly spaceBytes: number | null | undefined }): null
  setSafeMode(args: Caller & { readonly isOn: boolean }): boolean
  getCounts(args: Caller): NameNodeCounts
  reportBadBlocks(args: { readonly node: string; readonly block: BlockId }): null
}

/** What the name node asks of a data node in its answer to a heartbeat. */
export type DataNodeCommand =
  | { readonly kind: 'invalidate'; readonly blocks: readonly BlockId[] }
  | { readonly kind: 'transfer'; readonly block: BlockId; readonly target: string }
  | { readonly kind: 'recover'; readonly block: BlockId; readonly newGenerationStamp: number; readonly nodes: readonly string[]; readonly truncateToBytes?: number }
  | { readonly kind: 'register' }

/** Calls of data nodes. Source: org.apache.hadoop.hdfs.server.protocol.DatanodeProtocol. */
export interface DataNodeProtocol {
  registerDatanode(args: { readonly node: string }): null
  sendHeartbeat(args: { readonly node: string; readonly freeBytes: number }): readonly DataNodeCommand[]
  blockReport(args: { readonly node: string; readonly replicas: readonly ReportedReplica[] }): null
  blockReceived(args: { readonly node: string; readonly received: readonly ReportedReplica[]; readonly deleted: readonly number[] }): null
  commitBlockSynchronization(args: { readonly block: BlockId; readonly newGenerationStamp: number; readonly lengthBytes: number; readonly nodes: readonly string[] }): null
}

/** All that a name node answers on its port. */
export type NameNodeProtocol = ClientProtocol & DataNodeProtocol

/** Port of the name node's RPC server. Source: dfs.namenode.rpc-address. */
export const nameNodePort = 8020

/** Port of a data node's streams. Source: dfs.datanode.address. */
export const dataNodePort = 9866
