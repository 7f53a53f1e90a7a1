import { HadoopException } from '../../hadoop-exception.ts'
import type { HdfsConfig } from '../hdfs-config.ts'
import type { LocatedBlock } from '../protocol/blocks.ts'
import type { Caller, FileStatus } from '../protocol/name-node-protocol.ts'
import type { BlockInfo } from './block-info.ts'
import { BlockManager, idOf } from './block-manager.ts'
import { DataNodes } from './data-nodes.ts'
import { fileLength, pathOf, type FileNode, type INode } from './inode.ts'
import { Leases } from './leases.ts'
import { Namespace } from './namespace.ts'
import { SafeMode } from './safe-mode.ts'
import type { RandomStream } from '../../../sim/random-stream.ts'

/** The clock and the outside of a name node. */
export interface NameNodeSurroundings {
  readonly config: HdfsConfig
  readonly random: RandomStream
  readonly hostName: string
  nowMicros(): number
  nowMs(): number
  /** A change was made that has to be in the edit log before its caller hears of it. */
  edited(): void
  /** Rack of a machine. */
  rackOf(node: string): string
}

/** The name system of one name node: what its image and edit log hold, and what its data nodes have told it. Source: FSNamesystem. */
export class FsState {
  readonly around: NameNodeSurroundings
  readonly config: HdfsConfig
  readonly namespace = new Namespace()
  readonly leases: Leases
  readonly nodes: DataNodes
  readonly blocks: BlockManager
  readonly safeMode: SafeMode
  readonly files = new Map<number, FileNode>()

  constructor(around: NameNodeSurroundings) {
    this.around = around
    this.config = around.config
    this.leases = new Leases(around.config)
    this.nodes = new DataNodes(around.config, around.random)
    this.blocks = new BlockManager(around.config, this.nodes)
    this.safeMode = new SafeMode(around.config, { blocks: this.blocks, nodes: this.nodes, hostName: around.hostName })
  }

  /** @throws HadoopException SafeModeException */
  requireChanges(what: string): void {
    this.safeMode.refuse(what, this.around.nowMicros())
  }

  /**
   * The file that a writer has open.
   * @throws HadoopException FileNotFoundException when it is deleted, LeaseExpiredException when it is not the writer's any more
   */
  openFile({ path, fileId, clientName }: Caller & { readonly path: string; readonly fileId: number }): FileNode {
    const file = this.files.get(fileId)
    const open = this.leases.openFiles(clientName)
    const holder = open === 0 ? `Holder ${clientName} does not have any open files.` : `[Lease.  Holder: ${clientName}, pending creates: ${String(open)}]`
    const where = `${file === undefined ? path : pathOf(file)} (inode ${String(fileId)}) ${holder}`
    if (file === undefined) throw new HadoopException('java.io.FileNotFoundException', `File does not exist: ${where}`)
    const expired = 'org.apache.hadoop.hdfs.server.namenode.LeaseExpiredException'
    if (file.writer === undefined) throw new HadoopException(expired, `File is not open for writing: ${where}`)
    if (file.writer !== clientName) throw new HadoopException(expired, `Client (=${clientName}) is not the lease owner (=${file.writer}: ${where}`)
    return file
  }

  /** Closes a file whose blocks are all known in length. */
  closeFile(file: FileNode): void {
    if (file.writer !== undefined) this.leases.remove(file.writer, file.id)
    file.writer = undefined
    file.modifiedMs = this.around.nowMs()
    this.around.edited()
  }

  status(node: INode): FileStatus {
    const isFile = node.kind === 'file'
    return {
      path: pathOf(node), fileId: node.id, isDirectory: !isFile, owner: node.owner, modifiedMs: node.modifiedMs,
      lengthBytes: isFile ? fileLength(node) : 0, replication: isFile ? node.replication : 0, blockSizeBytes: isFile ? node.blockSizeBytes : 0,
    }
  }

  /** A block with the data nodes that a client may ask: those that write it, or those that have it. */
  located(block: BlockInfo, offset: number): LocatedBlock {
    const live = this.blocks.liveReplicas(block)
    const isCorrupt = block.state === 'complete' && live.length === 0 && block.corrupt.size > 0
    const known = isCorrupt ? [...block.corrupt] : live
    const locations = block.state === 'under construction' ? block.pipeline : known
    return { block: idOf(block), lengthBytes: block.lengthBytes, offset, locations, isCorrupt }
  }
}
