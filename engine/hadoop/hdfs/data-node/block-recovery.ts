import type { Lane } from '../../../ledger/lane.ts'
import type { Process } from '../../../sim/process.ts'
import type { Flow } from '../../flow.ts'
import { ioFailure } from '../../hadoop-exception.ts'
import type { BlockContents } from '../block-contents.ts'
import type { RecoverableReplica } from '../protocol/data-transfer.ts'
import type { DataNodeCommand, NameNodeProtocol } from '../protocol/name-node-protocol.ts'
import { askDataNode } from '../protocol/stream-call.ts'

type RecoverCommand = Extract<DataNodeCommand, { kind: 'recover' }>
type Synchronized = Parameters<NameNodeProtocol['commitBlockSynchronization']>[0]

/** The primary of a recovery. */
export interface RecoveringNode {
  readonly name: string
  readonly process: Process
  readonly lane: Lane
  readonly contents: BlockContents
  readonly timeoutMs: number
}

/**
 * Brings the replicas of a block to one length: that of a finished one, or the shortest of those that were being written, or
 * of those that wait after a restart. Source: org.apache.hadoop.hdfs.server.datanode.BlockRecoveryWorker.
 * @returns what the name node is told
 * @throws HadoopException IOException when no replica could be brought to the length
 */
export function* recoverBlock(node: RecoveringNode, { block, newGenerationStamp, nodes, truncateToBytes }: RecoverCommand): Flow<Synchronized | undefined> {
  const asker = { lane: node.lane, process: node.process, timeoutMs: node.timeoutMs }
  const found: { readonly name: string; readonly replica: RecoverableReplica }[] = []
  for (const name of nodes) {
    const answer = yield* askDataNode(asker, name, { op: 'init recovery', block, newGenerationStamp })
    if (answer?.replica !== undefined) found.push({ name, replica: answer.replica })
  }
  const agreed = agreedLength(found.map(({ replica }) => replica))
  const lengthBytes = Math.min(agreed.lengthBytes, truncateToBytes ?? agreed.lengthBytes)
  if (lengthBytes === 0) return { block, newGenerationStamp, lengthBytes: 0, nodes: [] }
  const updated: string[] = []
  for (const { name, replica } of found) {
    if (!agreed.takesPart(replica)) continue
    const answer = yield* askDataNode(asker, name, { op: 'update replica', block, newGenerationStamp, lengthBytes })
    if (answer !== undefined && answer.thrown === undefined) updated.push(name)
  }
  if (updated.length === 0) throw ioFailure(`Cannot recover block ${String(block.id)}, the following datanodes failed: ${nodes.join(', ')}`)
  node.contents.truncate(block.id, lengthBytes, 'the recovery of its block agreed on a shorter length')
  node.contents.arrived(block.id, lengthBytes)
  return { block, newGenerationStamp, lengthBytes, nodes: updated }
}

interface Agreement {
  readonly lengthBytes: number
  readonly takesPart: (replica: RecoverableReplica) => boolean
}

function agreedLength(replicas: readonly RecoverableReplica[]): Agreement {
  const finished = replicas.find(({ state, lengthBytes }) => state === 'FINALIZED' && lengthBytes > 0)
  if (finished !== undefined) {
    const { lengthBytes } = finished
    return { lengthBytes, takesPart: (replica) => replica.state === 'FINALIZED' || (replica.state === 'RBW' && replica.lengthBytes === lengthBytes) }
  }
  const filled = replicas.filter(({ lengthBytes }) => lengthBytes > 0)
  const state = filled.some((replica) => replica.state === 'RBW') ? 'RBW' : 'RWR'
  const lengths = filled.filter((replica) => replica.state === state).map(({ lengthBytes }) => lengthBytes)
  return { lengthBytes: lengths.length === 0 ? 0 : Math.min(...lengths), takesPart: (replica) => replica.state === state && replica.lengthBytes > 0 }
}
