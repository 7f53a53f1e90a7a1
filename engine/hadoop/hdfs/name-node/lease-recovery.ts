import { HadoopException } from '../../hadoop-exception.ts'
import type { BlockId } from '../protocol/blocks.ts'
import type { FsState } from './fs-state.ts'
import type { FileNode } from './inode.ts'
import { pathOf } from './inode.ts'

/** Who holds the leases of files that the name node itself takes from their writers; who asks for a recovery gets the lease. */
const recoveryHolder = 'HDFS_NameNode'

/** How a lease is released. */
interface ReleaseOptions {
  readonly holder?: string
  /** Cuts the last block to a length. */
  readonly truncateToBytes?: number
}

/** How long one recovery of a block may take before the next one is begun. Source: PendingRecoveryBlocks, three heartbeats and more. */
const recoveryTimeoutMicros = 30_000_000

/**
 * Takes a file from its writer: closes it at once when all its blocks are complete, or has the last one's replicas brought to
 * one length first. Source: FSNamesystem.internalReleaseLease.
 * @returns whether the file is closed now
 */
export function releaseLease(state: FsState, file: FileNode, { holder = recoveryHolder, truncateToBytes }: ReleaseOptions = {}): boolean {
  const last = file.blocks[file.blocks.length - 1]
  if (last?.state === 'committed') state.blocks.completeIfStored(last)
  if (last === undefined || last.state === 'complete') {
    state.closeFile(file)
    return true
  }
  if (last.state === 'committed') {
    const message = `Failed to release lease for file ${pathOf(file)}. Committed blocks are waiting to be minimally replicated.`
    throw new HadoopException('org.apache.hadoop.hdfs.protocol.AlreadyBeingCreatedException', message)
  }
  const nowMicros = state.around.nowMicros()
  if (file.writer !== holder) takeOver(state, file, holder)
  if (last.recovery !== undefined && last.recovery.sinceMicros + recoveryTimeoutMicros > nowMicros) return false
  if (last.pipeline.length === 0 && last.lengthBytes === 0) {
    dropLastBlock(state, file)
    state.closeFile(file)
    return true
  }
  const generationStamp = state.namespace.nextGenerationStamp()
  last.recovery = { generationStamp, sinceMicros: nowMicros }
  const nodes = last.pipeline.filter((name) => state.nodes.isAlive(name))
  const primary = latestHeard(state, nodes)
  if (primary === undefined) {
    last.recovery = undefined
    return false
  }
  const length = truncateToBytes === undefined ? {} : { truncateToBytes }
  state.nodes.find(primary)?.commands.push({ kind: 'recover', block: { id: last.id, generationStamp: last.generationStamp }, newGenerationStamp: generationStamp, nodes, ...length })
  return false
}

/** A recovery has ended: the replicas of these nodes have the length; none of them means that there was nothing. */
export function commitSynchronization(state: FsState, result: { readonly block: BlockId; readonly newGenerationStamp: number; readonly lengthBytes: number; readonly nodes: readonly string[] }): void {
  const block = state.blocks.find(result.block.id)
  if (block === undefined) throw new HadoopException('java.io.IOException', `Block (=${String(result.block.id)}) not found`)
  if (block.recovery?.generationStamp !== result.newGenerationStamp) return
  block.recovery = undefined
  if (result.nodes.length === 0 || result.lengthBytes === 0) dropLastBlock(state, block.file)
  else {
    block.locations.clear()
    for (const node of result.nodes) block.locations.add(node)
    state.blocks.commit(block, result.lengthBytes, result.newGenerationStamp)
    state.blocks.check(block)
  }
  state.closeFile(block.file)
}

function takeOver(state: FsState, file: FileNode, holder: string): void {
  if (file.writer !== undefined) state.leases.remove(file.writer, file.id)
  file.writer = holder
  state.leases.add(holder, file.id, state.around.nowMicros())
  state.around.edited()
}

function dropLastBlock(state: FsState, file: FileNode): void {
  const block = file.blocks.pop()
  if (block !== undefined) state.blocks.remove([block])
}

/** The primary of a recovery: the data node heard of last. */
function latestHeard(state: FsState, names: readonly string[]): string | undefined {
  let best: string | undefined
  let bestMicros = -1
  for (const name of names) {
    const heard = state.nodes.find(name)?.lastHeartbeatMicros ?? -1
    if (heard <= bestMicros) continue
    best = name
    bestMicros = heard
  }
  return best
}
