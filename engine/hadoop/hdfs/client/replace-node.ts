import type { Flow } from '../../flow.ts'
import { HadoopException, ioFailure } from '../../hadoop-exception.ts'
import type { BlockId } from '../protocol/blocks.ts'
import type { WriterArguments } from '../protocol/name-node-protocol.ts'
import { askDataNode } from '../protocol/stream-call.ts'
import { noReplacement } from './replace-policy.ts'
import type { WritingClient } from './writing-client.ts'

/** A pipeline that lost a node. */
interface LackingPipeline {
  readonly writer: WriterArguments
  readonly block: BlockId
  /** Those that are left. */
  readonly nodes: readonly string[]
  readonly excluded: readonly string[]
  readonly policy: string
}

/** Source: DataStreamer.addDatanode2ExistingPipeline: nodes that are tried before it gives up. */
const mostTries = 3

/**
 * Has another data node join a pipeline: the name node names one, and a node of the pipeline sends it the replica.
 * @returns the nodes of the pipeline, without a new one when the client is content with fewer
 * @throws HadoopException IOException when no further node is to be had
 */
export function* replaceNode(client: WritingClient, pipeline: LackingPipeline): Flow<readonly string[]> {
  try {
    return yield* addNode(client, pipeline)
  } catch (error) {
    const isBestEffort = client.config.flag('dfs.client.block.write.replace-datanode-on-failure.best-effort')
    if (error instanceof HadoopException && isBestEffort) return pipeline.nodes
    throw error
  }
}

function* addNode(client: WritingClient, { writer, block, nodes, excluded, policy }: LackingPipeline): Flow<readonly string[]> {
  const refused = [...excluded]
  const least = client.config.number('dfs.client.block.write.replace-datanode-on-failure.min-replication')
  for (let tried = 0; tried < mostTries; tried++) {
    const added = yield* client.call('getAdditionalDatanode', { ...writer, block, existing: nodes, excluded: refused })
    if (added === null) {
      if (least > 0 && nodes.length >= least) return nodes
      throw noReplacement(nodes, nodes, policy)
    }
    const source = nodes[tried % nodes.length] ?? ''
    const answer = yield* askDataNode({ lane: client.lane, process: client.process, timeoutMs: client.socketTimeoutMs }, source, { op: 'transfer', block, target: added })
    if (answer !== undefined && answer.thrown === undefined) return [...nodes, added]
    refused.push(added)
  }
  throw ioFailure('Failed to add a node')
}
